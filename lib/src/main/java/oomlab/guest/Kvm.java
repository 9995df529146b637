package oomlab.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the host's processor can run a guest. */
final class Kvm {
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

  private final Path device;
  private final Path known;

  /**
   * Looks at a host.
   *
   * @param device {@code /dev/kvm}
   * @param folder where it is kept that KVM did not work since the host's last boot
   */
  Kvm(Path device, Path folder) {
    this.device = device;
    known = folder.resolve("kvm-does-not-work");
  }

  boolean wanted(Guest guest) {
    return switch (guest.speed()) {
      case KVM -> true;
      case TCG -> false;
      case BEST ->
          guest.board() == Board.X86_64
              && System.getProperty("os.arch", "").matches("amd64|x86_64")
              && Files.isReadable(device)
              && Files.isWritable(device)
              && !failedBefore();
    };
  }

  // A host inside of a virtual machine may have the device and yet run nothing on it.
  private boolean failedBefore() {
    try {
      return Files.readString(known).equals(Files.readString(BOOT));
    } catch (IOException e) {
      return false;
    }
  }

  void doesNotWork() throws IOException {
    Files.createDirectories(known.toAbsolutePath().getParent());
    Files.writeString(known, Files.readString(BOOT));
  }
}
