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
  private static final Parts PARTS =
      new Parts(
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
