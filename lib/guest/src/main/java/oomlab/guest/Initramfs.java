package oomlab.guest;

import static oomlab.internal.text.Words.words;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import oomlab.Guard;
import oomlab.Guest;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;

/**
 * The files that a guest starts with: a cpio archive, format newc, compressed with gzip
 * (Documentation/driver-api/early-userspace/buffer-format.rst).
 *
 * <p>Ours lie under {@code /oomlab}, so that they can be added to somebody's own initramfs: the
 * kernel unpacks archives that follow one another.
 */
public final class Initramfs {
  private final List<Entry> entries = new ArrayList<>();
  private final Set<String> directories = new LinkedHashSet<>();

  private record Entry(String name, long mode, Content content) {}

  private interface Content {
    byte[] bytes() throws IOException;
  }

  /** Makes an empty one. */
  public Initramfs() {}

  /** Returns what a guest needs. */
  static Initramfs of(Guest guest, BootFiles parts) throws IOException {
    Initramfs files = new Initramfs();
    files.program("oomlab/init", resource("init"));
    files.program("oomlab/bin/busybox", parts.busybox());
    files.program("oomlab/bin/oom", parts.oom());
    files.program("oomlab/bin/probe", parts.probe());
    files.text("oomlab/channel", Platform.of(guest.board()).channel() + "\n");
    StringBuilder order = new StringBuilder();
    for (Path module : parts.modules()) {
      String name = String.valueOf(module.getFileName());
      files.file("oomlab/modules/" + name, module);
      order.append(name).append('\n');
    }
    files.text("oomlab/modules/order", order.toString());
    parts.guard().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(file -> files.program(file.getKey(), file.getValue()));
    if (guest.scenario().guard() == Guard.SYSTEMD_OOMD) {
      SystemdFiles.addTo(files, parts.guard());
    }
    return files;
  }

  /** Adds a program from a file. */
  public Initramfs program(String name, Path file) {
    return add(name, 0755, () -> Files.readAllBytes(file));
  }

  /** Adds a program's text. */
  public Initramfs program(String name, String text) {
    return program(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a program. */
  Initramfs program(String name, byte[] bytes) {
    return add(name, 0755, () -> bytes);
  }

  /** Adds a file. */
  public Initramfs file(String name, Path file) {
    return add(name, 0644, () -> Files.readAllBytes(file));
  }

  /** Adds a text file. */
  public Initramfs text(String name, String text) {
    return add(name, 0644, () -> text.getBytes(StandardCharsets.UTF_8));
  }

  private Initramfs add(String name, long permissions, Content content) {
    for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
      directories.add(name.substring(0, slash));
    }
    entries.add(new Entry(name, CpioConstants.C_ISREG | permissions, content));
    return this;
  }

  /**
   * Writes the archive.
   *
   * @param before somebody's own archive, which is put in front
   */
  public void write(Path target, Optional<Path> before) throws IOException {
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(target))) {
      if (before.isPresent()) {
        long bytes = Files.copy(before.get(), file);
        // The next archive begins at a multiple of four.
        file.write(new byte[(int) ((4 - bytes % 4) % 4)]);
      }
      write(file);
    }
  }

  private void write(OutputStream file) throws IOException {
    try (CpioArchiveOutputStream cpio =
        new CpioArchiveOutputStream(
            new GZIPOutputStream(file, 1 << 16), CpioConstants.FORMAT_NEW)) {
      int inode = 0;
      for (String directory : directories) {
        inode++;
        put(cpio, directory, CpioConstants.C_ISDIR | 0755, new byte[0], inode);
      }
      for (Entry entry : entries) {
        inode++;
        put(cpio, entry.name(), entry.mode(), entry.content().bytes(), inode);
      }
    }
  }

  // Time, owner and inode are ours: the same files make the same archive.
  private static void put(
      CpioArchiveOutputStream cpio, String name, long mode, byte[] bytes, int inode)
      throws IOException {
    CpioArchiveEntry entry = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, name);
    entry.setMode(mode);
    entry.setSize(bytes.length);
    entry.setInode(inode);
    entry.setNumberOfLinks(1);
    cpio.putArchiveEntry(entry);
    cpio.write(bytes);
    cpio.closeArchiveEntry();
  }

  static String resource(String name) throws IOException {
    try (InputStream in = Initramfs.class.getResourceAsStream("/oomlab/guest/" + name)) {
      if (in == null) {
        throw new IOException(words("the build lacks oomlab/guest/%s: build it again", name));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
