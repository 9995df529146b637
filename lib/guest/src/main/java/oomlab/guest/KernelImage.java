package oomlab.guest;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a kernel's file is, by its first bytes. */
final class KernelImage {
  /** {@code ARM_ZIMAGE_MAGIC1} of arch/arm/boot/compressed/head.S, at this offset. */
  private static final int ZIMAGE = 0x016f2818;

  private static final int ZIMAGE_AT = 0x24;

  /** {@code IH_MAGIC} of U-Boot's include/image.h, in big-endian order. */
  private static final int UIMAGE = 0x27051956;

  /** {@code ELFMAG} of man 5 elf, in big-endian order. */
  private static final int ELF = 0x7f454c46;

  /** {@code HdrS} of Linux's Documentation/arch/x86/boot.rst, at this offset. */
  private static final int X86_SETUP = 0x53726448;

  private static final int X86_SETUP_AT = 0x202;

  /** The first of the protocol's versions that says where the compressed kernel is. */
  private static final int X86_PAYLOAD_VERSION = 0x208;

  private KernelImage() {}

  /**
   * Replaces a compressed x86-64 kernel by the ELF file in it, which QEMU boots as it is: to have
   * it decompressed by a translated processor takes as long as the rest of the boot. One that
   * cannot be treated so here stays what it is.
   */
  static void decompress(HostPrograms tools, Path image) throws IOException, InterruptedException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(image)).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.capacity() < 0x250
        || bytes.getInt(X86_SETUP_AT) != X86_SETUP
        || bytes.getShort(X86_SETUP_AT + 4) < X86_PAYLOAD_VERSION) {
      return;
    }
    long sectors = Byte.toUnsignedLong(bytes.get(0x1f1));
    long start = (sectors + 1) * 512 + Integer.toUnsignedLong(bytes.getInt(0x248));
    long length = Integer.toUnsignedLong(bytes.getInt(0x24c));
    if (length < 8 || start + length > bytes.capacity()) {
      return;
    }
    String suffix =
        switch (bytes.getInt((int) start)) {
          case 0x587a37fd -> "xz";
          case 0xfd2fb528 -> "zst";
          case 0x00088b1f -> "gz";
          default -> "";
        };
    String program = HostPrograms.decompressor(suffix);
    if (tools.find(program).isEmpty()) {
      return;
    }
    // All but gzip, which has it itself, have the size behind (scripts/Makefile.lib).
    int end = (int) (start + length) - (suffix.equals("gz") ? 0 : 4);
    Path packed = image.resolveSibling("vmlinux." + suffix);
    Path unpacked = image.resolveSibling("vmlinux");
    Files.write(packed, Arrays.copyOfRange(bytes.array(), (int) start, end));
    try {
      HostPrograms.Ended ended =
          tools.run(
              image.resolveSibling(""),
              Map.of(),
              List.of(program, "-d", "-f", String.valueOf(packed.getFileName())));
      Optional<ByteBuffer> kernel =
          ended.status() == 0 ? ElfFile.pvhKernel(Files.readAllBytes(unpacked)) : Optional.empty();
      if (kernel.isPresent()) {
        try (SeekableByteChannel to =
            Files.newByteChannel(
                image, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
          to.write(kernel.get());
        }
      }
    } finally {
      Files.deleteIfExists(packed);
      Files.deleteIfExists(unpacked);
    }
  }

  /**
   * Requires what QEMU can boot on the ARM board. It starts anything else as well, which then says
   * nothing.
   *
   * @throws GuestException if it is neither a zImage nor a uImage
   */
  static void requireArm(Path file) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(ZIMAGE_AT + 4);
    }
    ByteBuffer bytes = ByteBuffer.wrap(head);
    int first = head.length >= 4 ? bytes.getInt(0) : 0;
    boolean zImage =
        head.length >= ZIMAGE_AT + 4
            && bytes.order(ByteOrder.LITTLE_ENDIAN).getInt(ZIMAGE_AT) == ZIMAGE;
    if (!zImage && first != UIMAGE) {
      throw new GuestException(
          words(
              first == ELF
                  ? "%s is an ELF file, such as vmlinux, which this board cannot boot: give arch/arm/boot/zImage of the same build"
                  : "%s is no zImage, which this board cannot boot: give arch/arm/boot/zImage of the same build",
              file));
    }
  }
}
