package oomlab.internal.klog;

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
  /** One record a read; package-private so that a test can lose records. */
  interface Records {
    /** Returns the next record; empty if there is none now; EPIPE after an overwrite. */
    Optional<byte[]> read() throws ErrnoException;

    void close();
  }

  private final Records records;
  private OptionalLong expected = OptionalLong.empty();
  private long lost;
  private boolean overwritten;

  KmsgLog(Records records) {
    this.records = records;
  }

  static KmsgLog open(Path device) throws ErrnoException {
    return of(Device.open(device, true));
  }

  /** Opens it at the oldest record that the kernel still has. */
  static KmsgLog openAtStart(Path device) throws ErrnoException {
    return of(Device.open(device, false));
  }

  private static KmsgLog of(Device kmsg) {
    return new KmsgLog(
        new Records() {
          @Override
          public Optional<byte[]> read() throws ErrnoException {
            return kmsg.read();
          }

          @Override
          public void close() {
            kmsg.close();
          }
        });
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
          lost + " kernel-log records were overwritten or dropped before they could be read");
    }
    return overwritten
        ? Optional.of("kernel-log records were overwritten before they could be read")
        : Optional.empty();
  }

  @Override
  public String source() {
    return "/dev/kmsg";
  }

  @Override
  public void close() {
    records.close();
  }
}
