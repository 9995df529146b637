package oomlab.internal.child;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Native;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class LaunchCacheIT {
  private static Path source(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static List<String> touchesAPage(List<String> jvm) throws Exception {
    List<String> argv = new ArrayList<>(jvm);
    argv.addAll(List.of(ChildMain.class.getName(), "PAGE", "1", "4096", "/tmp", "4096"));
    try (Victim victim = Victim.start(new ChildCommand(argv, Map.of()))) {
      victim.go();
      List<String> lines = victim.lines();
      assertThat(lines).contains("touched 4096 bytes.");
      assertThat(victim.errors()).isEmpty();
      return lines;
    }
  }

  @Test
  void twoFirstUsesAtOnceBothGetAWorkingLaunch(@TempDir Path base) throws Exception {
    Path own = source(ChildMain.class);
    Path jna = source(Native.class);
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      List<Future<LaunchCache>> both = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        both.add(two.submit(() -> LaunchCache.open(base, own, jna)));
      }
      for (Future<LaunchCache> one : both) {
        assertThat(touchesAPage(one.get().jvm())).hasSize(2);
      }
      Path folder = both.get(0).get().folder();
      assertThat(both.get(1).get().folder()).isEqualTo(folder);
      try (var files = Files.list(folder)) {
        assertThat(files.map(f -> f.getFileName().toString()))
            .containsExactlyInAnyOrder(
                "child.jar", "child.jsa", System.mapLibraryName("jnidispatch"));
      }
    } finally {
      two.shutdown();
    }
  }

  @Test
  void theArchiveIsReallyUsed() throws Exception {
    List<String> jvm = new ArrayList<>(ChildCommand.jvm());
    jvm.replaceAll(flag -> flag.equals("-Xshare:auto") ? "-Xshare:on" : flag); // fails without
    assertThat(jvm).anyMatch(flag -> flag.startsWith("-XX:SharedArchiveFile="));
    assertThat(touchesAPage(jvm)).hasSize(2);
  }

  @Test
  void jnaSetsUpNoLogging() throws Exception {
    List<String> jvm = new ArrayList<>(ChildCommand.jvm());
    jvm.replaceAll(flag -> flag.equals("-Xlog:disable") ? "-Xlog:class+load" : flag);
    assertThat(touchesAPage(jvm))
        .anyMatch(line -> line.contains("com.sun.jna.Native "))
        .anyMatch(line -> line.contains("oomlab.internal.NoLogger "))
        .noneMatch(line -> line.contains("java.util.logging"));
  }
}
