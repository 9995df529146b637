package oomlab.internal.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A started victim, gone when closed. */
record Victim(Process process) implements AutoCloseable {
  static final String LINE = "thread\\([0-9a-f]+\\), allocating [0-9]+ bytes\\.";

  static Victim start(ChildCommand command, String... prefix) throws IOException {
    List<String> argv = new ArrayList<>(List.of(prefix));
    argv.addAll(command.argv());
    ProcessBuilder builder = new ProcessBuilder(argv);
    builder.environment().clear();
    builder.environment().putAll(command.env());
    return new Victim(builder.start());
  }

  int pid() {
    return (int) process.pid();
  }

  void go() throws IOException {
    OutputStream in = process.getOutputStream();
    in.write("go\n".getBytes(StandardCharsets.US_ASCII));
    in.flush();
  }

  /** All lines of standard output, to its end. */
  List<String> lines() throws IOException {
    try (BufferedReader reader = reader()) {
      return reader.lines().toList();
    }
  }

  BufferedReader reader() {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
  }

  String errors() throws IOException {
    return new String(process.getErrorStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  int status() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("the victim did not end within a minute");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    boolean interrupted = false;
    while (process.isAlive()) {
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
