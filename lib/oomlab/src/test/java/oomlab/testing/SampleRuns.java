package oomlab.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
import oomlab.SealedPredictions;
import oomlab.Verdict;
import oomlab.internal.posix.WaitStatus;
import oomlab.internal.proc.Recording;
import oomlab.internal.proc.SamplingQuality;
import oomlab.internal.proc.Series;
import oomlab.internal.proc.Track;
import oomlab.report.OomReport;
import oomlab.report.OomReports;

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
    SamplingQuality sight =
        new SamplingQuality(
            MS, MS, MS + 300_000, 2 * MS, MS, last, 1.7e9, (long) (1.7e9 * 0.002), true);
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
        Optional.of(new WaitStatus.Signaled(9, false)),
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
        420,
        Optional.empty());
  }

  /** The same run with another recording of it. */
  public static Run with(Run run, Recording recording) {
    return with(run, recording, run.predictions());
  }

  /** The same run with these sealed predictions, whether they fit or not. */
  public static Run with(Run run, SealedPredictions predictions) {
    return with(run, run.recording(), Optional.of(predictions));
  }

  private static Run with(Run run, Recording recording, Optional<SealedPredictions> predictions) {
    return new Run(
        run.experiment(),
        run.backend(),
        run.recordedOn(),
        run.startedAt(),
        run.bootId(),
        run.kernelRelease(),
        run.pageBytes(),
        run.expectedVictim(),
        run.victim(),
        run.threadIds(),
        run.waitStatus(),
        run.verdict(),
        run.terminal(),
        run.allocations(),
        recording,
        run.peakRssBytes(),
        run.limitBytes(),
        run.clock(),
        run.killNanos(),
        run.deathNanos(),
        run.kernelLog(),
        run.kernelLogGap(),
        run.report(),
        run.wallMillis(),
        predictions);
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
    return OomReports.parse(REPORT).get(0);
  }

  private static final String REPORT =
      """
      [  155.399001] oom invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
      [  155.399002] CPU: 1 PID: 4714 Comm: oom Not tainted 6.1.0-test #1
      [  155.399003] Hardware name: A machine
      [  155.399010] memory: usage 262144kB, limit 262144kB, failcnt 33
      [  155.399011] swap: usage 0kB, limit 0kB, failcnt 0
      [  155.399012] Memory cgroup stats for /oomlab-1:
      [  155.399013] anon 241254400
      [  155.399013] file 20070400
      [  155.399020] Tasks state (memory values in pages):
      [  155.399021] [  pid  ]   uid  tgid total_vm      rss rss_anon rss_file rss_shmem pgtables_bytes swapents oom_score_adj name
      [  155.399022] [    901]     0   901     1100     1100      180      920         0    90112        0             0 bash
      [  155.399023] [   4600]     0  4600  1400000     9312     5200     4100        12    90112        0             0 java
      [  155.399024] [   4711]     0  4711   190000    63800    58900     4900         0   634880        0             0 oom
      [  155.399025] [   4800]     0  4800    21000      600      600        0         0    90112        0           100 (sd-pam) <x>
      [  155.399026] [      1]     0     1    42000     3000      900     2100         0    90112        0         -1000 systemd
      [  155.399030] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=/oomlab-1,task_memcg=/oomlab-1,task=oom,pid=4711,uid=0
      [  155.400000] Memory cgroup out of memory: Killed process 4711 (oom) total-vm:760000kB, anon-rss:235600kB, file-rss:19600kB, shmem-rss:0kB, UID:0 pgtables:620kB oom_score_adj:0
      """;

  /** A report of a whole machine of 4.x: zones, free blocks, counters. */
  public static OomReport globalReport() {
    return OomReports.parse(GLOBAL_REPORT).get(0);
  }

  private static final String GLOBAL_REPORT =
      """
      oom invoked oom-killer: gfp_mask=0x6280ca(GFP_HIGHUSER_MOVABLE|__GFP_ZERO), nodemask=(null), order=0, oom_score_adj=0
      CPU: 0 PID: 6436 Comm: oom Not tainted 4.20.12 #1
      Mem-Info:
      active_anon:120 inactive_anon:30 isolated_anon:0
       free:23001 free_pcp:0 free_cma:0
      Node 0 active_anon:4983840kB inactive_anon:711984kB all_unreclaimable? no
      Node 0 DMA32 free:47016kB min:38144kB low:47680kB high:57216kB present:3129280kB managed:3063712kB
      lowmem_reserve[]: 0 0 2239 2239 2239
      Node 0 DMA32: 25*4kB (UM) 6*8kB = 148kB
      10755 total pagecache pages
      Tasks state (memory values in pages):
      [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
      [   6434]  1000  6434     1674        0    57344       26             0 oom
      [   6435]  1000  6435  2123406  1412546 15409152   498959             0 oom
      Out of memory: Kill process 6435 (oom) score 957 or sacrifice child
      Killed process 6435 (oom) total-vm:8493624kB, anon-rss:5650184kB, file-rss:0kB, shmem-rss:0kB
      """;
}
