package oomlab.notebook;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oomlab.Bytes;
import oomlab.Guest.Board;
import oomlab.internal.cgroup.MemoryCgroups;
import oomlab.internal.cgroup.Place;

/**
 * Reads the machine's facts for a notebook's banner: kernel, memory, swap, cgroups ({@code man 5
 * proc}).
 */
final class MachineFacts {
  private MachineFacts() {}

  /** Where a memory cgroup might be made. */
  static List<Place> places(Path root) {
    try {
      return MemoryCgroups.places(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads the facts.
   *
   * @param root {@code /}, or where a test keeps {@code proc}
   */
  static Map<String, String> read(Path root) {
    Map<String, String> facts = new LinkedHashMap<>();
    text(root, "proc/sys/kernel/osrelease")
        .ifPresent(t -> facts.put(words("kernel"), "Linux " + t));
    facts.put(words("memory cgroup"), cgroup(root));
    field(root, "proc/self/smaps", "KernelPageSize")
        .ifPresent(kb -> facts.put(words("page size"), kb + " kB"));
    size(root, "MemTotal").ifPresent(t -> facts.put("RAM", t));
    field(root, "proc/meminfo", "SwapTotal")
        .ifPresent(kb -> facts.put(words("swap"), kb.equals("0") ? words("none") : size(kb)));
    text(root, "proc/sys/vm/overcommit_memory")
        .ifPresent(t -> facts.put(words("overcommit"), overcommit(t)));
    facts.put(words("CPUs online"), String.valueOf(Runtime.getRuntime().availableProcessors()));
    facts.put(
        "Java",
        Prose.clauses(
            List.of(
                Runtime.version().toString(),
                System.getProperty("java.vendor", words("unknown vendor")))));
    return facts;
  }

  /** Names the rung that an experiment will run on and what it cannot show. */
  static Map<String, String> rung(
      List<Place> places, GuestAvailability guests, boolean recordedAsked) {
    Map<String, String> facts = new LinkedHashMap<>();
    Optional<Place> usable = places.stream().filter(Place::usable).findFirst();
    if (recordedAsked) {
      facts.put(words("experiments"), words("recorded runs, as OOMLAB_RECORDED asks"));
      facts.put(words("cannot show"), words("this machine: the figures are another one's"));
    } else if (usable.isPresent()) {
      Place place = usable.get();
      facts.put(
          words("experiments"),
          words("real, in a memory cgroup v%d under %s", place.version(), place.directory()));
      facts.put(
          words("cannot show"),
          words(
              "a machine that runs out as a whole: here one group does, so the report's scope is the group"));
    } else if (guests.obstacle(GuestFallback.BOARD).isEmpty()) {
      facts.put(
          words("experiments"),
          words(
              "real, in a memory cgroup v2 of a virtual machine, as none can be used on this one"));
      facts.put(
          words("cannot show"),
          words("this machine: the guest has a kernel and memory of its own"));
    } else {
      facts.put(words("experiments"), words("recorded runs: nothing is provoked on this machine"));
      facts.put(words("cannot show"), words("this machine: the figures are another one's"));
      places.stream()
          .reduce((a, b) -> b)
          .ifPresent(p -> facts.put(words("to run for real"), Prose.also(p.reason(), p.fix())));
    }
    if (!recordedAsked) {
      for (Board board : Board.values()) {
        facts.put(
            words("guest %s", board.label()),
            guests.obstacle(board).orElseGet(() -> words("can run here, and needs no rights")));
      }
    }
    return facts;
  }

  private static String cgroup(Path root) {
    String mounts = text(root, "proc/self/mounts").orElse("");
    boolean v1 =
        Pattern.compile("^\\S+ \\S+ cgroup \\S*\\bmemory\\b", Pattern.MULTILINE)
            .matcher(mounts)
            .find();
    boolean v2 = Pattern.compile("^\\S+ \\S+ cgroup2 ", Pattern.MULTILINE).matcher(mounts).find();
    return v1 ? words("version %d", 1) : v2 ? words("version %d", 2) : words("none mounted");
  }

  private static String overcommit(String mode) {
    return switch (mode) {
      case "0" -> words("0: heuristic, obvious overcommits are refused");
      case "1" -> words("1: always, nothing is refused");
      case "2" -> words("2: never beyond the commit limit; mmap fails before memory runs out");
      default -> mode;
    };
  }

  private static Optional<String> size(Path root, String name) {
    return field(root, "proc/meminfo", name).map(MachineFacts::size);
  }

  private static String size(String kb) {
    return Bytes.text(Long.parseLong(kb) * 1024);
  }

  private static Optional<String> field(Path root, String file, String name) {
    Matcher found =
        Pattern.compile("^" + name + ":\\s+(\\d+) kB", Pattern.MULTILINE)
            .matcher(text(root, file).orElse(""));
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  private static Optional<String> text(Path root, String file) {
    try {
      return Optional.of(Files.readString(root.resolve(file)).strip());
    } catch (IOException e) {
      // A fact that cannot be read is left out of the banner.
      return Optional.empty();
    }
  }
}
