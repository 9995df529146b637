package oomlab.guest;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
