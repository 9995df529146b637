package oomlab.internal.proc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads single values of a {@code /proc} file system (man 5 proc). What the kernel does not have,
 * and what a process that has ended no longer has, is empty.
 *
 * @param root where it is mounted: {@code /proc}, or a test's folder
 */
public record Proc(Path root) {
  static final byte[] VM_HWM = ProcFile.key("VmHWM:");
  static final byte[] VM_SWAP = ProcFile.key("VmSwap:");
  static final byte[] RSS_ANON = ProcFile.key("RssAnon:");
  static final byte[] RSS_FILE = ProcFile.key("RssFile:");
  static final byte[] RSS_SHMEM = ProcFile.key("RssShmem:");
  static final byte[] OOM_KILL = ProcFile.key("oom_kill ");
  static final byte[] SOME = ProcFile.key("some ");
  static final byte[] FULL = ProcFile.key("full ");
  static final byte[] TOTAL = ProcFile.key("total=");

  /** {@code /proc/vmstat} is longer than a page. */
  static final int LONG_FILE_BYTES = 32 << 10;

  static final int SHORT_FILE_BYTES = 8 << 10;

  /** From {@code linux/auxvec.h}. */
  private static final long AT_PAGESZ = 6;

  /** Reads the machine's own {@code /proc}. */
  public static Proc live() {
    return new Proc(Path.of("/proc"));
  }

  /**
   * {@code /proc/PID/statm}: sizes in pages (man 5 proc_pid_statm). From Linux 6.2 to 6.15 the
   * values lag by up to a batch for each CPU; before and after they are exact.
   */
  public record Statm(long totalPages, long rssPages, long sharedPages) {}

  /** Memory lines of {@code /proc/PID/status}, in bytes (man 5 proc_pid_status). */
  public record Status(
      OptionalLong vmHwmBytes,
      OptionalLong vmSwapBytes,
      OptionalLong rssAnonBytes,
      OptionalLong rssFileBytes,
      OptionalLong rssShmemBytes) {}

  /**
   * {@code /proc/pressure/memory}: microseconds in which some, or all, tasks waited for memory
   * (Documentation/accounting/psi.rst, Linux 4.20).
   */
  public record Pressure(OptionalLong someMicros, OptionalLong fullMicros) {}

  /** Returns the sizes of a process; all are 0 once it has let go of its memory. */
  public Optional<Statm> statm(int pid) {
    try (ProcFile file = open(pid, "statm")) {
      file.read();
      long total = file.number(0);
      long rss = file.number(1);
      long shared = file.number(2);
      boolean whole =
          total != ProcFile.ABSENT && rss != ProcFile.ABSENT && shared != ProcFile.ABSENT;
      return whole ? Optional.of(new Statm(total, rss, shared)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns the memory lines of a process. */
  public Optional<Status> status(int pid) {
    try (ProcFile file = open(pid, "status")) {
      file.readAll();
      return Optional.of(
          new Status(
              kilobytes(file, VM_HWM),
              kilobytes(file, VM_SWAP),
              kilobytes(file, RSS_ANON),
              kilobytes(file, RSS_FILE),
              kilobytes(file, RSS_SHMEM)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns {@code /proc/PID/oom_score}: 0 to 2000 (man 5 proc_pid_oom_score). */
  public OptionalLong oomScore(int pid) {
    try (ProcFile file = open(pid, "oom_score")) {
      file.read();
      return optional(file.number(0));
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** Returns memory pressure; both empty where the kernel has none or was booted with psi=0. */
  public Pressure pressure() {
    try (ProcFile file = ProcFile.open(root.resolve("pressure/memory"), SHORT_FILE_BYTES)) {
      file.readAll();
      return new Pressure(optional(file.after(SOME, TOTAL)), optional(file.after(FULL, TOTAL)));
    } catch (IOException e) {
      return new Pressure(OptionalLong.empty(), OptionalLong.empty());
    }
  }

  /** Returns a counter of {@code /proc/vmstat}, such as {@code oom_kill} (Linux 4.13). */
  public OptionalLong vmstat(String name) {
    try (ProcFile file = ProcFile.open(root.resolve("vmstat"), LONG_FILE_BYTES)) {
      file.readAll();
      return optional(file.after(ProcFile.key(name + " ")));
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** Returns the size of a page in bytes, from {@code /proc/self/auxv} (getauxval(3)). */
  public OptionalLong pageBytes() {
    try {
      ByteBuffer entries =
          ByteBuffer.wrap(Files.readAllBytes(root.resolve("self/auxv")))
              .order(ByteOrder.nativeOrder());
      while (entries.remaining() >= 16) { // pairs of longs on a 64-bit machine
        long type = entries.getLong();
        long value = entries.getLong();
        if (type == AT_PAGESZ && Long.bitCount(value) == 1) {
          return OptionalLong.of(value);
        }
      }
      return OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  private ProcFile open(int pid, String name) throws IOException {
    return ProcFile.open(root.resolve(Integer.toString(pid)).resolve(name), SHORT_FILE_BYTES);
  }

  private static OptionalLong optional(long value) {
    return value == ProcFile.ABSENT ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static OptionalLong kilobytes(ProcFile file, byte[] key) {
    long kilobytes = file.after(key);
    return kilobytes == ProcFile.ABSENT ? OptionalLong.empty() : OptionalLong.of(kilobytes << 10);
  }
}
