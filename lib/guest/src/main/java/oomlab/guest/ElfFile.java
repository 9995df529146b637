package oomlab.guest;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads what a loader wants to know of an ELF file ({@code man 5 elf}). */
final class ElfFile {
  private static final int MAGIC = 0x7f454c46;
  private static final int PT_LOAD = 1;
  private static final int PT_DYNAMIC = 2;
  private static final int PT_INTERP = 3;
  private static final int PT_NOTE = 4;
  private static final int DT_NEEDED = 1;
  private static final int DT_STRTAB = 5;

  /** {@code XEN_ELFNOTE_PHYS32_ENTRY} of Linux's include/xen/interface/elfnote.h. */
  private static final int PVH_ENTRY = 18;

  private final ByteBuffer bytes;
  private final boolean wide;

  private record Segment(int header, int type, long offset, long address, long size) {
    long end() {
      return offset + size;
    }
  }

  /**
   * What a file names.
   *
   * @param interpreter path of the loader, without the leading slash; shared libraries have none
   * @param libraries names of the libraries that it needs directly
   */
  record RequiredPrograms(Optional<String> interpreter, List<String> libraries) {}

  private ElfFile(ByteBuffer bytes) {
    this.bytes = bytes;
    this.wide = bytes.get(4) == 2;
    bytes.order(bytes.get(5) == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads a file; one that is no ELF file, such as a script or a unit, needs nothing.
   *
   * @throws IOException if it is a damaged one
   */
  static RequiredPrograms needs(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    if (bytes.remaining() < 64 || bytes.getInt(0) != MAGIC) {
      return new RequiredPrograms(Optional.empty(), List.of());
    }
    try {
      return new ElfFile(bytes).read();
    } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
      throw new IOException(words("damaged ELF file %s", file), e);
    }
  }

  /**
   * Returns an x86-64 kernel that QEMU starts as it is, by its PVH entry: without sections, and
   * without the zeros at its end, which a loader adds. Nothing for any other file.
   */
  static Optional<ByteBuffer> pvhKernel(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    if (bytes.remaining() < 64 || bytes.getInt(0) != MAGIC) {
      return Optional.empty();
    }
    try {
      return new ElfFile(bytes).pvhKernel();
    } catch (IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private Optional<ByteBuffer> pvhKernel() {
    List<Segment> segments = segments();
    Optional<Segment> last =
        segments.stream()
            .filter(each -> each.type() == PT_LOAD)
            .max(Comparator.comparingLong(Segment::end));
    if (!wide || last.isEmpty() || segments.stream().noneMatch(this::hasPvhEntry)) {
      return Optional.empty();
    }
    Segment trimmed = last.get();
    int end = (int) trimmed.end();
    while (end > trimmed.offset() && bytes.get(end - 1) == 0) {
      end--;
    }
    bytes.putLong(trimmed.header() + 32, end - trimmed.offset()); // p_filesz
    bytes.putLong(40, 0).putInt(60, 0); // e_shoff; e_shnum and e_shstrndx
    return Optional.of(bytes.slice(0, end));
  }

  private boolean hasPvhEntry(Segment segment) {
    if (segment.type() != PT_NOTE) {
      return false;
    }
    long at = segment.offset();
    while (at + 12 <= segment.end()) {
      long description = at + 12 + padded(word32(at));
      if (word32(at + 8) == PVH_ENTRY && text(at + 12).equals("Xen")) {
        return true;
      }
      at = description + padded(word32(at + 4));
    }
    return false;
  }

  private static long padded(long bytes) {
    return (bytes + 3) / 4 * 4;
  }

  private RequiredPrograms read() {
    List<Segment> segments = segments();
    Optional<String> interpreter =
        segments.stream()
            .filter(each -> each.type() == PT_INTERP)
            .findFirst()
            .map(each -> text(each.offset()).substring(1));
    List<Long> names = new ArrayList<>();
    long table = 0;
    int width = wide ? 8 : 4;
    for (Segment dynamic : segments) {
      if (dynamic.type() == PT_DYNAMIC) {
        for (long at = dynamic.offset(); at < dynamic.offset() + dynamic.size(); at += 2L * width) {
          long tag = word(at);
          if (tag == DT_NEEDED) {
            names.add(word(at + width));
          } else if (tag == DT_STRTAB) {
            table = word(at + width);
          }
        }
      }
    }
    long strings = offset(table, segments);
    return new RequiredPrograms(
        interpreter, names.stream().map(name -> text(strings + name)).toList());
  }

  private List<Segment> segments() {
    long first = word(wide ? 32 : 28);
    int size = bytes.getShort(wide ? 54 : 42) & 0xffff;
    int count = bytes.getShort(wide ? 56 : 44) & 0xffff;
    List<Segment> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long at = first + (long) i * size;
      all.add(
          new Segment(
              (int) at,
              bytes.getInt((int) at),
              word(at + (wide ? 8 : 4)),
              word(at + (wide ? 16 : 8)),
              word(at + (wide ? 32 : 16))));
    }
    return all;
  }

  /** Where in the file an address of the loaded program comes from. */
  private static long offset(long address, List<Segment> segments) {
    return segments.stream()
        .filter(each -> each.type() == PT_LOAD)
        .filter(each -> address >= each.address() && address < each.address() + each.size())
        .mapToLong(each -> address - each.address() + each.offset())
        .findFirst()
        .orElse(address);
  }

  private long word(long at) {
    return wide ? bytes.getLong((int) at) : word32(at);
  }

  private long word32(long at) {
    return bytes.getInt((int) at) & 0xffffffffL;
  }

  private String text(long at) {
    int end = (int) at;
    while (bytes.get(end) != 0) {
      end++;
    }
    byte[] text = new byte[end - (int) at];
    bytes.get((int) at, text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
