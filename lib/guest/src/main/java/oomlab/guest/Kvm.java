package oomlab.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import oomlab.Guest;
import oomlab.Guest.Board;
import oomlab.internal.text.Words;

/** Whether the host's processor can run a guest. */
public final class Kvm {
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

  private final Path device;
  private final Path known;

  /**
   * Looks at a host.
   *
   * @param device {@code /dev/kvm}
   * @param folder where it is kept that KVM did not work since the host's last boot
   */
  public Kvm(Path device, Path folder) {
    this.device = device;
    known = folder.resolve("kvm-does-not-work");
  }

  boolean wanted(Guest guest) {
    return switch (guest.speed()) {
      case KVM -> true;
      case TCG -> false;
      case BEST -> fits(guest.board()) && allowed() && !failedBefore();
    };
  }

  /** Says in a few words how a guest of this board will be run here. */
  public String words(Board board) {
    if (!fits(board)) {
      return Words.words("emulated");
    }
    if (!Files.exists(device)) {
      return Words.words("emulated (no %s)", device);
    }
    if (!allowed()) {
      return Words.words("emulated (no right to use %s)", device);
    }
    return failedBefore()
        ? Words.words("emulated (%s is there, but no guest ran on it)", device)
        : Words.words("KVM can be used");
  }

  private static boolean fits(Board board) {
    return board == Board.X86_64 && System.getProperty("os.arch", "").matches("amd64|x86_64");
  }

  private boolean allowed() {
    return Files.isReadable(device) && Files.isWritable(device);
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
