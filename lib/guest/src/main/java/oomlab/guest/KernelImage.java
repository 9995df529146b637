package oomlab.guest;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Knows by its first bytes what a file given as a kernel is. */
final class KernelImage {
  /** {@code ARM_ZIMAGE_MAGIC1} of arch/arm/boot/compressed/head.S, at this offset. */
  private static final int ZIMAGE = 0x016f2818;

  private static final int ZIMAGE_AT = 0x24;

  /** {@code IH_MAGIC} of U-Boot's include/image.h, in big-endian order. */
  private static final int UIMAGE = 0x27051956;

  /** {@code ELFMAG} of man 5 elf, in big-endian order. */
  private static final int ELF = 0x7f454c46;

  private KernelImage() {}

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
