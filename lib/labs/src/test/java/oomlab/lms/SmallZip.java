package oomlab.lms;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Zips for tests. */
final class SmallZip implements AutoCloseable {
  private final ZipOutputStream out;

  private SmallZip(OutputStream file, Charset charset) {
    this.out = new ZipOutputStream(file, charset);
  }

  static SmallZip at(Path file) throws IOException {
    return new SmallZip(Files.newOutputStream(file), StandardCharsets.UTF_8);
  }

  static SmallZip at(Path file, Charset charset) throws IOException {
    return new SmallZip(Files.newOutputStream(file), charset);
  }

  SmallZip file(String name, String text) throws IOException {
    return file(name, text.getBytes(StandardCharsets.UTF_8), 0);
  }

  SmallZip file(String name, byte[] bytes, long millis) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(millis == 0 ? 1_700_000_000_000L : millis);
    out.putNextEntry(entry);
    out.write(bytes);
    out.closeEntry();
    return this;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
