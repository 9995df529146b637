package oomlab.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import oomlab.internal.text.Language;

/** A student's JVM in its sandbox, connected by a Unix socket and ready to run cells. */
final class StudentJvm implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);

  /** nbgrader's own variable says that cells are being graded: the library makes no runs then. */
  static final Map<String, String> ENVIRONMENT =
      Map.of("LANG", "C.UTF-8", "NBGRADER_EXECUTION", "autograde");

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int PRINTED_BYTES = 2_000;

  private final SandboxedProcess process;
  private final SocketChannel channel;
  private final Path folder;

  private StudentJvm(SandboxedProcess process, SocketChannel channel, Path folder) {
    this.process = process;
    this.channel = channel;
    this.folder = folder;
  }

  /**
   * Starts a JVM and waits until it has connected.
   *
   * @param tempFolder a short path for temporary folders: a Unix socket's is at most 107 bytes (man
   *     7 unix)
   * @throws IOException in one sentence; nothing is left then
   */
  static StudentJvm start(
      Sandbox sandbox,
      StudentJvmSettings settings,
      Path tempFolder,
      List<ReadOnlyMount> files,
      Language language)
      throws IOException {
    Path folder = Files.createTempDirectory(tempFolder, "jvm-");
    Path socketFolder = Files.createDirectory(folder.resolve("run"));
    Path work = Files.createDirectory(folder.resolve("work"));
    for (Path each : List.of(folder, socketFolder)) {
      Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Path socket = socketFolder.resolve("s");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket), 1);
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rwxrwxrwx"));
      List<String> command = new ArrayList<>(settings.java());
      command.addAll(List.of(StudentMain.class.getName(), socket.toString()));
      List<Path> readable = new ArrayList<>(settings.readable());
      readable.add(socketFolder);
      Map<String, String> environment = new HashMap<>(ENVIRONMENT);
      environment.put(Language.VARIABLE, language.tag());
      SandboxedProcess process =
          sandbox.start(
              new SandboxCommand(command, environment, work, readable, files, settings.limits()));
      try {
        return new StudentJvm(process, accept(server, process), folder);
      } catch (IOException e) {
        process.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      clear(folder);
      throw e;
    } finally {
      // Nobody can connect a second time.
      Files.deleteIfExists(socket);
    }
  }

  private static SocketChannel accept(ServerSocketChannel server, SandboxedProcess process)
      throws IOException {
    server.configureBlocking(false);
    long deadline = System.nanoTime() + START.toNanos();
    while (System.nanoTime() < deadline && process.alive()) {
      SocketChannel channel = server.accept();
      if (channel != null) {
        channel.configureBlocking(true);
        return channel;
      }
      try {
        Thread.sleep(2);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while a student's process started", e);
      }
    }
    process.kill();
    throw new IOException("a student's process did not start: " + printed(process));
  }

  private static String printed(SandboxedProcess process) throws IOException {
    try (InputStream output = process.output()) {
      String printed = new String(output.readNBytes(PRINTED_BYTES), StandardCharsets.UTF_8).strip();
      return printed.isEmpty() ? process.ending().words() : printed;
    }
  }

  /** Returns the path of the folder in which its code runs. */
  String work() {
    return folder.resolve("work").toString();
  }

  SocketChannel channel() {
    return channel;
  }

  void kill() {
    process.kill();
  }

  /** Returns how it ended; kills it if it has not within 2 s. */
  ProcessEnding ending() throws IOException {
    try {
      process.await(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return process.ending();
  }

  /** Closes the connection, which ends the JVM, and waits for that. */
  void closeAndAwait(Duration patience) throws IOException, InterruptedException {
    channel.close();
    process.await(patience);
  }

  @Override
  public void close() throws IOException {
    channel.close();
    process.close();
    clear(folder);
  }

  private static void clear(Path folder) throws IOException {
    for (String each : List.of("run/s", "run", "work", "")) {
      try {
        Files.deleteIfExists(folder.resolve(each));
      } catch (FileSystemException held) {
        throw new IOException(
            "cannot remove " + folder.resolve(each) + ": " + held.getReason(), held);
      }
    }
  }
}
