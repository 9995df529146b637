package oomlab.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oomlab.internal.klog.KernelLog;

/** The Java kernel that this library runs in: it leaves a note of itself as long as it lives. */
final class Self {
  private final Path root;
  private final KernelDeaths obituaries;
  private Optional<KernelNote> noted = Optional.empty();

  Self(Path root, Map<String, String> environment, Optional<Path> library) {
    this.root = root;
    Path state = KernelDeaths.folder(environment, library);
    List<Path> crashes = List.of(state.resolveSibling(""), Path.of("/tmp"));
    obituaries = new KernelDeaths(root, state, crashes, () -> KernelLog.past(root));
  }

  /** Leaves the note, once, where a notebook shows what runs here. */
  synchronized void note(Screen screen) {
    if (noted.isPresent() || !screen.replaces()) {
      return;
    }
    try {
      Path folder = Path.of("").toAbsolutePath();
      KernelNote self = KernelNote.of(root, (int) ProcessHandle.current().pid(), folder);
      noted = Optional.of(self);
      obituaries.leave(self).ifPresent(Self::removeAtGoodEnd);
    } catch (IOException | RuntimeException e) {
      // Nothing will be said about this kernel's end: no reason to end it.
      return;
    }
  }

  /** Leaves the note, and says how kernels before this one died. */
  synchronized List<String> deaths(Screen screen) {
    note(screen);
    return noted.map(obituaries::tell).orElse(List.of());
  }

  private static void removeAtGoodEnd(Path file) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(file), "oomlab-note"));
  }

  private static void remove(Path file) {
    try {
      boolean ignored = Files.deleteIfExists(file);
    } catch (IOException e) {
      // The next banner will call this a death without a word: it was not seen to end well.
      return;
    }
  }
}
