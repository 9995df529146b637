package oomlab.book;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs other programs and finds them on the PATH. */
public final class Programs {
  private final Map<String, String> environment;

  private Programs(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** Takes the environment that programs are found in and started with. */
  public static Programs on(Map<String, String> environment) {
    return new Programs(environment);
  }

  String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  /** Returns the first executable file of that name on the PATH. */
  public Optional<Path> find(String program) {
    for (String folder : variable("PATH").split(":", -1)) {
      Path file = Path.of(folder).resolve(program);
      if (!folder.isEmpty() && Files.isRegularFile(file) && Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns what a program prints, or nothing if it fails or takes longer than the limit.
   *
   * <p>Its standard error is dropped.
   */
  Optional<String> output(long seconds, String... command) {
    try {
      ProcessBuilder builder = builder(List.of(command));
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
      Process process = builder.start();
      process.getOutputStream().close();
      // A reader of its own: a program that never ends would otherwise block this one for ever.
      StringBuilder text = new StringBuilder();
      Thread reader =
          new Thread(
              () -> {
                try {
                  text.append(
                      new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
                } catch (IOException ended) {
                  text.setLength(0);
                }
              });
      reader.setDaemon(true);
      reader.start();
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      reader.join(1000);
      return process.exitValue() == 0 ? Optional.of(text.toString().strip()) : Optional.empty();
    } catch (IOException missing) {
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Runs a program on this terminal and returns its exit status; 127 if it cannot be started. */
  int run(List<String> command, Map<String, String> more) {
    try {
      ProcessBuilder builder = builder(command);
      builder.environment().putAll(more);
      builder.inheritIO();
      return builder.start().waitFor();
    } catch (IOException missing) {
      return 127;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return 130;
    }
  }

  private ProcessBuilder builder(List<String> command) throws IOException {
    List<String> full = new ArrayList<>(command);
    if (!command.get(0).contains("/")) {
      // ProcessBuilder would search this JVM's own PATH, not the given one.
      Path program =
          find(command.get(0)).orElseThrow(() -> new NoSuchFileException(command.get(0)));
      full.set(0, program.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(full);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }
}
