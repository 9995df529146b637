package oomlab.internal.klog;

import static oomlab.internal.text.Words.english;
import static oomlab.internal.text.Words.later;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import oomlab.internal.posix.Device;
import oomlab.internal.posix.ErrnoException;
import oomlab.report.LogRecord;

/** Follows {@code /dev/kmsg}. */
final class KmsgLog implements KernelLog {
  /** Gives the next record; empty if there is none now; EPIPE after an overwrite. */
  interface Records {
    Optional<byte[]> read() throws ErrnoException;
  }

  private final Records records;
  private final Runnable close;
  private OptionalLong expected = OptionalLong.empty();
  private long lost;
  private boolean overwritten;

  KmsgLog(Records records, Runnable close) {
    this.records = records;
    this.close = close;
  }

  /**
   * Opens it.
   *
   * @param atEnd whether to skip the records that the kernel still has
   */
  static KmsgLog open(Path device, boolean atEnd) throws ErrnoException {
    Device kmsg = Device.open(device, atEnd);
    return new KmsgLog(kmsg::read, kmsg::close);
  }

  @Override
  public synchronized List<LogRecord> read() throws IOException {
    List<LogRecord> arrived = new ArrayList<>();
    while (true) {
      Optional<byte[]> bytes;
      try {
        bytes = records.read();
      } catch (ErrnoException e) {
        if (e.errno() != ErrnoException.EPIPE) {
          throw e;
        }
        overwritten = true;
        continue;
      }
      if (bytes.isEmpty()) {
        return arrived;
      }
      // Lines of keys, " SUBSYSTEM=pci", follow the record.
      String text = new String(bytes.get(), StandardCharsets.UTF_8);
      LogRecord.parse(text.split("\n", 2)[0])
          .ifPresent(
              record -> {
                count(record);
                arrived.add(record);
              });
    }
  }

  private void count(LogRecord record) {
    if (expected.isPresent() && record.sequence() > expected.getAsLong()) {
      lost += record.sequence() - expected.getAsLong();
    }
    expected = OptionalLong.of(record.sequence() + 1);
  }

  @Override
  public synchronized Optional<String> gap() {
    if (lost > 0) {
      return Optional.of(
          english(
              "%d kernel-log records were overwritten or dropped before they could be read", lost));
    }
    return overwritten
        ? Optional.of(later("kernel-log records were overwritten before they could be read"))
        : Optional.empty();
  }

  @Override
  public String source() {
    return "/dev/kmsg";
  }

  @Override
  public void close() {
    close.run();
  }
}
