package oomlab.guest;

import static oomlab.internal.text.Words.words;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/** Booted guests, kept so that the next run of the same machine need not boot. */
final class Snapshots {
  /** Each takes about as much as the guest has touched: a few are enough. */
  private static final int KEPT = 6;

  private final Path folder;

  Snapshots(Path folder) {
    this.folder = folder;
  }

  /**
   * A kept guest.
   *
   * @param state QEMU's migration stream
   * @param console what its console had printed
   * @param channel what it had said on its channel
   */
  record Snapshot(Path state, List<String> console, List<String> channel) {}

  /**
   * Returns the name of a machine's snapshot: the same command, QEMU, kernel and files have the
   * same.
   */
  static String key(List<String> command, List<Path> files) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String word : command) {
        digest.update((word + "\0").getBytes(StandardCharsets.UTF_8));
      }
      for (Path file : files) {
        String identity =
            "%s %d %s\0".formatted(file, Files.size(file), Files.getLastModifiedTime(file));
        digest.update(identity.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  Optional<Snapshot> find(String key) {
    Path kept = folder.resolve(key);
    try {
      List<String> console = Files.readAllLines(kept.resolve("console.txt"));
      List<String> channel = Files.readAllLines(kept.resolve("channel.txt"));
      Path state = kept.resolve("state");
      if (Files.size(state) == 0) {
        return Optional.empty();
      }
      markUsed(kept);
      return Optional.of(new Snapshot(state, console, channel));
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  /** The one that was not used for longest is discarded first. */
  private static void markUsed(Path kept) {
    try {
      Files.setLastModifiedTime(kept, FileTime.from(Instant.now()));
    } catch (IOException e) {
      return; // somebody else's, who allows to read it
    }
  }

  /** Forgets one that does not start any more. */
  void forget(String key) throws IOException {
    QemuProcess.remove(folder.resolve(key));
  }

  /**
   * Has a waiting guest saved: it is stopped meanwhile and goes on afterwards. It is kept whole or
   * not at all.
   *
   * @param monitor QEMU's monitor
   * @param socket a path for a socket in QEMU's folder
   */
  void save(
      String key, QemuMonitor monitor, Path socket, List<String> console, List<String> channel)
      throws IOException {
    Files.createDirectories(folder);
    Path half = Files.createTempDirectory(folder, "half-");
    try {
      try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        var unused = server.bind(UnixDomainSocketAddress.of(socket));
        CompletableFuture<?> copy =
            CompletableFuture.runAsync(() -> receive(server, half.resolve("state")));
        monitor.migrate(String.valueOf(socket.getFileName()));
        Object ignored = copy.join();
      } catch (CompletionException e) {
        throw new IOException(String.valueOf(e.getMessage()), e);
      }
      Files.write(half.resolve("console.txt"), console);
      Files.write(half.resolve("channel.txt"), channel);
      Path kept = folder.resolve(key);
      if (!Files.exists(kept)) {
        Files.move(half, kept, StandardCopyOption.ATOMIC_MOVE);
      }
      discardOldest();
    } finally {
      QemuProcess.remove(half);
    }
  }

  private static void receive(ServerSocketChannel server, Path target) {
    try (SocketChannel from = server.accept();
        InputStream in = new BufferedInputStream(Channels.newInputStream(from), 1 << 18)) {
      long bytes = Files.copy(in, target);
      if (bytes == 0) {
        throw new IOException(words("QEMU saved nothing"));
      }
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  void discardOldest() throws IOException {
    List<Path> kept = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.filter(p -> !String.valueOf(p.getFileName()).startsWith("half-")).forEach(kept::add);
    }
    kept.sort(Comparator.comparing((Path p) -> p.toFile().lastModified()).reversed());
    for (Path old : kept.subList(Math.min(KEPT, kept.size()), kept.size())) {
      QemuProcess.remove(old);
    }
  }
}
