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
    return of(Device.openAtEnd(device));
  }

  /** Opens it at the oldest record that the kernel still has. */
  static KmsgLog openAtStart(Path device) throws ErrnoException {
    return of(Device.openAtStart(device));
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
      for (LogRecord r : KmsgFormat.parseAll(new String(bytes.get(), StandardCharsets.UTF_8))) {
        if (expected.isPresent() && r.sequence() > expected.getAsLong()) {
          lost += r.sequence() - expected.getAsLong();
        }
        expected = OptionalLong.of(r.sequence() + 1);
        arrived.add(r);
      }
    }
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
