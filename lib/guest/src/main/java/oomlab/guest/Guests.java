package oomlab.guest;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import oomlab.ExperimentException.WrongProgram;
import oomlab.Guest;
import oomlab.Guest.Board;
import oomlab.Guest.Speed;
import oomlab.guest.Snapshots.Snapshot;
import oomlab.internal.text.KernelRelease;

/**
 * Makes experiments in guests. Each has QEMU, folder and sockets of its own; nothing of them
 * outlives the call, or this JVM.
 */
public final class Guests {
  /** QEMU's own needs beside the guest's RAM: code, translated code, stacks of its threads. */
  private static final long OVERHEAD_BYTES = 2L << 30;

  private final GuestStore store;
  private final Path device;

  /**
   * Makes experiments of parts from a store.
   *
   * @param device {@code /dev/kvm}
   */
  Guests(GuestStore store, Path device) {
    this.store = store;
    this.device = device;
  }

  /**
   * Returns the guests of this user.
   *
   * @throws IOException if the user's cache cannot be written
   */
  public static Guests ofUser() throws IOException {
    Path home = Path.of(System.getProperty("user.home", "/"));
    return new Guests(GuestStore.open(System.getenv(), home), Path.of("/dev/kvm"));
  }

  /**
   * Says why no guest of a board can run for this user, in a sentence with the command that helps;
   * empty if one can, though its parts may have to be made first. Fetches nothing.
   */
  public static Optional<String> obstacle(Board board) {
    try {
      RequiredPrograms needs = RequiredPrograms.on(System.getenv());
      if (needs.emulator(board).isPresent() && ofUser().store.has(board)) {
        return Optional.empty();
      }
      return needs
          .sentence(List.of(board))
          .map(why -> words("%s (./oomlab setup --guests does it.)", why));
    } catch (IOException e) {
      return Optional.of(words("guests cannot be made here: %s", e.getMessage()));
    }
  }

  /**
   * Makes the parts of a board for this user, if they are missing.
   *
   * @param progress gets a line before each step that takes time
   * @return why that failed, in a sentence; empty when all is here
   */
  public static Optional<String> prepare(Board board, Consumer<String> progress) {
    try {
      BootFiles ignored = ofUser().store.parts(board, progress);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Returns the shell script that a guest is handed for an experiment. */
  public static String script(Guest guest, Workload load) {
    return GuestScript.of(guest, load);
  }

  /**
   * Boots the guest, or goes on with a saved boot, makes the experiment, and waits for its end.
   *
   * @param source a C source of the user's, of which the load's program is made
   * @param limit QEMU is killed after this time
   * @param listener hears about five times a second how it goes
   * @param printed gets each line that the experiment prints
   * @throws GuestException if a part is missing or the guest does not come to its end
   * @throws WrongProgram if the source does not compile
   * @throws InterruptedException if this thread is interrupted: QEMU is gone then
   */
  public GuestObservation observe(
      Guest guest,
      Workload load,
      Optional<Path> source,
      Duration limit,
      Consumer<GuestProgress> listener,
      Consumer<String> printed)
      throws IOException, InterruptedException {
    requireFiles(guest);
    Optional<byte[]> program =
        source.isEmpty()
            ? Optional.empty()
            : Optional.of(store.compile(source.get(), guest.board()));
    BootFiles parts = store.parts(guest, phase -> listener.accept(GuestProgress.of(phase)));
    Attempt attempt = new Attempt(guest, parts, program, load, limit, listener, printed);
    Kvm kvm = new Kvm(device, store.folder());
    if (!kvm.wanted(guest)) {
      return attempt.translated();
    }
    try {
      return attempt.run(true);
    } catch (GuestSession.BootException e) {
      if (guest.speed() == Speed.KVM) {
        throw new GuestException(
            words("/dev/kvm is there, but a guest does not run on it: %s", e.getMessage()), e);
      }
      if (guest.kernel().isEmpty()) {
        kvm.doesNotWork(); // somebody's own kernel may be silent for its own reasons
      }
      listener.accept(
          GuestProgress.of(
              words("/dev/kvm is there, but a guest does not run on it: QEMU translates instead")));
      return attempt.translated();
    }
  }

  private static void requireFiles(Guest guest) throws IOException {
    for (Optional<Path> file : List.of(guest.kernel(), guest.deviceTree(), guest.initramfs())) {
      if (file.isPresent() && !Files.isReadable(file.get())) {
        throw new GuestException(words("cannot read %s: name a file that is there", file.get()));
      }
    }
    if (guest.board() == Board.ARM32 && guest.kernel().isPresent()) {
      KernelImage.requireArm(guest.kernel().get());
    }
  }

  /** One experiment, on whichever way the guest runs. */
  private final class Attempt {
    private final Guest guest;
    private final BootFiles parts;
    private final Optional<byte[]> program;
    private final Workload load;
    private final Duration limit;
    private final Consumer<GuestProgress> listener;
    private final Consumer<String> printed;

    Attempt(
        Guest guest,
        BootFiles parts,
        Optional<byte[]> program,
        Workload load,
        Duration limit,
        Consumer<GuestProgress> listener,
        Consumer<String> printed) {
      this.guest = guest;
      this.parts = parts;
      this.program = program;
      this.load = load;
      this.limit = limit;
      this.listener = listener;
      this.printed = printed;
    }

    /**
     * Runs without KVM, and boots once more if the kernel panics or stands still: on a busy host a
     * translated kernel can miss its first timer for good. What is somebody's own may do so for its
     * own reasons.
     */
    GuestObservation translated() throws IOException, InterruptedException {
      try {
        return run(false);
      } catch (GuestSession.BootException e) {
        if (guest.kernel().isPresent() || guest.initramfs().isPresent()) {
          throw e;
        }
        listener.accept(GuestProgress.of(words("%s; it is booted once more", e.getMessage())));
        return run(false);
      }
    }

    GuestObservation run(boolean kvm) throws IOException, InterruptedException {
      Snapshots snapshots = new Snapshots(store.folder().resolve("snapshots"));
      String key = Snapshots.key(identity(kvm), files());
      Optional<Snapshot> saved = program.isEmpty() ? snapshots.find(key) : Optional.empty();
      if (saved.isPresent()) {
        try (GuestSession session = start(kvm, saved)) {
          session.awaitReady(kvm);
          return finish(session);
        } catch (GuestSession.NotRestoredException e) {
          snapshots.forget(key); // another QEMU wrote it, or it is damaged: boot instead
        }
      }
      try (GuestSession session = start(kvm, Optional.empty())) {
        session.awaitReady(kvm);
        if (program.isEmpty()) { // Hardly two runs have the same.
          save(session, snapshots, key);
        }
        return finish(session);
      }
    }

    // A full disk costs the next run its quick start, and this one nothing.
    private void save(GuestSession session, Snapshots snapshots, String key) {
      try {
        session.save(snapshots, key);
      } catch (IOException e) {
        listener.accept(
            GuestProgress.of(
                words("the booted guest is not kept for the next run: %s", e.getMessage())));
      }
    }

    private GuestObservation finish(GuestSession session) throws IOException, InterruptedException {
      requireRelease(session.release());
      if (guest.swapBytes() > 0 && !session.swaps()) {
        throw new GuestException(
            words(
                "the guest's kernel cannot swap to its disk (CONFIG_SWAP, CONFIG_VIRTIO_BLK): use another kernel, or no swap disk"));
      }
      session.conduct(GuestScript.of(guest, load));
      return session.observation();
    }

    private void requireRelease(String release) throws GuestException {
      boolean old = KernelRelease.parse(release).filter(r -> !r.atLeast(5, 14)).isPresent();
      if (old && load.program().isEmpty() && load.mode().equals("madvise")) {
        throw new GuestException(
            words(
                "touch madvise needs Linux 5.14 (MADV_POPULATE_WRITE), and the guest runs %s: use page or populate",
                release));
      }
    }

    private List<String> identity(boolean kvm) throws IOException {
      List<String> words = new ArrayList<>(Qemu.command(guest, parts, kvm, "", false));
      words.add(String.valueOf(guest.swapBytes()));
      words.add(Initramfs.resource("init"));
      words.add(guest.scenario().guard().label());
      return words;
    }

    private List<Path> files() {
      List<Path> files = new ArrayList<>();
      files.add(guest.kernel().orElse(parts.kernel()));
      guest.deviceTree().or(parts::deviceTree).ifPresent(files::add);
      guest.initramfs().ifPresent(files::add);
      files.addAll(List.of(parts.busybox(), parts.oom(), parts.probe()));
      files.addAll(parts.modules());
      files.addAll(new TreeMap<>(parts.guard()).values());
      return files;
    }

    private GuestSession start(boolean kvm, Optional<Snapshot> saved) throws IOException {
      Path folder = QemuProcess.folder();
      try {
        Initramfs files = Initramfs.of(guest, parts);
        program.ifPresent(bytes -> files.program(load.program().get(0).substring(1), bytes));
        files.write(folder.resolve("initrd"), guest.initramfs());
        if (guest.swapBytes() > 0) {
          try (RandomAccessFile disk =
              new RandomAccessFile(folder.resolve("swap.img").toFile(), "rw")) {
            disk.setLength(guest.swapBytes());
          }
        }
        QemuProcess qemu =
            QemuProcess.start(
                folder,
                Qemu.command(guest, parts, kvm, "initrd", saved.isPresent()),
                limit,
                guest.memoryBytes() + OVERHEAD_BYTES,
                saved.map(Snapshot::state));
        return new GuestSession(
            guest, qemu, saved, load.sampleMicros() * 1000, limit, listener, printed);
      } catch (IOException | RuntimeException e) {
        QemuProcess.remove(folder);
        throw e;
      }
    }
  }
}
