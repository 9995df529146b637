package oomlab.internal.run;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import oomlab.internal.cgroup.MemoryCgroup;
import oomlab.internal.proc.Gauge;
import org.jspecify.annotations.Nullable;

/** Values outside of the child that are sampled along with it. */
final class Gauges implements AutoCloseable {
  private final List<NumberFile> files = new ArrayList<>();

  static Gauges open(MemoryCgroup group) {
    Gauges gauges = new Gauges();
    gauges.files.add(new NumberFile(group.usageFile()));
    return gauges;
  }

  List<Gauge> all() {
    return List.copyOf(files);
  }

  @Override
  public void close() {
    files.forEach(NumberFile::close);
  }

  /**
   * The kernel's count of OOM kills on the whole machine since boot: {@code oom_kill} in {@code
   * /proc/vmstat} (4.13); empty where it is not there.
   */
  static OptionalLong machineKills(Path root) {
    try {
      for (String line : Files.readAllLines(root.resolve("proc/vmstat"))) {
        if (line.startsWith("oom_kill ")) {
          return OptionalLong.of(Long.parseLong(line.substring("oom_kill ".length()).strip()));
        }
      }
    } catch (IOException | UncheckedIOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
    return OptionalLong.empty();
  }

  /** A file of one number that the kernel makes anew for each read; kept open between reads. */
  private static final class NumberFile implements Gauge {
    private final Path path;
    private final byte[] buffer = new byte[32];
    private @Nullable RandomAccessFile file;
    private boolean closed;

    NumberFile(Path path) {
      this.path = path;
    }

    @Override
    public String name() {
      return String.valueOf(path.getFileName());
    }

    @Override
    public String unit() {
      return "bytes";
    }

    @Override
    public synchronized OptionalLong read() {
      if (closed) {
        return OptionalLong.empty();
      }
      try {
        RandomAccessFile f = file;
        if (f == null) {
          f = new RandomAccessFile(path.toFile(), "r");
          file = f;
        }
        f.seek(0);
        int n = f.read(buffer);
        return n <= 0
            ? OptionalLong.empty()
            : OptionalLong.of(
                Long.parseLong(new String(buffer, 0, n, StandardCharsets.US_ASCII).strip()));
      } catch (IOException | NumberFormatException gone) {
        return OptionalLong.empty();
      }
    }

    synchronized void close() {
      closed = true;
      RandomAccessFile f = file;
      if (f != null) {
        try {
          f.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
