package oomlab.lms;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * A zip whose names and sizes have been looked at before anything is unpacked. Names are UTF-8
 * where the zip or their bytes say so, else code page 437 (APPNOTE.TXT 6.3.10, appendix D). What
 * could leave the folder, is no plain file, is encrypted, or unpacks to more than {@link ZipLimits}
 * allow is refused; files that desktops add by themselves are left out.
 */
final class ClassZip implements Closeable {
  private static final Charset CP437 = Charset.forName("IBM437");
  private static final int FILE_TYPE = 0170000;
  private static final int PLAIN_FILE = 0100000;
  private static final int FOLDER = 0040000;

  private final String name;
  private final ZipFile zip;
  private final ZipLimits limits;
  private final List<Member> members = new ArrayList<>();
  private long written;

  /** A file in the zip, and the names of the folders on the way to it. */
  record Member(List<String> path, ZipArchiveEntry entry) {
    String top() {
      return path.get(0);
    }
  }

  private ClassZip(String name, ZipFile zip, ZipLimits limits) {
    this.name = name;
    this.zip = zip;
    this.limits = limits;
  }

  /**
   * Opens a zip.
   *
   * @throws LmsException if it is no whole zip, or one that is refused
   */
  static ClassZip open(Path file, ZipLimits limits) throws LmsException, IOException {
    String name = String.valueOf(file.getFileName());
    if (!Files.isReadable(file)) {
      throw new LmsException(file + " cannot be read.");
    }
    ZipFile zip;
    try {
      zip = ZipFile.builder().setPath(file).setCharset(StandardCharsets.UTF_8).get();
    } catch (IOException | IllegalArgumentException broken) {
      throw new LmsException(name + " is no zip, or not a whole one; download it again.");
    }
    ClassZip opened = new ClassZip(name, zip, limits);
    try {
      opened.look(Files.size(file));
    } catch (LmsException | RuntimeException e) {
      opened.close();
      throw e;
    }
    return opened;
  }

  /** Returns its plain files, in the zip's order. */
  List<Member> members() {
    return List.copyOf(members);
  }

  private void look(long archiveBytes) throws LmsException {
    long packed = 0;
    long unpacked = 0;
    int count = 0;
    EntryPaths paths = new EntryPaths(name, limits.depth());
    for (Enumeration<ZipArchiveEntry> all = zip.getEntries(); all.hasMoreElements(); ) {
      ZipArchiveEntry entry = all.nextElement();
      count++;
      if (count > limits.entries()) {
        throw new LmsException(
            "%s has more than %,d entries; no class has as many."
                .formatted(name, limits.entries()));
      }
      String entryName = name(entry);
      Optional<List<String>> path = paths.add(entryName, entry.isDirectory());
      refuseWhatIsNoFile(entry, entryName);
      packed += Math.max(0, entry.getCompressedSize());
      unpacked += Math.max(0, entry.getSize());
      tooMuch(entryName, entry, entry.getSize(), unpacked);
      if (path.isPresent()) {
        members.add(new Member(path.get(), entry));
      }
    }
    if (packed > archiveBytes) {
      throw new LmsException(
          name + " says that its files are larger than itself: it is made to fill the disk.");
    }
  }

  private void refuseWhatIsNoFile(ZipArchiveEntry entry, String entryName) throws LmsException {
    int type = entry.getUnixMode() & FILE_TYPE;
    if (type != 0 && type != PLAIN_FILE && type != FOLDER) {
      throw new LmsException(
          "%s: \"%s\" is a link or a device; take it out of the zip."
              .formatted(name, EntryPaths.shown(entryName)));
    }
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      throw new LmsException(
          "%s is encrypted; unpack it with its password, and zip the files again.".formatted(name));
    }
    if (!zip.canReadEntryData(entry)) {
      throw new LmsException(
          "%s: \"%s\" is packed with method %d, which is not read here; zip the files again."
              .formatted(name, EntryPaths.shown(entryName), entry.getMethod()));
    }
  }

  private void tooMuch(String entryName, ZipArchiveEntry entry, long bytes, long all)
      throws LmsException {
    boolean dense =
        bytes > ZipLimits.SMALL && bytes / limits.ratio() > Math.max(1, entry.getCompressedSize());
    if (bytes > limits.entryBytes() || dense) {
      throw new LmsException(
          "%s: \"%s\" unpacks from %,d to %,d bytes or more; take it out of the zip."
              .formatted(name, EntryPaths.shown(entryName), entry.getCompressedSize(), bytes));
    }
    if (all > limits.bytes()) {
      throw new LmsException(
          "%s unpacks to more than %,d bytes; grade it in parts.".formatted(name, limits.bytes()));
    }
  }

  private static String name(ZipArchiveEntry entry) {
    if (entry.getNameSource() != ZipArchiveEntry.NameSource.NAME) {
      return entry.getName();
    }
    byte[] raw = entry.getRawName();
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
    } catch (CharacterCodingException old) {
      return new String(raw, CP437);
    }
  }

  /**
   * Unpacks a file; what the zip says of its size and checksum must be true.
   *
   * @param file in an existing folder; another of the name is replaced
   * @throws LmsException if it cannot be unpacked, or has more bytes than it may
   */
  void unpack(Member member, Path file) throws LmsException, IOException {
    ZipArchiveEntry entry = member.entry();
    String entryName = name(entry);
    CRC32 sum = new CRC32();
    long bytes = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = input(entry, entryName);
        OutputStream out =
            Files.newOutputStream(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      for (int n = read(in, buffer, entryName); n > 0; n = read(in, buffer, entryName)) {
        bytes += n;
        written += n;
        tooMuch(entryName, entry, bytes, written);
        sum.update(buffer, 0, n);
        out.write(buffer, 0, n);
      }
    }
    if (bytes != entry.getSize() || sum.getValue() != entry.getCrc()) {
      throw broken(entryName);
    }
  }

  private InputStream input(ZipArchiveEntry entry, String entryName) throws LmsException {
    try {
      return zip.getInputStream(entry);
    } catch (IOException | RuntimeException e) {
      throw broken(entryName);
    }
  }

  private int read(InputStream in, byte[] buffer, String entryName) throws LmsException {
    try {
      return in.read(buffer);
    } catch (IOException | RuntimeException e) {
      throw broken(entryName);
    }
  }

  private LmsException broken(String entryName) {
    return new LmsException(
        "%s: \"%s\" is damaged; download the zip again."
            .formatted(name, EntryPaths.shown(entryName)));
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
