package oomlab.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import oomlab.Allocation;
import oomlab.Backend;
import oomlab.ClockOffset;
import oomlab.Experiment;
import oomlab.Run;
import oomlab.Verdict;
import oomlab.posix.WaitStatus;
import oomlab.proc.Recording;
import oomlab.proc.Series;
import oomlab.proc.Sight;
import oomlab.proc.Track;
import oomlab.report.LineKind;
import oomlab.report.OomReport;

/** Made-up runs and reports with the shape of real ones. */
public final class SampleRuns {
  /** Pages of 4 KiB. */
  public static final long PAGE = 4096;

  /** The pid of every victim here. */
  public static final int VICTIM = 4711;

  private static final long MS = 1_000_000;
  private static final long LIMIT = 256L << 20;

  private SampleRuns() {}

  /**
   * A run of 150 ms: straight up to the limit in four threads, killed 1.4 ms after the last look.
   */
  public static Run killed() {
    return killed(150, OptionalLong.of(150 * MS + 400_000), Optional.of(report()));
  }

  /** The same without right to read the kernel log: the death has no timestamp. */
  public static Run killedUnseen() {
    return killed(150, OptionalLong.empty(), Optional.empty());
  }

  /** A run of so many samples, one a millisecond. */
  public static Run killed(int samples, OptionalLong killNanos, Optional<OomReport> report) {
    long[] nanos = LongStream.range(0, samples).map(i -> i * MS).toArray();
    long[] rss = LongStream.range(0, samples).map(i -> rss(i, samples)).toArray();
    long[] total = LongStream.of(rss).map(p -> p + 30_000).toArray();
    long[] shared = LongStream.of(rss).map(p -> 5_000).toArray();
    long last = nanos[samples - 1];
    Sight sight =
        new Sight(MS, MS, MS + 300_000, 2 * MS, MS, last, 1.7e9, (long) (1.7e9 * 0.002), true);
    Track usage = track("memory.usage_in_bytes", nanos, rss, 10, 1 << 20);
    Track peak = track("VmHWM", nanos, rss, 20, 64 << 10);
    return new Run(
        Experiment.standard(),
        Backend.CGROUP_V1,
        Backend.CGROUP_V1,
        Instant.parse("2026-01-02T03:04:05Z"),
        "00000000-0000-0000-0000-000000000000",
        "6.1.0-test",
        PAGE,
        VICTIM,
        killNanos.isPresent() ? OptionalInt.of(VICTIM) : OptionalInt.empty(),
        List.of(VICTIM, VICTIM + 1),
        new WaitStatus.Signaled(9, false),
        new Verdict.OomKilled(List.of(new Verdict.Evidence("cgroup", "oom_kill went from 0 to 1"))),
        List.of("expected victim is 4711.", "victim signalled: 9"),
        allocations(last),
        new Recording(new Series(PAGE, nanos, total, rss, shared), List.of(usage, peak), sight),
        OptionalLong.of(rss[samples - 1] * PAGE),
        OptionalLong.of(LIMIT),
        Optional.of(new ClockOffset(5_000_000, 40_000, "read both clocks")),
        killNanos,
        last + 9 * MS,
        List.of(),
        Optional.empty(),
        report,
        420);
  }

  private static long rss(long i, int samples) {
    double share = Math.min(1, i / (samples - 1.0));
    long wave = i % 10 < 5 ? i % 10 * 60 : 0;
    return Math.min(9_000 + Math.round(share * 54_000) + wave, 63_900);
  }

  private static Track track(String name, long[] nanos, long[] rss, int every, long plusBytes) {
    int[] at = IntStream.range(0, nanos.length).filter(i -> i % every == every - 1).toArray();
    return new Track(
        name,
        "bytes",
        IntStream.of(at).mapToLong(i -> nanos[i]).toArray(),
        IntStream.of(at).mapToLong(i -> rss[i] * PAGE + plusBytes).toArray());
  }

  private static List<Allocation> allocations(long lastNanos) {
    List<Allocation> all = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      String thread = "7f3a5c" + (char) ('b' + i % 4) + "fe6c0";
      all.add(new Allocation(2 * MS + i * (lastNanos - 3 * MS) / 24, thread, 10L << 20));
    }
    return all;
  }

  /** A memory cgroup's report of a 6.x kernel: five tasks, the victim by far the largest. */
  public static OomReport report() {
    List<OomReport.Task> tasks =
        List.of(
            task(30, 901, "bash", 1_100, 180, 920, 0, 0),
            task(31, 4600, "java", 1_400_000, 5_200, 4_100, 12, 0),
            task(32, VICTIM, "oom", 190_000, 58_900, 4_900, 0, 0),
            task(33, 4800, "(sd-pam) <x>", 21_000, 600, 0, 0, 100),
            task(34, 1, "systemd", 42_000, 900, 2_100, 0, -1000));
    OomReport.Kill kill =
        new OomReport.Kill(
            36,
            OptionalLong.of(155_400),
            VICTIM,
            "oom",
            OptionalInt.of(VICTIM),
            Optional.of("oom"),
            OptionalLong.empty(),
            OptionalLong.of(760_000),
            OptionalLong.of(58_900 * 4),
            OptionalLong.of(4_900 * 4),
            OptionalLong.of(0),
            OptionalLong.of(0),
            OptionalLong.of(620),
            OptionalInt.of(0),
            true,
            false);
    OomReport.Zone zone =
        new OomReport.Zone(
            20,
            OptionalInt.of(0),
            "DMA32",
            Map.of("freeKb", 47_016L, "minKb", 38_144L, "lowKb", 47_680L),
            List.of(0L, 0L, 2239L),
            Optional.of(false));
    OomReport.Buddy buddy =
        new OomReport.Buddy(
            22,
            OptionalInt.of(0),
            "DMA32",
            List.of(new OomReport.Block(4, 25, "UM"), new OomReport.Block(8, 6, "")),
            OptionalLong.of(148));
    return new OomReport(
        10,
        36,
        Optional.of("6.1.0-test"),
        Optional.of("A machine"),
        Optional.of(
            new OomReport.Trigger(
                10,
                "oom",
                OptionalInt.of(VICTIM + 3),
                OptionalInt.of(1),
                OptionalLong.of(0xcc0),
                List.of("GFP_KERNEL"),
                Optional.of("log"),
                OptionalInt.of(0),
                OptionalInt.of(0))),
        OomReport.Scope.MEMCG,
        Optional.of("CONSTRAINT_MEMCG"),
        Optional.of(
            new OomReport.Memcg(
                Optional.of("/oomlab-1"),
                Optional.of("/oomlab-1"),
                OptionalLong.of(262_144),
                OptionalLong.of(262_144),
                OptionalLong.of(33),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Map.of("anon", 241_254_400L, "file", 20_070_400L))),
        Map.of("activeAnonPages", 120L, "freePages", 23_001L),
        OptionalInt.of(4),
        List.of(new OomReport.Node(18, 0, Map.of("activeAnonKb", 4_983_840L), Optional.of(false))),
        List.of(zone),
        List.of(buddy),
        Optional.of(new OomReport.Swap(OptionalLong.of(0), OptionalLong.of(0))),
        OptionalLong.of(1_523_342),
        OptionalLong.of(46_911),
        tasks,
        List.of(kill),
        List.of(),
        Optional.empty(),
        List.of(
            new OomReport.Line(
                10,
                LineKind.TRIGGER,
                "oom invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0"),
            new OomReport.Line(29, LineKind.TASK_HEADER, "[  pid  ]   uid  tgid total_vm      rss"),
            new OomReport.Line(32, LineKind.TASK, "[   4711]     0  4711   190000    63800"),
            new OomReport.Line(36, LineKind.KILL, "Memory cgroup out of memory: Killed process")),
        List.of(),
        List.of());
  }

  private static OomReport.Task task(
      int line, int pid, String name, long totalVm, long anon, long file, long shmem, int adj) {
    return new OomReport.Task(
        line,
        pid,
        OptionalLong.of(0),
        OptionalInt.of(pid),
        OptionalLong.of(totalVm),
        OptionalLong.of(anon + file + shmem),
        OptionalLong.of(anon),
        OptionalLong.of(file),
        OptionalLong.of(shmem),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.of(90_112),
        OptionalLong.of(0),
        OptionalInt.of(adj),
        OptionalInt.empty(),
        OptionalInt.empty(),
        name,
        Map.of());
  }
}
