package oomlab.internal.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildCommandTest {
  @Test
  void passesOnNothingThatMakesAJvmTalk() {
    Map<String, String> env =
        ChildCommand.environment(
            Map.of("PATH", "/bin", "JAVA_TOOL_OPTIONS", "-Xint", "JDK_JAVA_OPTIONS", "-Xint"));
    assertThat(env).containsEntry("PATH", "/bin").containsOnlyKeys("PATH", "MALLOC_ARENA_MAX");
  }

  @Test
  void addsTheTotalForMeasuringAtTheEnd() {
    ChildCommand command = new ChildCommand(List.of("java", "PAGE"), Map.of());
    assertThat(command.stopAfter(8192).argv()).containsExactly("java", "PAGE", "8192");
    assertThat(command.argv()).containsExactly("java", "PAGE");
  }

  @Test
  void takesTheTargetFolderOrATemporaryOne(@TempDir Path folder) throws IOException {
    Path target = Files.createDirectory(folder.resolve("target"));
    assertThat(Folders.next(target.resolve("oomlab.jar"))).isEqualTo(target.resolve("child"));
    assertThat(Folders.next(folder.resolve("oomlab.jar"))).doesNotHaveToString(folder.toString());
    assertThat(Folders.next(folder.resolve("oomlab.jar")).startsWith(folder)).isFalse();
  }

  @Test
  void leavesNoHalfWrittenFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("x");
    assertThatThrownBy(
            () ->
                Folders.place(
                    file,
                    aside -> {
                      Files.writeString(aside, "half");
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");
    assertThat(folder).isEmptyDirectory();
    Folders.place(file, aside -> Files.writeString(aside, "whole"));
    assertThat(file).hasContent("whole");
  }
}
