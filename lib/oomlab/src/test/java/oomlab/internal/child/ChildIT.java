package oomlab.internal.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import oomlab.Touch;
import oomlab.internal.cgroup.MemoryCgroup;
import oomlab.internal.proc.Gauge;
import oomlab.internal.proc.Recording;
import oomlab.internal.proc.Sampler;
import oomlab.internal.proc.Track;
import oomlab.testing.Cgroups;
import oomlab.testing.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class ChildIT {
  private static final long MIB = 1 << 20;

  private record Usage(Path file) implements Gauge {
    @Override
    public String name() {
      return "usage";
    }

    @Override
    public String unit() {
      return "bytes";
    }

    @Override
    public OptionalLong read() {
      try {
        return OptionalLong.of(number(file));
      } catch (IOException e) {
        return OptionalLong.empty();
      }
    }
  }

  private static MemoryCgroup limited(long bytes) throws IOException {
    MemoryCgroup group = MemoryCgroup.create(Cgroups.needed(), Path.of("/"));
    group.limit(bytes, false);
    return group;
  }

  private static long number(Path file) throws IOException {
    return Long.parseLong(Files.readString(file).trim());
  }

  @Test
  void isKilledAtItsLimitWhileItIsSampled() throws Exception {
    long limit = 128 * MIB;
    try (MemoryCgroup group = limited(limit);
        Victim victim = Victim.start(ChildCommand.of(Touch.PAGE, 2, MIB))) {
      group.add(victim.pid());
      long origin = System.nanoTime();
      Sampler sampler =
          Sampler.start(
              Path.of("/proc"),
              victim.pid(),
              origin,
              Duration.ofMillis(1),
              List.of(new Usage(group.usageFile())));
      victim.go();
      List<String> lines = victim.lines();
      assertThat(victim.status()).isEqualTo(128 + 9);
      Recording recording = sampler.stop();

      assertThat(group.oomKills()).hasValue(1);
      assertThat(lines).allMatch(line -> line.matches(Victim.LINE)).hasSizeGreaterThan(50);
      assertThat(lines.stream().map(l -> l.split("\\)", -1)[0]).distinct()).hasSize(2);
      assertThat(recording.sight().dying()).isTrue();
      assertThat(recording.series().size()).isGreaterThan(10);
      assertThat(recording.series().maxRssBytes()).isBetween(limit / 2, limit + 64 * MIB);
      assertThat(last(recording, "VmHWM")).isBetween(limit / 4, limit + 64 * MIB);
      assertThat(last(recording, "RssAnon")).isPositive();
      assertThat(recording.track("usage")).isPresent();
      assertThat(sampler.threadIds()).contains(victim.pid()).hasSizeGreaterThan(2);
      assertThat(recording.sight().growthBytesPerSecond()).isPositive();
    }
  }

  private static long last(Recording recording, String name) {
    Track track = recording.track(name).orElseThrow();
    return track.values()[track.size() - 1];
  }

  @Test
  void isCalledOomAndSoAreItsThreads() throws Exception {
    try (MemoryCgroup group = limited(256 * MIB);
        Victim victim = Victim.start(ChildCommand.of(Touch.PAGE, 3, 4096))) {
      group.add(victim.pid());
      Path process = Path.of("/proc", Integer.toString(victim.pid()));
      while (!comm(process).equals("oom")) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      victim.go(); // nobody reads its lines: it stops at a full pipe
      while (names(process.resolve("task")).stream().filter("oom"::equals).count() < 4) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      assertThat(comm(process)).isEqualTo("oom");
    }
  }

  private static List<String> names(Path tasks) throws IOException {
    try (var list = Files.list(tasks)) {
      return list.map(ChildIT::comm).toList();
    }
  }

  private static String comm(Path task) {
    try {
      return Files.readString(task.resolve("comm")).trim();
    } catch (IOException e) {
      return "oom"; // this thread has just ended
    }
  }

  @ParameterizedTest
  @EnumSource(Touch.class)
  void turnsAddressesIntoMemory(Touch touch) throws Exception {
    long total = 24 * MIB + 4096;
    try (MemoryCgroup group = limited(256 * MIB);
        Victim victim = Victim.start(ChildCommand.of(touch, 2, 4 * MIB).stopAfter(total))) {
      group.add(victim.pid());
      Path peak = group.directory().resolve("memory.max_usage_in_bytes"); // v2: 5.19
      peak = Files.exists(peak) ? peak : group.directory().resolve("memory.peak");
      Needs.that(Files.exists(peak), "the kernel keeps no peak of a cgroup here");
      long before = number(group.usageFile());
      victim.go();
      List<String> lines = victim.lines();
      assertThat(victim.errors()).isEmpty();
      assertThat(victim.status()).isZero();
      assertThat(lines).hasSize(8).endsWith("touched " + total + " bytes.");
      assertThat(
              lines.stream()
                  .limit(7)
                  .mapToLong(line -> Long.parseLong(line.replaceAll(".*allocating | bytes.*", "")))
                  .sum())
          .isEqualTo(total);
      assertThat(number(peak) - before).isGreaterThanOrEqualTo(total);
    }
  }

  @Test
  void endsWithTheErrorNumberWhenTheKernelRefuses() throws Exception {
    Needs.that(Files.isExecutable(Path.of("/usr/bin/prlimit")), "no prlimit(1) here");
    String[] unprivileged = {"prlimit", "--memlock=65536", "--"};
    if ("root".equals(System.getProperty("user.name"))) {
      Needs.that(Files.isExecutable(Path.of("/usr/bin/setpriv")), "no setpriv(1) here");
      // Root may lock as much as it likes; nobody might not reach the files of this project.
      String[] bounded = {"setpriv", "--bounding-set=-ipc_lock", "--inh-caps=-ipc_lock"};
      String[] both = Arrays.copyOf(unprivileged, unprivileged.length + bounded.length);
      System.arraycopy(bounded, 0, both, unprivileged.length, bounded.length);
      unprivileged = both;
    }
    try (Victim victim =
        Victim.start(ChildCommand.of(Touch.MLOCK, 1, MIB).stopAfter(MIB), unprivileged)) {
      victim.go();
      assertThat(victim.lines()).singleElement().asString().matches(Victim.LINE);
      assertThat(victim.errors())
          .isEqualTo(
              "oom: mlock of 1048576 bytes refused: ENOMEM (Cannot allocate memory);"
                  + " most likely more than RLIMIT_MEMLOCK allows: see ulimit -l\n");
      assertThat(victim.status()).isEqualTo(12);
    }
  }

  @Test
  void endsWhenTheParentIsGoneBeforeTheGo() throws Exception {
    try (Victim victim = Victim.start(ChildCommand.of(Touch.PAGE, 1, MIB))) {
      victim.process().getOutputStream().close();
      assertThat(victim.lines()).isEmpty();
      assertThat(victim.status()).isZero();
    }
  }

  @Test
  void endsWhenTheParentIsGoneHalfway() throws Exception {
    try (MemoryCgroup group = limited(512 * MIB);
        Victim victim = Victim.start(ChildCommand.of(Touch.PAGE, 2, 4096))) {
      group.add(victim.pid());
      victim.go();
      try (BufferedReader reader = victim.reader()) {
        assertThat(reader.readLine()).matches(Victim.LINE);
        victim.process().getOutputStream().close(); // both ends, as when the parent dies
      }
      assertThat(victim.status()).isZero();
      assertThat(group.oomKills()).hasValue(0);
    }
  }

  @Test
  void waitsForTheWordGo() throws Exception {
    try (Victim victim = Victim.start(ChildCommand.of(Touch.PAGE, 1, MIB))) {
      victim.process().getOutputStream().write("no\n".getBytes(StandardCharsets.US_ASCII));
      victim.process().getOutputStream().flush();
      assertThat(victim.errors()).contains("is not: go").hasLineCount(1);
      assertThat(victim.status()).isEqualTo(2);
      assertThat(victim.lines()).isEmpty();
    }
  }
}
