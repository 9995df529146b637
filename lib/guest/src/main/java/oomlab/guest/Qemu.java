package oomlab.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import oomlab.Guest;
import oomlab.Guest.Board;

/** QEMU's command line for a guest; a pure function. */
final class Qemu {
  /** Translated code is kept up to this much. */
  private static final int TRANSLATION_MIB = 128;

  private Qemu() {}

  /**
   * Returns the command.
   *
   * @param kvm whether the host's processor runs it
   * @param initrd path of the initramfs
   * @param restored whether a saved state comes in on descriptor 9
   */
  static List<String> command(
      Guest guest, BootFiles parts, boolean kvm, String initrd, boolean restored) {
    List<String> argv = new ArrayList<>(List.of(Platform.of(guest.board()).emulator()));
    argv.addAll(
        List.of(
            "-nodefaults",
            "-no-user-config",
            "-display",
            "none",
            "-no-reboot",
            "-pidfile",
            QemuProcess.PID,
            "-nic",
            "none",
            "-sandbox",
            "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
            "-accel",
            kvm ? "kvm" : "tcg,tb-size=" + TRANSLATION_MIB,
            "-smp",
            String.valueOf(guest.cpus()),
            "-m",
            mib(guest.memoryBytes()) + "M",
            "-kernel",
            guest.kernel().orElse(parts.kernel()).toString(),
            "-initrd",
            initrd,
            "-append",
            append(guest)));
    argv.addAll(machine(guest, parts));
    if (guest.swapBytes() > 0) {
      String brake = guest.swapRate() == 0 ? "" : ",throttling.bps-write=" + guest.swapRate();
      argv.addAll(
          List.of("-drive", "file=swap.img,format=raw,if=none,id=swap,cache=unsafe" + brake));
      argv.addAll(
          List.of(
              "-device",
              (guest.board() == Board.ARM32 ? "virtio-blk-device" : "virtio-blk-pci")
                  + ",drive=swap"));
    }
    for (String line : List.of("console", "channel")) {
      argv.addAll(
          List.of(
              "-chardev", "socket,id=" + line + ",path=" + line + ",server=on,wait=on",
              "-serial", "chardev:" + line));
    }
    argv.addAll(
        List.of(
            "-chardev", "socket,id=monitor,path=monitor,server=on,wait=off",
            "-mon", "chardev=monitor,mode=readline"));
    if (restored) {
      argv.addAll(List.of("-incoming", "fd:9"));
    }
    return argv;
  }

  private static List<String> machine(Guest guest, BootFiles parts) {
    if (guest.board() == Board.ARM32) {
      // QEMU 7.2 does not restore the secure half of the processor: the kernel runs in the other.
      List<String> arm = new ArrayList<>(List.of("-M", "vexpress-a9,secure=off"));
      guest
          .deviceTree()
          .or(parts::deviceTree)
          .ifPresent(dtb -> arm.addAll(List.of("-dtb", dtb.toString())));
      return arm;
    }
    List<String> pc = new ArrayList<>(List.of("-M", "pc"));
    if (guest.numaNodes() > 1) {
      long left = mib(guest.memoryBytes());
      int cpu = 0;
      for (int node = 0; node < guest.numaNodes(); node++) {
        int nodes = guest.numaNodes() - node;
        long share = left / nodes;
        int cpus = (guest.cpus() - cpu) / nodes;
        pc.addAll(
            List.of(
                "-object",
                "memory-backend-ram,id=ram%d,size=%dM".formatted(node, share),
                "-numa",
                String.format(
                    Locale.ROOT,
                    "node,nodeid=%d,cpus=%d-%d,memdev=ram%d",
                    node,
                    cpu,
                    cpu + cpus - 1,
                    node)));
        left -= share;
        cpu += cpus;
      }
    }
    return pc;
  }

  private static String append(Guest guest) {
    List<String> words = new ArrayList<>();
    words.add("console=" + Platform.of(guest.board()).console());
    words.add("rdinit=/oomlab/init");
    words.add("panic=1");
    if (guest.board() == Board.ARM32 && guest.kernel().isEmpty()) {
      // Its console comes late in the boot: until then nobody could tell a slow one from none.
      words.add("earlycon=pl011,0x10009000");
    }
    if (!guest.kernelArguments().isBlank()) {
      words.add(guest.kernelArguments().strip());
    }
    return String.join(" ", words);
  }

  private static long mib(long bytes) {
    return bytes >> 20;
  }
}
