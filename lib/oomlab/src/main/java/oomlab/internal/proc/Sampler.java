package oomlab.internal.proc;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import oomlab.Recording;
import oomlab.Recording.Quality;
import oomlab.Recording.Series;
import oomlab.Recording.Track;

/**
 * Records a process's memory while it runs, on a thread of its own.
 *
 * <p>The fast part is {@code /proc/PID/statm} at a fixed rate; VmHWM and the rest of {@code status}
 * follow as often as they are cheap, then oom_score, memory pressure, {@code oom_kill} of {@code
 * /proc/vmstat}, the process's threads and the files that the caller names. Each slower source gets
 * a share of a core (VmHWM 0.5 %, others 0.05 %) and is read as often as its cost, timed at the
 * start, allows; VmHWM also whenever it has fallen well behind, and when growth stops.
 *
 * <p>Deadlines are absolute: a late sample does not delay the next ones, and a missed one is left
 * out instead of made up for. Samples of a process that has let go of its memory read as zeros and
 * are dropped; {@link Quality#dying} says so.
 */
public final class Sampler implements AutoCloseable {
  /** Enough for the JVM to compile the reading. */
  private static final int WARM_UP_READS = 400;

  /** How far the resident size may run ahead of the last VmHWM: 8 MiB of 4 KiB pages. */
  private static final long STALE_PAGES = 2048;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final long originNanoTime;
  private final long intervalNanos;
  private final long pageBytes;
  private final ProcFile statm;
  private final LongTable samples = new LongTable(4);
  private final List<GaugeSource> sources;
  private final Set<Integer> threadIds = new ConcurrentSkipListSet<>();
  private final CountDownLatch first = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean running = true;
  private volatile boolean dying;
  private volatile long cpuStartNanos;
  private volatile long cpuEndNanos = -1; // while the thread still runs
  private boolean gone;
  private long latestRss;
  private long peakReadRss;
  private boolean peakIsStale;

  private Sampler(Path procRoot, int pid, long originNanoTime, Duration interval, Gauges gauges)
      throws IOException {
    this.originNanoTime = originNanoTime;
    intervalNanos = interval.toNanos();
    pageBytes =
        Proc.pageBytes(procRoot)
            .orElseThrow(() -> new IOException(words("%s/self/auxv tells no page size", procRoot)));
    Path file = procRoot.resolve(Integer.toString(pid)).resolve("statm");
    statm = ProcFile.open(file, Proc.SHORT_FILE_BYTES);
    sources = GaugeReader.open(procRoot, pid, gauges, pageBytes, threadIds);
    thread = new Thread(this::run, "oomlab-sampler");
    thread.setDaemon(true);
  }

  /**
   * Starts recording and returns once the first sample is taken.
   *
   * @param procRoot where {@code /proc} is mounted
   * @param pid the process
   * @param originNanoTime {@link System#nanoTime} of the run's start: time 0 of the recording
   * @param interval time between two samples; what it costs is in {@link Quality#cpuNanos}
   * @param gauges what else is recorded
   * @throws UncheckedIOException if there is no such process
   * @throws IllegalArgumentException if the interval is not positive
   */
  public static Sampler start(
      Path procRoot, int pid, long originNanoTime, Duration interval, Gauges gauges) {
    if (interval.isZero() || interval.isNegative()) {
      throw new IllegalArgumentException("the sampling interval must be positive: " + interval);
    }
    try {
      Sampler sampler = new Sampler(procRoot, pid, originNanoTime, interval, gauges);
      sampler.thread.start();
      sampler.awaitFirst();
      return sampler;
    } catch (IOException e) {
      throw new UncheckedIOException(
          words("cannot sample process %d: no readable %s/%d/statm", pid, procRoot, pid), e);
    }
  }

  /** Starts recording with only files of a number each beside the process. */
  public static Sampler start(
      Path procRoot, int pid, long originNanoTime, Duration interval, List<Path> numbers) {
    return start(procRoot, pid, originNanoTime, interval, Gauges.of(numbers));
  }

  private void awaitFirst() {
    try {
      first.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the caller's own business; the sampler runs already
    }
  }

  /** Returns what has been recorded so far; any thread may ask, a few times a second. */
  public Recording snapshot() {
    int rows = samples.size();
    Series series =
        new Series(
            pageBytes,
            samples.column(0, rows),
            samples.column(1, rows),
            samples.column(2, rows),
            samples.column(3, rows));
    List<Track> tracks = new ArrayList<>();
    for (GaugeSource source : sources) {
      tracks.addAll(source.tracks());
    }
    return new Recording(
        series, List.copyOf(tracks), Quality.of(series, intervalNanos, cpuNanos(), dying));
  }

  /** Ends the recording and returns it; further calls return the same values. */
  public Recording stop() {
    close();
    return snapshot();
  }

  /** Ends the recording. */
  @Override
  public void close() {
    running = false;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // the thread ends within an interval; then the caller may know
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns the kernel's ids of the process's threads that were seen so far, ascending. */
  public List<Integer> threadIds() {
    return List.copyOf(threadIds);
  }

  /**
   * Measures what one sample costs, taken back to back: read, parse, keep.
   *
   * @return CPU nanoseconds of a sample
   * @throws UncheckedIOException if there is no such process, or if it ends meanwhile
   */
  public static double costNanos(Path procRoot, int pid, int count) {
    try {
      Sampler sampler = new Sampler(procRoot, pid, 0, Duration.ofMillis(1), Gauges.of(List.of()));
      long before = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < count; i++) {
        sampler.sample(true);
      }
      long used = THREADS.getCurrentThreadCpuTime() - before;
      sampler.release();
      if (sampler.samples.size() < count) {
        throw new IOException(words("it ended"));
      }
      return (double) used / count;
    } catch (IOException e) {
      throw new UncheckedIOException(words("cannot measure samples of process %d", pid), e);
    }
  }

  private void run() {
    try {
      int reads = 0;
      while (reads < WARM_UP_READS && sample(false)) {
        reads++;
      }
      for (GaugeSource source : sources) {
        source.calibrate(originNanoTime);
      }
      cpuStartNanos = THREADS.getCurrentThreadCpuTime();
      long next = System.nanoTime();
      while (running) {
        tick();
        first.countDown();
        next = deadline(next, System.nanoTime(), intervalNanos);
        sleepUntil(next);
      }
      for (GaugeSource source : sources) {
        source.readTotals(System.nanoTime() - originNanoTime);
      }
      cpuEndNanos = THREADS.getCurrentThreadCpuTime();
    } finally {
      first.countDown();
      release();
    }
  }

  private void tick() {
    if (!gone) {
      gone = !sample(true);
    }
    long now = System.nanoTime() - originNanoTime;
    for (int i = 0; i < sources.size(); i++) {
      if (peakIsStale) {
        sources.get(i).readPeak(now);
      } else {
        sources.get(i).readIfDue(now);
      }
    }
    peakIsStale = false;
  }

  /**
   * VmHWM is worth a read when it has fallen well behind, and when growth stops: a victim that has
   * been sent the signal stands still before it lets go, and that is the last good moment.
   */
  private void watchPeak(long rss) {
    peakIsStale = rss != peakReadRss && (rss == latestRss || rss - peakReadRss >= STALE_PAGES);
    if (peakIsStale) {
      peakReadRss = rss;
    }
    latestRss = rss;
  }

  /** Returns the first deadline after {@code now} on the grid that {@code last} is on. */
  static long deadline(long last, long now, long intervalNanos) {
    long missed = Math.max(0, (now - last) / intervalNanos);
    return last + (missed + 1) * intervalNanos;
  }

  private void sleepUntil(long deadline) {
    long left = deadline - System.nanoTime();
    while (left > 0 && running) {
      LockSupport.parkNanos(this, left);
      left = deadline - System.nanoTime();
    }
  }

  /** Takes a sample; returns whether the process can still be read. */
  private boolean sample(boolean keep) {
    try {
      statm.read();
    } catch (IOException e) {
      dying = true; // ESRCH: it is gone
      return false;
    }
    long nanos = System.nanoTime() - originNanoTime;
    long total = statm.number(0);
    long rss = statm.number(1);
    long shared = statm.number(2);
    if (total == 0) {
      dying = true; // the process has let go of its memory: zeros, not measurements
    } else if (keep
        && total != ProcFile.ABSENT
        && rss != ProcFile.ABSENT
        && shared != ProcFile.ABSENT) {
      watchPeak(rss);
      samples.add(nanos);
      samples.add(total);
      samples.add(rss);
      samples.add(shared);
    }
    return true;
  }

  private void release() {
    try {
      statm.close();
      for (GaugeSource source : sources) {
        source.close();
      }
    } catch (IOException e) {
      return; // closing what was only read cannot lose anything
    }
  }

  private long cpuNanos() {
    long end = cpuEndNanos;
    long used = end >= 0 ? end : THREADS.getThreadCpuTime(thread.getId());
    return Math.max(0, used - cpuStartNanos);
  }
}
