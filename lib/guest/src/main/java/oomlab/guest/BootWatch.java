package oomlab.guest;

import static oomlab.internal.text.Words.words;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import oomlab.Guest;

/**
 * Tells a boot that stands still from one that is slow, by the guest's console and by the processor
 * time that QEMU takes: on a busy host a boot may be quiet for long and still go on.
 */
final class BootWatch {
  /** Quieter than this is worth a look. */
  private static final long QUIET_MILLIS = 5_000;

  /** What a kernel on its way takes between two lines: 1.1 s were seen. */
  private static final long SPINNING_MILLIS = 5_000;

  /** Before the first line it unpacks itself: 3.8 s were seen. */
  private static final long UNPACKING_MILLIS = 10_000;

  /** A kernel that waits for what never comes takes next to nothing. */
  private static final long IDLE_MILLIS = 100;

  /** A kernel of somebody's own may have its reasons to say little, but not nothing for so long. */
  private static final long SILENT_MILLIS = 60_000;

  private final Guest guest;
  private final boolean kvm;
  private final boolean known;
  private int lines = -1;
  private long quietSince;
  private long cpuThen;

  /**
   * Watches one boot.
   *
   * @param kvm whether the host's processor runs it
   */
  BootWatch(Guest guest, boolean kvm) {
    this.guest = guest;
    this.kvm = kvm;
    known =
        guest.kernel().isEmpty()
            && guest.initramfs().isEmpty()
            && guest.kernelArguments().isEmpty();
  }

  /**
   * Says that the boot stands still, and how that is known; empty while it may go on.
   *
   * @param console what the kernel has printed so far
   * @param millis time since QEMU's start
   * @param cpu the processor time that QEMU has taken, in milliseconds
   */
  Optional<String> standstill(KernelConsole console, long millis, Supplier<OptionalLong> cpu) {
    if (console.size() != lines) {
      lines = console.size();
      quietSince = millis;
      cpuThen = known && !kvm ? cpu.get().orElse(0) : 0;
      return Optional.empty();
    }
    long quiet = millis - quietSince;
    if (quiet < QUIET_MILLIS || console.userSpace()) {
      return Optional.empty();
    }
    if (lines == 0 && (kvm || quiet >= SILENT_MILLIS)) {
      return Optional.of(
          words(
              "the kernel printed nothing on %s in %d s: is it a kernel for this machine (%s), with a serial console?",
              Platform.of(guest.board()).console(), quiet / 1000, guest.board().label()));
    }
    long used = cpu.get().orElse(cpuThen + IDLE_MILLIS + 1) - cpuThen;
    long spinning = lines == 0 ? UNPACKING_MILLIS : SPINNING_MILLIS;
    return known && !kvm && (used >= spinning || used <= IDLE_MILLIS)
        ? Optional.of(
            words(
                "the guest's kernel stands still: no line on its console in %d s, in which QEMU took %.1f s of processor time",
                quiet / 1000, used / 1e3))
        : Optional.empty();
  }
}
