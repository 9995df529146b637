package oomlab.cli;

import static oomlab.internal.text.Words.words;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import oomlab.Bytes;
import oomlab.Decoy;
import oomlab.Guard;
import oomlab.Guest;
import oomlab.Guest.Board;
import oomlab.Scenario;
import oomlab.Scenario.Group;
import picocli.CommandLine.Option;

/** The options of {@code oomlab kill} that need a virtual machine. */
final class GuestOptions {
  @Option(
      names = "--in",
      paramLabel = "MACHINE",
      description = {
        "A virtual machine instead of a memory cgroup: guest-arm32 or guest-x86_64, the two of the "
            + "book. It needs QEMU and no rights; see oomlab setup --guests.",
        "The options below are for it; --limit is the limit of --memcg."
      })
  private Optional<String> in = Optional.empty();

  @Option(names = "--memory", paramLabel = "SIZE", description = "Its RAM, such as 256M.")
  private Optional<String> memory = Optional.empty();

  @Option(
      names = "--cpus",
      paramLabel = "N",
      description = "Its CPUs; without this 4 on arm32, 2 on x86_64.")
  private Optional<Integer> cpus = Optional.empty();

  @Option(names = "--swap-size", paramLabel = "SIZE", description = "Its swap disk; 0 for none.")
  private Optional<String> swapSize = Optional.empty();

  @Option(
      names = "--swap-rate",
      paramLabel = "SIZE",
      description = "Bytes a second that this disk writes, such as 8M; no brake without this.")
  private Optional<String> swapRate = Optional.empty();

  @Option(
      names = "--numa-nodes",
      paramLabel = "N",
      description = "Nodes that its RAM is divided into (x86_64).")
  private Optional<Integer> numaNodes = Optional.empty();

  @Option(
      names = "--speed",
      paramLabel = "HOW",
      description = "best (the default: KVM where it works), kvm, or tcg, QEMU's translation.")
  private Optional<String> speed = Optional.empty();

  @Option(
      names = "--kernel",
      paramLabel = "FILE|SERIES",
      description =
          "Your own kernel image, such as the course's zImage; or a series of Debian's kernels, "
              + "such as 6.12.")
  private Optional<String> kernel = Optional.empty();

  @Option(
      names = "--append",
      paramLabel = "WORDS",
      description = "Add words to the kernel's command line, such as 'slub_debug kmemleak=on'.")
  private Optional<String> append = Optional.empty();

  @Option(names = "--dtb", paramLabel = "FILE", description = "Your own device tree.")
  private Optional<String> dtb = Optional.empty();

  @Option(
      names = "--initramfs",
      paramLabel = "FILE",
      description = "Your own initramfs; the experiment's files are added under /oomlab.")
  private Optional<String> initramfs = Optional.empty();

  @Option(names = "--overcommit", paramLabel = "N", description = "vm.overcommit_memory: 0, 1, 2.")
  private Optional<Integer> overcommit = Optional.empty();

  @Option(names = "--panic-on-oom", paramLabel = "N", description = "vm.panic_on_oom: 0, 1, 2.")
  private Optional<Integer> panicOnOom = Optional.empty();

  @Option(
      names = "--kill-allocating-task",
      description = "Set vm.oom_kill_allocating_task: kill who asked, not who has most.")
  private boolean killAllocatingTask;

  @Option(names = "--adj", paramLabel = "N", description = "The victim's oom_score_adj.")
  private Optional<Integer> adj = Optional.empty();

  @Option(names = "--uid", paramLabel = "N", description = "The victim's user; root without this.")
  private Optional<Integer> uid = Optional.empty();

  @Option(
      names = "--decoy",
      paramLabel = "SIZE[,adj=N][,uid=N][,name=TEXT]",
      description = "Another process that holds memory, such as 30M,adj=500. May be repeated.")
  private List<String> decoys = new ArrayList<>();

  @Option(
      names = "--memcg",
      paramLabel = "VERSION",
      description = "Put victim and decoys into a memory cgroup of version 1 or 2, with --limit.")
  private Optional<Integer> memcg = Optional.empty();

  @Option(
      names = "--oom-group",
      description = "Set memory.oom.group in it (version 2): kill all or none.")
  private boolean oomGroup;

  @Option(
      names = "--memory-high",
      paramLabel = "SIZE",
      description = "Set memory.high in it (version 2): slow its members down above that.")
  private Optional<String> memoryHigh = Optional.empty();

  @Option(
      names = "--swap-max",
      paramLabel = "SIZE",
      description = "Swap that its members may use; 0 for none, all there is without this.")
  private Optional<String> swapMax = Optional.empty();

  @Option(
      names = "--address-space",
      paramLabel = "SIZE",
      description = "Address space that the victim may map (ulimit -v, RLIMIT_AS).")
  private Optional<String> addressSpace = Optional.empty();

  @Option(
      names = "--tmpfs",
      paramLabel = "SIZE",
      description = "Fill so much memory with files of a tmpfs.")
  private Optional<String> tmpfs = Optional.empty();

  @Option(
      names = "--huge-pages",
      paramLabel = "N",
      description = "Reserve so many huge pages of 2 MiB.")
  private Optional<Integer> hugePages = Optional.empty();

  @Option(
      names = "--sysrq-at",
      paramLabel = "SIZE",
      description = "Stop growing there, and have the kernel asked for a kill (sysrq f).")
  private Optional<String> sysrqAt = Optional.empty();

  @Option(
      names = "--guard",
      paramLabel = "NAME",
      description = {
        "A program in the guest that may kill before the kernel does: earlyoom or systemd-oomd "
            + "(x86_64), from Debian's packages."
      })
  private Optional<String> guard = Optional.empty();

  /**
   * Returns the machine that was asked for.
   *
   * @param limit the command's {@code --limit}
   * @throws IllegalArgumentException if the options do not fit together
   */
  Optional<Guest> guest(Optional<String> limit) {
    if (in.isEmpty()) {
      refuseWithoutGuest();
      return Optional.empty();
    }
    Guest guest = preset(in.get()).scenario(scenario(limit));
    if (memory.isPresent()) {
      guest = guest.memory(Bytes.parse(memory.get()));
    }
    if (cpus.isPresent()) {
      guest = guest.cpus(cpus.get());
    }
    if (swapSize.isPresent()) {
      guest = guest.swap(sizeOrNone(swapSize.get()));
    }
    if (swapRate.isPresent()) {
      guest = guest.swapRate(Bytes.parse(swapRate.get()));
    }
    if (numaNodes.isPresent()) {
      guest = guest.numaNodes(numaNodes.get());
    }
    if (speed.isPresent()) {
      guest = guest.speed(speed(speed.get()));
    }
    if (kernel.isPresent()) {
      guest =
          kernel.get().matches("[0-9]+[.][0-9]+")
              ? guest.series(kernel.get())
              : guest.kernel(path("--kernel", kernel.get()));
    }
    if (append.isPresent()) {
      guest = guest.kernelArguments(append.get());
    }
    if (dtb.isPresent()) {
      guest = guest.deviceTree(path("--dtb", dtb.get()));
    }
    if (initramfs.isPresent()) {
      guest = guest.initramfs(path("--initramfs", initramfs.get()));
    }
    return Optional.of(guest);
  }

  private void refuseWithoutGuest() {
    boolean any =
        memory.isPresent()
            || cpus.isPresent()
            || swapSize.isPresent()
            || swapRate.isPresent()
            || numaNodes.isPresent()
            || speed.isPresent()
            || kernel.isPresent()
            || append.isPresent()
            || dtb.isPresent()
            || initramfs.isPresent()
            || overcommit.isPresent()
            || panicOnOom.isPresent()
            || killAllocatingTask
            || adj.isPresent()
            || uid.isPresent()
            || !decoys.isEmpty()
            || memcg.isPresent()
            || oomGroup
            || memoryHigh.isPresent()
            || swapMax.isPresent()
            || addressSpace.isPresent()
            || tmpfs.isPresent()
            || hugePages.isPresent()
            || sysrqAt.isPresent()
            || guard.isPresent();
    if (any) {
      throw new IllegalArgumentException(
          words(
              "these options are for a virtual machine: add --in guest-arm32 or --in guest-x86_64"));
    }
  }

  private static Guest preset(String name) {
    for (Board board : Board.values()) {
      if (name.equals("guest-" + board.label())) {
        return board == Board.ARM32 ? Guest.arm32() : Guest.x86();
      }
    }
    throw new IllegalArgumentException(
        words("--in %s is not known: give guest-arm32 or guest-x86_64", name));
  }

  private Scenario scenario(Optional<String> limit) {
    Scenario scenario =
        Scenario.plain()
            .overcommit(overcommit.orElse(0))
            .panicOnOom(panicOnOom.orElse(0))
            .killAllocatingTask(killAllocatingTask)
            .adj(adj.orElse(0))
            .uid(uid.orElse(0))
            .tmpfs(tmpfs.map(Bytes::parse).orElse(0L))
            .hugePages(hugePages.orElse(0))
            .addressSpace(addressSpace.map(Bytes::parse).orElse(0L))
            .sysrq(sysrqAt.map(Bytes::parse).orElse(0L))
            .guard(guard.map(GuestOptions::guard).orElse(Guard.NONE));
    for (String decoy : decoys) {
      scenario = scenario.decoy(Decoy.parse(decoy, Bytes::parse));
    }
    return memcg.isPresent() ? scenario.group(group(memcg.get(), limit)) : alone(scenario, limit);
  }

  private Group group(int version, Optional<String> limit) {
    long bytes =
        limit
            .map(Bytes::parse)
            .orElseThrow(() -> new IllegalArgumentException(words("--memcg wants a --limit")));
    Group group = new Group(version, bytes, oomGroup);
    if (memoryHigh.isPresent()) {
      group = group.high(Bytes.parse(memoryHigh.get()));
    }
    return swapMax.isPresent() ? group.swap(sizeOrNone(swapMax.get())) : group;
  }

  private Scenario alone(Scenario scenario, Optional<String> limit) {
    Map<String, Boolean> ofGroup = new LinkedHashMap<>();
    ofGroup.put("--oom-group", oomGroup);
    ofGroup.put("--memory-high", memoryHigh.isPresent());
    ofGroup.put("--swap-max", swapMax.isPresent());
    ofGroup.put("--limit", limit.isPresent());
    ofGroup.forEach(
        (option, given) -> {
          if (given) {
            throw new IllegalArgumentException(
                words("%s in a guest wants --memcg 1 or 2; its RAM is --memory", option));
          }
        });
    return scenario;
  }

  private static long sizeOrNone(String text) {
    return text.equals("0") ? 0 : Bytes.parse(text);
  }

  private static Guard guard(String text) {
    for (Guard guard : Guard.values()) {
      if (guard.label().equals(text)) {
        return guard;
      }
    }
    throw new IllegalArgumentException(
        words("--guard %s is not known: give none, earlyoom or systemd-oomd", text));
  }

  private static Guest.Speed speed(String text) {
    for (Guest.Speed speed : Guest.Speed.values()) {
      if (speed.name().toLowerCase(Locale.ROOT).equals(text)) {
        return speed;
      }
    }
    throw new IllegalArgumentException(
        words("--speed %s is not known: give best, kvm or tcg", text));
  }

  private static Path path(String option, String text) {
    try {
      return Path.of(text).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(words("%s: no path: %s", option, text), e);
    }
  }
}
