package oomlab.notebook;

import java.util.LinkedHashMap;
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
    experiment.guest().ifPresent(guest -> facts.put("machine", machine(guest)));
    if (!experiment.wholeMachine()) {
      facts.put(
          "limit",
          Bytes.text(experiment.limitBytes())
              + ", of a memory cgroup made for it"
              + (experiment.guest().isPresent() ? " in there" : ""));
    }
    facts.put("threads", String.valueOf(experiment.threads()));
    facts.put("chunk", Bytes.text(experiment.chunkBytes()) + " at a time in each thread");
    facts.put(
        "touch",
        experiment.touch().name().toLowerCase(Locale.ROOT) + ": " + meaning(experiment.touch()));
    facts.put("swap", experiment.swap() ? "yes" : "no");
    facts.put("sampled", "every " + TimeText.nanos(experiment.sampleInterval().toNanos()));
    facts.put("time limit", TimeText.nanos(experiment.timeLimit().toNanos()));
    return Views.facts(facts);
  }

  private static String machine(Guest guest) {
    return "%s under QEMU: %d CPUs, %s of RAM, %s"
            .formatted(
                guest.board().label(), guest.cpus(), Bytes.text(guest.memoryBytes()), swap(guest))
        + guest.series().map(series -> ", Debian's Linux " + series).orElse("")
        + guest.kernel().map(own -> ", a kernel of your own").orElse("")
        + (guest.scenario().guard() == Guard.NONE
            ? ""
            : ", guarded by " + guest.scenario().guard().label());
  }

  private static String swap(Guest guest) {
    if (guest.swapBytes() == 0) {
      return "no swap";
    }
    return Bytes.text(guest.swapBytes())
        + " of swap"
        + (guest.swapRate() == 0
            ? ""
            : " on a disk that writes " + Bytes.text(guest.swapRate()) + " a second");
  }

  private static String meaning(Touch touch) {
    return switch (touch) {
      case PAGE -> "one byte in every page is written, a page fault each";
      case BYTE -> "every byte is written";
      case POPULATE -> "mmap itself fills the mapping (MAP_POPULATE)";
      case MADVISE -> "madvise fills the mapping (MADV_POPULATE_WRITE)";
      case HUGE -> "huge pages where the kernel has them (MADV_HUGEPAGE)";
      case MLOCK -> "mlock fills the mapping and keeps it in RAM";
      case FILE -> "one byte in every page of a private file mapping is read, then written";
      case SHARED -> "one byte in every page of shared memory is written";
    };
  }
}
