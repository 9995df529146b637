package oomlab.guest;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Locks a folder against other threads and other processes. */
final class FolderLock {
  // A file's lock belongs to the whole process (java.nio.channels.FileLock).
  private static final ReentrantLock THREADS = new ReentrantLock();

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits for it, and says so if it takes that; the kernel frees it however its holder ends. */
  static FolderLock take(Path file, Consumer<String> progress)
      throws IOException, InterruptedException {
    if (!THREADS.tryLock()) {
      progress.accept(words("waiting for another thread that is making guests' parts"));
      THREADS.lockInterruptibly();
    }
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (channel.tryLock() == null) {
          progress.accept(words("waiting for another process that is making guests' parts"));
          channel.lock();
        }
        return new FolderLock(channel);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      THREADS.unlock();
      throw e;
    }
  }

  void close() throws IOException {
    try {
      channel.close();
    } finally {
      THREADS.unlock();
    }
  }
}
