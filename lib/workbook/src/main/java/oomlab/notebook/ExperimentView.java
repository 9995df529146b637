package oomlab.notebook;

import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import oomlab.Bytes;
import oomlab.Experiment;
import oomlab.Guard;
import oomlab.Guest;
import oomlab.Touch;

/** Shows in words what an experiment will do. */
final class ExperimentView {
  private ExperimentView() {}

  static MimeBundle of(Experiment experiment) {
    Map<String, String> facts = new LinkedHashMap<>();
    experiment.guest().ifPresent(guest -> facts.put(words("machine"), machine(guest)));
    if (!experiment.wholeMachine()) {
      facts.put(
          words("limit"),
          words(
              experiment.guest().isPresent()
                  ? "%s, of a memory cgroup made for it in there"
                  : "%s, of a memory cgroup made for it",
              Bytes.text(experiment.limitBytes())));
    }
    facts.put(words("threads"), String.valueOf(experiment.threads()));
    facts.put(
        words("chunk"), words("%s at a time in each thread", Bytes.text(experiment.chunkBytes())));
    facts.put(
        words("touch"),
        words(
            "%s: %s",
            experiment.touch().name().toLowerCase(Locale.ROOT), meaning(experiment.touch())));
    facts.put(words("swap"), words(experiment.swap() ? "yes" : "no"));
    facts.put(
        words("sampled"), words("every %s", TimeText.nanos(experiment.sampleInterval().toNanos())));
    facts.put(words("time limit"), TimeText.nanos(experiment.timeLimit().toNanos()));
    return Views.facts(facts);
  }

  private static String machine(Guest guest) {
    List<String> parts = new ArrayList<>();
    parts.add(
        words(
            "%s under QEMU: %d CPUs, %s of RAM",
            guest.board().label(), guest.cpus(), Bytes.text(guest.memoryBytes())));
    parts.add(swap(guest));
    guest.series().ifPresent(series -> parts.add(words("Debian's Linux %s", series)));
    guest.kernel().ifPresent(own -> parts.add(words("a kernel of your own")));
    if (guest.scenario().guard() != Guard.NONE) {
      parts.add(words("guarded by %s", guest.scenario().guard().label()));
    }
    return Prose.clauses(parts);
  }

  private static String swap(Guest guest) {
    if (guest.swapBytes() == 0) {
      return words("no swap");
    }
    return words(
        guest.swapRate() == 0 ? "%s of swap" : "%s of swap on a disk that writes %s a second",
        Bytes.text(guest.swapBytes()),
        Bytes.text(guest.swapRate()));
  }

  private static String meaning(Touch touch) {
    return switch (touch) {
      case PAGE -> words("one byte in every page is written, a page fault each");
      case BYTE -> words("every byte is written");
      case POPULATE -> words("mmap itself fills the mapping (MAP_POPULATE)");
      case MADVISE -> words("madvise fills the mapping (MADV_POPULATE_WRITE)");
      case HUGE -> words("huge pages where the kernel has them (MADV_HUGEPAGE)");
      case MLOCK -> words("mlock fills the mapping and keeps it in RAM");
      case FILE -> words("one byte in every page of a private file mapping is read, then written");
      case SHARED -> words("one byte in every page of shared memory is written");
    };
  }
}
