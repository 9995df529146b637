package oomlab.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelImageTest {
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  private Path folder;

  private Path file(int at, int... bytes) throws IOException {
    byte[] all = new byte[64];
    for (int i = 0; i < bytes.length; i++) {
      all[at + i] = (byte) bytes[i];
    }
    return Files.write(folder.resolve("kernel"), all);
  }

  @Test
  void takesZImageAndUImage() throws IOException {
    Path zImage = file(0x24, 0x18, 0x28, 0x6f, 0x01);
    assertThatCode(() -> KernelImage.requireArm(zImage)).doesNotThrowAnyException();
    Path uImage = file(0, 0x27, 0x05, 0x19, 0x56);
    assertThatCode(() -> KernelImage.requireArm(uImage)).doesNotThrowAnyException();
  }

  @Test
  void namesWhatCannotBoot() throws IOException {
    Path vmlinux = file(0, 0x7f, 'E', 'L', 'F');
    assertThatThrownBy(() -> KernelImage.requireArm(vmlinux))
        .isInstanceOf(GuestException.class)
        .hasMessage(
            vmlinux
                + " is an ELF file, such as vmlinux, which this board cannot boot: give"
                + " arch/arm/boot/zImage of the same build");
    for (int size : new int[] {0, 3, 38, 64}) {
      Files.write(vmlinux, Arrays.copyOf(new byte[0], size));
      assertThatThrownBy(() -> KernelImage.requireArm(vmlinux))
          .hasMessageContaining("kernel is no zImage, which this board cannot boot");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void decompressesAnX86KernelThatQemuCanStartSo(boolean pvh) throws Exception {
    ByteBuffer elf = ByteBuffer.allocate(8192).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
    elf.putLong(32, 64).putLong(40, 8000).putShort(54, (short) 56).putShort(56, (short) 2);
    elf.putShort(60, (short) 9);
    segment(elf, 64, 1, 4096, 4096, 1 << 20);
    segment(elf, 120, 4, 4096, 36, 36);
    note(elf, 4096, "GNU", 3, 4);
    note(elf, 4116, "Xen", pvh ? 18 : 6, 4);
    byte[] image = bzImage(elf.array());
    Path kernel = Files.write(folder.resolve("kernel"), image);

    KernelImage.decompress(HostPrograms.on(System.getenv()), kernel);
    assertThat(folder.toFile().list()).containsExactly("kernel");
    byte[] left = Files.readAllBytes(kernel);
    if (!pvh) {
      assertThat(left).isEqualTo(image);
      return;
    }
    ByteBuffer read = ByteBuffer.wrap(left).order(ByteOrder.LITTLE_ENDIAN);
    // Up to the last byte of the second note, which is the last that is not 0.
    assertThat(left).hasSize(4116 + 17);
    assertThat(read.getLong(64 + 32)).isEqualTo(20 + 17);
    assertThat(read.getLong(64 + 40)).isEqualTo(1 << 20);
    assertThat(read.getLong(40)).isZero();
    assertThat(read.getInt(60)).isZero();
    assertThat(Arrays.copyOfRange(left, 4096, left.length))
        .isEqualTo(Arrays.copyOfRange(elf.array(), 4096, left.length));
  }

  @Test
  void leavesWhatItCannotDecompress() throws Exception {
    byte[] damaged = bzImage(new byte[64]);
    damaged[damaged.length - 5] ^= 1;
    byte[] beyond = bzImage(new byte[64]);
    beyond[0x24e] = 1;
    for (byte[] image :
        List.of(new byte[0], new byte[0x250], bzImage(new byte[64]), damaged, beyond)) {
      Path kernel = Files.write(folder.resolve("kernel"), image);
      KernelImage.decompress(HostPrograms.on(System.getenv()), kernel);
      assertThat(kernel).hasBinaryContent(image);
      assertThat(folder.toFile().list()).containsExactly("kernel");
    }
    Path kernel = Files.write(folder.resolve("kernel"), bzImage(new byte[64]));
    KernelImage.decompress(HostPrograms.on(Map.of("PATH", folder.toString())), kernel);
    assertThat(kernel).hasBinaryContent(bzImage(new byte[64]));
  }

  private static void segment(
      ByteBuffer elf, int at, int type, long offset, long inFile, long inMemory) {
    elf.putInt(at, type).putLong(at + 8, offset).putLong(at + 32, inFile);
    elf.putLong(at + 40, inMemory);
  }

  private static void note(ByteBuffer elf, int at, String name, int type, int size) {
    elf.putInt(at, 4).putInt(at + 4, size).putInt(at + 8, type);
    elf.put(at + 12, name.getBytes(StandardCharsets.US_ASCII)).put(at + 16, (byte) 7);
  }

  /** A boot image as of Linux's Documentation/arch/x86/boot.rst with a gzipped kernel. */
  private static byte[] bzImage(byte[] kernel) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(kernel);
    }
    ByteBuffer image = ByteBuffer.allocate(1024 + 100 + packed.size() + 30);
    image.order(ByteOrder.LITTLE_ENDIAN).put(0x1f1, (byte) 1).putInt(0x202, 0x53726448);
    image.putShort(0x206, (short) 0x20f).putInt(0x248, 100).putInt(0x24c, packed.size());
    return image.put(1124, packed.toByteArray()).array();
  }
}
