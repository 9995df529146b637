package oomlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import oomlab.internal.posix.ChildProcess;
import oomlab.internal.posix.Signal;
import oomlab.testing.Cgroups;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParentDeathIT {
  /** A run that lasts: a sleeping reader would do, but this is the real child, allocating. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] args) {
      Experiment.standard()
          .limit("2G")
          .threads(1)
          .chunk("64K")
          .touch(oomlab.Touch.BYTE)
          .run(live -> {}, line -> System.out.println(line));
    }
  }

  private static ChildProcess parent() throws IOException {
    return ChildProcess.spawn(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:-UsePerfData",
            "-Duser.home=" + System.getProperty("user.home"),
            "-cp",
            System.getProperty("java.class.path"),
            Parent.class.getName()),
        Map.of("PATH", "/usr/bin:/bin"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Signal.class,
      names = {"SIGKILL", "SIGTERM", "SIGINT"})
  void nothingIsLeftOneSecondAfterTheParentDied(Signal signal) throws Exception {
    Path directory = Cgroups.needed().directory();
    try (ChildProcess parent = parent()) {
      BufferedReader out =
          new BufferedReader(new InputStreamReader(parent.stdout(), StandardCharsets.UTF_8));
      String first = out.readLine();
      assertThat(first).startsWith("expected victim is ");
      int victim = Integer.parseInt(first.replaceAll("\\D", ""));
      assertThat(out.readLine()).startsWith("thread(");
      assertThat(groupsOf(directory, parent.pid())).hasSize(1);
      parent.signal(signal);
      Thread drain = new Thread(() -> out.lines().forEach(l -> {}));
      drain.start();
      assertThat(parent.await(Duration.ofSeconds(20))).isPresent();
      Thread.sleep(1000);
      assertThat(groupsOf(directory, parent.pid())).isEmpty();
      assertThat(state(victim)).isIn("gone", "Z"); // a zombie waits for init alone
      assertThat(janitorsOf(parent.pid())).isEmpty();
      drain.join();
    }
  }

  @Test
  void nextRunRemovesAnEmptyGroupThatACrashLeft() throws Exception {
    Path directory = Cgroups.needed().directory();
    ChildProcess owner = ChildProcess.spawn(List.of("/bin/true"), Map.of());
    owner.close();
    Path leftover = directory.resolve("oomlab-" + owner.pid() + "-1-0");
    Files.createDirectory(leftover);
    Path foreign = directory.resolve("oomlab-mine");
    Files.createDirectory(foreign);
    try {
      Cgroups.needed();
      assertThat(leftover).doesNotExist();
      assertThat(foreign).exists();
    } finally {
      Files.delete(foreign);
    }
  }

  private static String state(int pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.substring(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
    } catch (IOException e) {
      return "gone";
    }
  }

  private static List<Path> groupsOf(Path directory, int pid) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(p -> p.getFileName().toString().startsWith("oomlab-" + pid + "-")).toList();
    }
  }

  private static List<String> janitorsOf(int pid) {
    return ProcessHandle.allProcesses()
        .map(p -> p.info().arguments().map(a -> String.join(" ", a)))
        .flatMap(Optional::stream)
        .filter(a -> a.contains("oomlab-janitor") && a.contains("/oomlab-" + pid + "-"))
        .toList();
  }
}
