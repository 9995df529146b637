package oomlab.guest;

import static oomlab.internal.text.Words.words;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs programs of the host, found on a given PATH and run in a given environment. */
final class HostPrograms {
  /** What a program says when a file system is full (man 3 strerror, ENOSPC). */
  static final String FULL = "No space left on device";

  private static final long LEAST_BYTES = 8 << 20;

  private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(30);

  private final Map<String, String> environment;

  /**
   * How a program, or a pipeline of them, ended.
   *
   * @param status the first exit status that is not 0, or 0
   * @param lines what was printed, standard error among it
   */
  record Ended(int status, List<String> lines) {
    /** Returns the line that says most about a failure. */
    String reason() {
      for (String sign : List.of(FULL, "Failed to fetch", "E: ", "error", "")) {
        Optional<String> line =
            lines.stream().filter(text -> text.contains(sign) && !text.isBlank()).findFirst();
        if (line.isPresent()) {
          return line.get().replaceFirst("^[EW]: ", "").strip().replaceAll("\\s+", " ");
        }
      }
      return words("status %d", status);
    }

    /** Whether it failed because a file system is full. */
    boolean full() {
      return lines.stream().anyMatch(line -> line.contains(FULL));
    }
  }

  private HostPrograms(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Takes the environment that programs are found in and started with. */
  static HostPrograms on(Map<String, String> environment) {
    Map<String, String> own = new HashMap<>(environment);
    // A make around this one, or flags meant for other programs, would change what is built.
    List.of("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "CC", "CFLAGS", "LDFLAGS", "OUT")
        .forEach(own::remove);
    // What they print is read.
    own.put("LC_ALL", "C");
    return new HostPrograms(Map.copyOf(own));
  }

  /** Returns the program that unpacks files whose names end so, or nothing if none does. */
  static String decompressor(String suffix) {
    return switch (suffix) {
      case "xz" -> "xz";
      case "zst" -> "zstd";
      case "gz" -> "gzip";
      default -> "";
    };
  }

  /** The variables that they are started with. */
  Map<String, String> environment() {
    return environment;
  }

  /** Returns the first executable file of that name on the PATH. */
  Optional<Path> find(String program) {
    for (String folder : environment.getOrDefault("PATH", "").split(":", -1)) {
      Path file = Path.of(folder).resolve(program);
      if (!folder.isEmpty() && Files.isRegularFile(file) && Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /**
   * Runs a program to its end.
   *
   * @throws IOException if it cannot be started
   */
  Ended run(Path folder, Map<String, String> more, List<String> command)
      throws IOException, InterruptedException {
    return pipe(folder, more, List.of(command));
  }

  /** Runs programs of which each reads what the one before it writes. */
  Ended pipe(Path folder, Map<String, String> more, List<List<String>> commands)
      throws IOException, InterruptedException {
    List<ProcessBuilder> builders = new ArrayList<>();
    for (List<String> command : commands) {
      List<String> full = new ArrayList<>(command);
      String name = command.get(0);
      // ProcessBuilder would search this JVM's own PATH, not the given one.
      full.set(0, find(name).orElseThrow(() -> new NoSuchFileException(name)).toString());
      ProcessBuilder builder = new ProcessBuilder(full).directory(folder.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      builder.environment().putAll(more);
      builders.add(builder);
    }
    long start = System.nanoTime();
    List<Process> processes = ProcessBuilder.startPipeline(builders);
    try {
      processes.get(0).getOutputStream().close();
      // Readers of their own: this thread must stay able to give up, and no pipe may fill.
      List<Reader> readers = new ArrayList<>();
      for (Process process : processes) {
        readers.add(Reader.of(process.getErrorStream()));
      }
      readers.add(Reader.of(processes.get(processes.size() - 1).getInputStream()));
      int status = 0;
      for (Process process : processes) {
        // apt-get waits for ever for a helper that cannot write.
        while (!process.waitFor(1, TimeUnit.SECONDS)) {
          // Not by its FileStore: where the root is no mount point, as in a chroot, there is none.
          if (Files.isWritable(folder) && folder.toFile().getUsableSpace() < LEAST_BYTES) {
            throw new IOException(FULL);
          }
          if (System.nanoTime() - start > LIMIT_NANOS) {
            throw new GuestException(
                words("%s did not end within 30 minutes: run this again.", commands.get(0).get(0)));
          }
        }
        status = status == 0 ? process.exitValue() : status;
      }
      List<String> lines = new ArrayList<>();
      for (Reader reader : readers) {
        reader.thread().join();
        lines.addAll(reader.text().toString(StandardCharsets.UTF_8).lines().toList());
      }
      return new Ended(status, List.copyOf(lines));
    } finally {
      for (Process process : processes) {
        end(process);
      }
    }
  }

  private record Reader(Thread thread, ByteArrayOutputStream text) {
    static Reader of(InputStream from) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      Thread thread =
          new Thread(
              () -> {
                try (from) {
                  from.transferTo(text);
                } catch (IOException ended) {
                  // What was read until then is the output.
                }
              },
              "oomlab-output");
      thread.setDaemon(true);
      thread.start();
      return new Reader(thread, text);
    }
  }

  /** Ends what is left of it: apt-get has children of its own. */
  private static void end(Process process) throws InterruptedException {
    if (process.isAlive()) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }
}
