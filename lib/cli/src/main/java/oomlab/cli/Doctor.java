package oomlab.cli;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import oomlab.internal.cgroup.MemoryCgroups;
import oomlab.internal.cgroup.Place;
import oomlab.internal.klog.LogAccess;
import oomlab.internal.text.TextWidth;

/**
 * What this machine lets the book do.
 *
 * @param facts what was found, in the page's order
 * @param rung which way an experiment will take here, and what it cannot show there
 * @param recordedRunsWork whether the book can be made at least from recorded runs
 */
record Doctor(List<Fact> facts, String rung, boolean recordedRunsWork) {
  /**
   * One line of the page.
   *
   * @param what such as {@code kernel log}
   * @param found what is there, in words
   * @param fix what to do about it, as a command where there is one; empty if all is well
   */
  record Fact(String what, String found, String fix) {
    static Fact of(String what, String found) {
      return new Fact(what, found, "");
    }
  }

  /**
   * What was found out by other means than reading files.
   *
   * @param places where a memory cgroup can be made
   * @param log whether the kernel log can be read
   * @param tools JDK, Maven, Jupyter, kernels, QEMU
   * @param guest whether a virtual machine can take the place of a memory cgroup
   * @param jupyter whether Jupyter is here or can be got
   */
  record Probes(
      List<Place> places, LogAccess log, List<Fact> tools, boolean guest, boolean jupyter) {}

  /**
   * Examines a machine.
   *
   * @param root {@code /}, or where a test keeps {@code proc} and {@code etc}
   */
  static Doctor examine(Path root, Probes probes) {
    List<Fact> facts = new ArrayList<>();
    facts.add(
        Fact.of(
            words("system"),
            words("%s, Linux %s", system(root), line(root, "proc/sys/kernel/osrelease"))));
    facts.add(memory(root));
    facts.add(overcommit(root));
    panic(root).ifPresent(facts::add);
    if ("0".equals(line(root, "proc/sys/vm/oom_dump_tasks"))) {
      facts.add(
          new Fact(
              words("task table"),
              words("vm.oom_dump_tasks is 0: reports come without their task table"),
              "sudo sysctl vm.oom_dump_tasks=1"));
    }
    facts.add(Fact.of(words("cgroups"), versions(root)));
    for (Place place : probes.places()) {
      facts.add(
          new Fact(
              words("memory cgroup"),
              words("v%d at %s: %s", place.version(), place.directory(), place.reason()),
              place.usable() ? "" : place.fix()));
    }
    facts.add(
        new Fact(
            words("kernel log"),
            words("%s: %s", probes.log().source(), probes.log().reason()),
            probes.log().readable() ? "" : probes.log().fix()));
    facts.add(processes(root));
    facts.addAll(probes.tools());
    Optional<Place> usable = probes.places().stream().filter(Place::usable).findFirst();
    return new Doctor(List.copyOf(facts), rung(usable, probes), probes.jupyter());
  }

  private static String rung(Optional<Place> usable, Probes probes) {
    if (usable.isEmpty() && probes.guest()) {
      return words(
          """
          a memory cgroup of a virtual machine, as none can be used on this one.
          The notebooks do that by themselves; on the command line it is
          ./oomlab kill --in guest-x86_64 --memcg 2 --limit 64M
          It shows a real kill and the report of the guest's kernel, and nothing of this machine.""");
    }
    if (usable.isEmpty()) {
      return words(
          "recorded runs. No memory cgroup can be used here, so nothing is provoked:\n"
              + "pages show runs that were recorded on another machine, and say so.");
    }
    Place place = usable.get();
    String where =
        words("a v%d memory cgroup under %s.", place.version(), place.directory())
            + "\n"
            + (MemoryCgroups.isOwnScope(place.directory())
                ? words(
                        "Your systemd manager makes that scope for the command, and removes it afterwards.")
                    + "\n"
                : "");
    String shown =
        words(
            probes.log().readable()
                ? "It shows a real kill and the kernel's report of it."
                : "It shows a real kill, proved by the group's own counter, but without the right to read the"
                    + " kernel log neither the report nor the kill's exact time.");
    return where
        + shown
        + "\n"
        + words(
            "It cannot show a whole machine out of memory: the other processes here are left alone.");
  }

  private static Fact memory(Path root) {
    OptionalLong total = memInfoKib(root, "MemTotal:");
    OptionalLong swap = memInfoKib(root, "SwapTotal:");
    String ram =
        total.isPresent()
            ? words("%d MiB of RAM", total.getAsLong() / 1024)
            : words("RAM cannot be read");
    String swapped =
        swap.isEmpty() || swap.getAsLong() == 0
            ? words("no swap")
            : words("%d MiB of swap", swap.getAsLong() / 1024);
    return Fact.of(words("memory"), words("%s, %s", ram, swapped));
  }

  /** Returns a value of /proc/meminfo in KiB (man 5 proc_meminfo). */
  private static OptionalLong memInfoKib(Path root, String key) {
    return lines(root, "proc/meminfo").stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.replaceAll("[^0-9]", ""))
        .filter(digits -> !digits.isEmpty())
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  private static Fact overcommit(Path root) {
    String mode = line(root, "proc/sys/vm/overcommit_memory");
    String what = words("overcommit");
    return switch (mode) {
      case "0" -> Fact.of(what, words("mode 0: the kernel promises more than it has, by a guess"));
      case "1" -> Fact.of(what, words("mode 1: the kernel promises whatever is asked for"));
      case "2" ->
          new Fact(
              what,
              words(
                  "mode 2: mmap fails before memory runs out, so a victim may end with ENOMEM unkilled"),
              "sudo sysctl vm.overcommit_memory=0");
      default -> Fact.of(what, words("mode unknown: /proc/sys/vm/overcommit_memory unreadable"));
    };
  }

  private static Optional<Fact> panic(Path root) {
    String value = line(root, "proc/sys/vm/panic_on_oom");
    if (value.isEmpty() || value.equals("0")) {
      return Optional.empty();
    }
    // Documentation/admin-guide/sysctl/vm.rst: 2 panics even on a memory cgroup's OOM.
    return Optional.of(
        value.equals("2")
            ? new Fact(
                words("panic on OOM"),
                words("vm.panic_on_oom is 2: any kill here would stop the whole machine"),
                "sudo sysctl vm.panic_on_oom=1")
            : Fact.of(
                words("panic on OOM"),
                words(
                    "vm.panic_on_oom is %s: a kill in a memory cgroup is safe, one outside stops the machine",
                    value)));
  }

  private static String versions(Path root) {
    List<String> found = new ArrayList<>();
    for (String mount : lines(root, "proc/self/mounts")) {
      String[] fields = mount.split(" ", -1);
      if (fields.length < 4) {
        continue;
      }
      if (fields[2].equals("cgroup2")) {
        String controllers = line(root, fields[1].replaceFirst("^/", "") + "/cgroup.controllers");
        boolean memory = List.of(controllers.split(" ", -1)).contains("memory");
        found.add(
            words(memory ? "v2 at %s" : "v2 at %s, without the memory controller", fields[1]));
      } else if (fields[2].equals("cgroup")
          && List.of(fields[3].split(",", -1)).contains("memory")) {
        found.add(words("v1 memory at %s", fields[1]));
      }
    }
    return found.isEmpty() ? words("none mounted") : String.join(words("; "), found);
  }

  private static Fact processes(Path root) {
    // man 5 proc, mount option hidepid: 1 and 2 hide other users' files, and so does ptraceable.
    Optional<String> hidden =
        lines(root, "proc/self/mounts").stream()
            .filter(mount -> mount.contains(" /proc proc "))
            .flatMap(mount -> Stream.of(mount.split("[ ,]", -1)))
            .filter(option -> option.startsWith("hidepid=") && !option.matches("hidepid=(0|off)"))
            .findFirst();
    boolean others = !line(root, "proc/1/statm").isEmpty();
    if (others) {
      return Fact.of("/proc", words("all processes can be seen"));
    }
    return new Fact(
        "/proc",
        words(
            "own processes only%s: a victim can be watched, the machine's other processes cannot",
            hidden.map(option -> words(" (mounted with %s)", option)).orElse("")),
        hidden.isPresent()
            ? "sudo mount -o remount,hidepid=0 /proc"
            : words("run as the user who owns them"));
  }

  private static String system(Path root) {
    return lines(root, "etc/os-release").stream()
        .filter(line -> line.startsWith("PRETTY_NAME="))
        .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
        .findFirst()
        .orElseGet(() -> words("unnamed system"));
  }

  private static String line(Path root, String file) {
    List<String> lines = lines(root, file);
    return lines.isEmpty() ? "" : lines.get(0).strip();
  }

  private static List<String> lines(Path root, String file) {
    try {
      return Files.readAllLines(root.resolve(file));
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  /** Lays the page out: facts, fixes under them, the rung. */
  String toPage() {
    StringBuilder page = new StringBuilder();
    for (Fact fact : facts) {
      page.append(String.format("%s %s%n", TextWidth.padded(fact.what(), 14), fact.found()));
      if (!fact.fix().isEmpty()) {
        page.append(String.format("%-14s %s%n", "", words("fix: %s", fact.fix())));
      }
    }
    page.append(String.format("%n%s%n", words("An experiment uses %s", rung)));
    return page.toString();
  }
}
