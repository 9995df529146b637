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
import java.util.List;
import java.util.Map;
import oomlab.kernel.CellHost;

/** A student's JVM in its sandbox, connected and ready to run cells. */
final class StudentJvm implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);

  /** The library makes no runs where it says so, and nbgrader says so in the same way. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of("LANG", "C.UTF-8", "NBGRADER_EXECUTION", "autograde");

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int SAID_BYTES = 2_000;

  private final SandboxedProcess process;
  private final SocketChannel channel;
  private final Path folder;

  private StudentJvm(SandboxedProcess process, SocketChannel channel, Path folder) {
    this.process = process;
    this.channel = channel;
    this.folder = folder;
  }

  /**
   * Starts one.
   *
   * @param room a short path for temporary folders: a Unix socket's is at most 107 bytes (man 7
   *     unix)
   * @throws IOException in one sentence; nothing is left then
   */
  static StudentJvm take(Sandbox sandbox, StudentJvmSettings hall, Path room, List<Mounted> files)
      throws IOException {
    Path folder = Files.createTempDirectory(room, "seat-");
    Path door = Files.createDirectory(folder.resolve("door"));
    Path work = Files.createDirectory(folder.resolve("work"));
    for (Path each : List.of(folder, door)) {
      Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Path socket = door.resolve("s");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket), 1);
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rwxrwxrwx"));
      List<String> command = new ArrayList<>(hall.java());
      command.addAll(List.of(CellHost.class.getName(), socket.toString()));
      List<Path> readable = new ArrayList<>(hall.readable());
      readable.add(door);
      SandboxedProcess process =
          sandbox.start(
              new SandboxCommand(command, ENVIRONMENT, work, readable, files, hall.limits()));
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
      // Whoever comes second finds no door.
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
    throw new IOException("a student's process did not start: " + said(process));
  }

  private static String said(SandboxedProcess process) throws IOException {
    try (InputStream output = process.output()) {
      String said = new String(output.readNBytes(SAID_BYTES), StandardCharsets.UTF_8).strip();
      return said.isEmpty() ? process.ending().words() : said;
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

  /** Returns how it ended; ends it if it has not within a moment. */
  ProcessEnding ending() throws IOException {
    try {
      process.await(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return process.ending();
  }

  /** Closes the connection, by which it ends itself, and waits for that. */
  void leave(Duration patience) throws IOException, InterruptedException {
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
    for (String each : List.of("door/s", "door", "work", "")) {
      try {
        Files.deleteIfExists(folder.resolve(each));
      } catch (FileSystemException held) {
        throw new IOException(
            "cannot remove " + folder.resolve(each) + ": " + held.getReason(), held);
      }
    }
  }
}
