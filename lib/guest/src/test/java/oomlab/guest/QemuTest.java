package oomlab.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oomlab.Guest;
import org.junit.jupiter.api.Test;

class QemuTest {
  private static final BootFiles PARTS =
      new BootFiles(
          Path.of("/c/vmlinuz"),
          Optional.of(Path.of("/c/board.dtb")),
          List.of(),
          Path.of("/c/busybox"),
          Path.of("/c/oom"),
          Path.of("/c/probe"),
          Map.of());

  private static String command(Guest guest) {
    return String.join(" ", Qemu.command(guest, PARTS, false, "initrd", false));
  }

  @Test
  void theBooksBoardHasItsFourProcessorsAndItsHundredMegabytes() {
    assertThat(command(Guest.arm32()))
        .startsWith("qemu-system-arm ")
        .contains("-M vexpress-a9", "-smp 4", "-m 100M", "-dtb /c/board.dtb", "console=ttyAMA0")
        .doesNotContain("swap.img");
  }

  @Test
  void noGuestHasANetworkOrStartsPrograms() {
    for (Guest guest : List.of(Guest.arm32(), Guest.x86())) {
      assertThat(command(guest)).contains("-nic none", "-nodefaults", "spawn=deny");
    }
  }

  @Test
  void swapIsADiskOfTheBoardsOwnKind() {
    assertThat(command(Guest.x86())).contains("virtio-blk-pci,drive=swap");
    assertThat(command(Guest.arm32().swap(16 << 20))).contains("virtio-blk-device,drive=swap");
  }

  @Test
  void nodesDivideAllMemoryAndAllProcessors() {
    assertThat(command(Guest.x86().cpus(3).numaNodes(2).memory(193L << 20)))
        .contains("id=ram0,size=96M", "id=ram1,size=97M", "cpus=0-0", "cpus=1-2");
  }

  @Test
  void wordsOfTheUsersComeLastOnTheKernelsCommandLine() {
    assertThat(command(Guest.x86().kernelArguments(" slub_debug kmemleak=on ")))
        .contains("console=ttyS0 rdinit=/oomlab/init panic=1 slub_debug kmemleak=on -M pc");
    assertThatThrownBy(() -> Guest.x86().kernelArguments("quiet rdinit=/linuxrc"))
        .hasMessage("rdinit= would keep the experiment from starting: leave it out");
    for (String wrong : List.of("a\nb", "\u00e4", "x".repeat(801))) {
      assertThatThrownBy(() -> Guest.x86().kernelArguments(wrong))
          .hasMessage("a kernel takes up to 800 printable ASCII characters as its arguments");
    }
  }

  @Test
  void aGuestHasOneKernel() {
    assertThatThrownBy(() -> Guest.x86().series("6.12").kernel(Path.of("bzImage")))
        .hasMessageContaining("a guest has one kernel");
    assertThatThrownBy(() -> Guest.x86().series("newest"))
        .hasMessage("a kernel's series is named by two numbers, such as 6.12, not \"newest\"");
  }

  @Test
  void ownFilesReplaceTheDistributions() {
    Guest own = Guest.arm32().kernel(Path.of("/my/zImage")).deviceTree(Path.of("/my/x.dtb"));
    assertThat(command(own))
        .contains("-kernel /my/zImage", "-dtb /my/x.dtb")
        .doesNotContain("/c/vmlinuz", "/c/board.dtb");
  }

  @Test
  void aMachineThatCannotBeIsRefusedInOneSentence() {
    assertThatThrownBy(() -> Guest.arm32().memory(32 << 20))
        .hasMessage("guest-arm32 has 64 MiB to 1024 MiB of RAM");
    assertThatThrownBy(() -> Guest.arm32().numaNodes(2)).hasMessageContaining("NUMA");
    assertThatThrownBy(() -> Guest.arm32().speed(Guest.Speed.KVM)).hasMessageContaining("KVM");
    assertThatThrownBy(() -> Guest.x86().cpus(0)).hasMessageContaining("CPUs");
  }
}
