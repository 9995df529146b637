package oomlab.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelSpecTest {
  @Test
  void writesASpecThatStartsTheKernel(@TempDir Path dir) throws IOException {
    Path file =
        KernelSpec.write(
            dir,
            Path.of("/jdk/bin/java"),
            Path.of("/a \"b\"/oomlab.jar"),
            Optional.of(Path.of("/a/kernel.jsa")),
            List.of(Path.of("/x.jar")),
            Map.of("A", "b"));
    assertThat(file).isEqualTo(dir.resolve("java/kernel.json"));
    JsonObject spec = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    assertThat(spec.get("interrupt_mode").getAsString()).isEqualTo("message");
    assertThat(spec.get("language").getAsString()).isEqualTo("java");
    assertThat(spec.getAsJsonObject("env").get("A").getAsString()).isEqualTo("b");
    List<String> argv =
        spec.getAsJsonArray("argv").asList().stream().map(each -> each.getAsString()).toList();
    assertThat(argv)
        .startsWith("/jdk/bin/java", "-XX:SharedArchiveFile=/a/kernel.jsa")
        .containsSubsequence("-cp", "/a \"b\"/oomlab.jar:/x.jar", "oomlab.kernel.KernelMain")
        .endsWith("{connection_file}");
  }

  @Test
  void leavesTheArchiveOutWhereThereIsNone() {
    assertThat(KernelSpec.command(Path.of("java"), Path.of("a.jar"), Optional.empty(), List.of()))
        .noneMatch(argument -> argument.contains("Archive"));
  }
}
