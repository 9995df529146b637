package oomlab.internal.proc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Reads single values of a {@code /proc} file system (man 5 proc); empty if it has none. */
public final class Proc {
  static final byte[] VM_HWM = ProcFile.key("VmHWM:");
  static final byte[] VM_SWAP = ProcFile.key("VmSwap:");
  static final byte[] RSS_ANON = ProcFile.key("RssAnon:");
  static final byte[] RSS_FILE = ProcFile.key("RssFile:");
  static final byte[] OOM_KILL = ProcFile.key("oom_kill ");
  static final byte[] SOME = ProcFile.key("some ");
  static final byte[] FULL = ProcFile.key("full ");
  static final byte[] TOTAL = ProcFile.key("total=");

  /** {@code /proc/vmstat} is longer than a page. */
  static final int LONG_FILE_BYTES = 32 << 10;

  static final int SHORT_FILE_BYTES = 8 << 10;

  /** From {@code linux/auxvec.h}. */
  private static final long AT_PAGESZ = 6;

  private Proc() {}

  /**
   * Returns the kernel's count of OOM kills on the whole machine since boot: {@code oom_kill} in
   * {@code vmstat} (Linux 4.13).
   *
   * @param root where {@code /proc} is mounted
   */
  public static OptionalLong oomKills(Path root) {
    try (ProcFile file = ProcFile.open(root.resolve("vmstat"), LONG_FILE_BYTES)) {
      file.readAll();
      long kills = file.after(OOM_KILL);
      return kills == ProcFile.ABSENT ? OptionalLong.empty() : OptionalLong.of(kills);
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * Returns the size of a page in bytes, from {@code self/auxv} (getauxval(3)).
   *
   * @param root where {@code /proc} is mounted
   */
  public static OptionalLong pageBytes(Path root) {
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
}
