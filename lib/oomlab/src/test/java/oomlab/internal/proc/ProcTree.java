package oomlab.internal.proc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that looks like {@code /proc}. */
record ProcTree(Path root) {
  ProcTree with(String file, String text) {
    try {
      Path path = root.resolve(file);
      Files.createDirectories(path.resolveSibling("."));
      Files.writeString(path, text); // the same file anew, as an open reader sees it in /proc
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ProcTree withPageBytes(long bytes) {
    ByteBuffer entries = ByteBuffer.allocate(48).order(ByteOrder.nativeOrder());
    entries.putLong(16).putLong(1234).putLong(6).putLong(bytes).putLong(0).putLong(0);
    try {
      Files.createDirectories(root.resolve("self"));
      Files.write(root.resolve("self/auxv"), entries.array());
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Proc proc() {
    return new Proc(root);
  }
}
