package oomlab.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import oomlab.Decoy;
import oomlab.Guard;
import oomlab.Guest;
import oomlab.Scenario;
import oomlab.Scenario.Group;

/** The shell script that a guest runs its experiment by; a pure function. */
final class GuestScript {
  /** OOM_SCORE_ADJ_MIN of include/uapi/linux/oom.h. */
  private static final int NEVER = -1000;

  private static final String GROUP = "/tmp/groups/lab";
  private static final String FOLDER = "/sys/fs/cgroup/" + GuardProgram.SLICE;

  /** Systemd's own is 60 %, over 30 s (man 5 oomd.conf): a small guest is dead by then. */
  private static final String LIMIT = "ManagedOOMMemoryPressureLimit=20%";

  private static final String LACKS =
      "lacks() { echo \"the guest's kernel has no $1: use another kernel, or leave that out\" >&2; exit 1; }";

  private final List<String> lines = new ArrayList<>();

  private GuestScript() {}

  /** Returns the experiment as a shell script for the guest's busybox. */
  static String of(Guest guest, Workload load) {
    GuestScript script = new GuestScript();
    Scenario scenario = guest.scenario();
    script.say("set -e");
    script.memory(guest, scenario);
    scenario.group().ifPresent(script::group);
    script.guard(scenario.guard());
    int number = 0;
    for (Decoy decoy : scenario.decoys()) {
      number++;
      script.decoy(decoy, number, scenario);
    }
    script.rules(scenario);
    script.victim(scenario, load);
    if (script.lines.stream().anyMatch(line -> line.contains(" || lacks "))) {
      script.lines.add(1, LACKS);
    }
    return String.join("\n", script.lines) + "\n";
  }

  private void say(String line) {
    lines.add(line);
  }

  private void memory(Guest guest, Scenario scenario) {
    if (guest.swapBytes() > 0 && guest.swapRate() > 0) {
      // A long queue would take in all of the swap at once, and then stand still for seconds.
      say("echo 4 >/sys/block/vda/queue/nr_requests");
      say("echo 64 >/sys/block/vda/queue/max_sectors_kb");
    }
    if (scenario.tmpfsBytes() > 0) {
      long kib = scenario.tmpfsBytes() / 1024;
      say("mkdir -p /tmp/files");
      say("mount -t tmpfs -o size=%dk none /tmp/files".formatted(kib + 4));
      say("dd if=/dev/zero of=/tmp/files/zeros bs=1k count=%d 2>/dev/null".formatted(kib));
    }
    if (scenario.hugePages() > 0) {
      need("[ -e /proc/sys/vm/nr_hugepages ]", "huge pages (CONFIG_HUGETLBFS)");
      say("echo %d >/proc/sys/vm/nr_hugepages".formatted(scenario.hugePages()));
    }
  }

  private void group(Group group) {
    say("mkdir -p /tmp/groups");
    if (group.version() == 2) {
      need("grep -qw cgroup2 /proc/filesystems", "cgroup v2 (Linux 4.5, CONFIG_CGROUPS)");
      say("mount -t cgroup2 none /tmp/groups");
      need(
          "grep -qw memory /tmp/groups/cgroup.controllers",
          "memory controller for cgroup v2 (CONFIG_MEMCG)");
      say("echo +memory >/tmp/groups/cgroup.subtree_control");
      say("mkdir " + GROUP);
      set("memory.max", group.limitBytes());
      group.highBytes().ifPresent(bytes -> set("memory.high", bytes));
      group.swapBytes().ifPresent(bytes -> set("memory.swap.max", bytes));
      if (group.killTogether()) {
        set("memory.oom.group", 1);
      }
    } else {
      need(
          "grep -q '^memory' /proc/cgroups",
          "memory controller for cgroup v1 (CONFIG_MEMCG, since 6.11 CONFIG_MEMCG_V1)");
      say("mount -t cgroup -o memory none /tmp/groups");
      say("mkdir " + GROUP);
      set("memory.limit_in_bytes", group.limitBytes());
      group
          .swapBytes()
          .ifPresent(bytes -> set("memory.memsw.limit_in_bytes", group.limitBytes() + bytes));
    }
  }

  /** Ends with a sentence where the guest's kernel lacks something. */
  private void need(String command, String what) {
    say("%s || lacks '%s'".formatted(command, what));
  }

  private void set(String file, long value) {
    need("echo %d >%s/%s".formatted(value, GROUP, file), file);
  }

  private void decoy(Decoy decoy, int number, Scenario scenario) {
    Optional<String> cgroup = cgroup(scenario, "decoy" + number);
    own(scenario, cgroup);
    say(
        "oom -t 1 -c 1048576 -b %d -s -n %s%s >/tmp/decoy%d 2>&1 3>&- &"
            .formatted(
                decoy.bytes(),
                decoy.name(),
                dress(decoy.oomScoreAdj(), decoy.uid(), cgroup),
                number));
    // Bounded: a decoy that is refused its memory must not keep the guest waiting for ever.
    say(
        "for i in $(seq 200); do grep -Eq 'touched|refused|^victim' /tmp/decoy%d && break; sleep 0.05; done"
            .formatted(number));
    say(
        "grep -q touched /tmp/decoy%1$d || { echo \"decoy %2$s got no %3$d bytes: $(tail -n 1 /tmp/decoy%1$d)\" >&2; exit 1; }"
            .formatted(number, decoy.name(), decoy.bytes()));
  }

  private void rules(Scenario scenario) {
    if (scenario.overcommit() != 0) {
      say("echo %d >/proc/sys/vm/overcommit_memory".formatted(scenario.overcommit()));
    }
    if (scenario.panicOnOom() != 0) {
      say("echo %d >/proc/sys/vm/panic_on_oom".formatted(scenario.panicOnOom()));
    }
    if (scenario.killAllocatingTask()) {
      say("echo 1 >/proc/sys/vm/oom_kill_allocating_task");
    }
  }

  // "exec": a shell that waited would be one more process for the kernel to choose from.
  private void victim(Scenario scenario, Workload load) {
    Optional<String> cgroup = cgroup(scenario, "victim");
    own(scenario, cgroup);
    boolean asks = scenario.sysrqBytes() > 0;
    String dress = dress(scenario.adj(), scenario.uid(), cgroup);
    String command =
        load.program().isEmpty()
            ? "oom -t %d -c %d -m %s%s%s"
                .formatted(
                    load.threads(),
                    load.chunkBytes(),
                    load.mode(),
                    asks ? " -s -b " + scenario.sysrqBytes() : "",
                    dress)
            : "oom%s -- %s"
                .formatted(
                    dress,
                    load.program().stream()
                        .map(GuestScript::quoted)
                        .collect(Collectors.joining(" ")));
    say(
        "exec probe -i %d -l %d%s%s%s%s %s"
            .formatted(
                load.sampleMicros(),
                load.limitMicros(),
                asks ? " -s" : "",
                // A victim that may not be killed dies with its parent, so that one may not either.
                scenario.adj() == NEVER ? " -a " + NEVER : "",
                scenario.group().isEmpty() ? "" : " -g " + GROUP,
                scenario.guard() == Guard.NONE
                    ? ""
                    : " -w " + new GuardProgram(scenario.guard()).log(),
                limited(command, scenario.addressBytes())));
  }

  // Not the probe: a limit of its own would be no part of the experiment.
  private static String limited(String command, long addressBytes) {
    return addressBytes == 0
        ? command
        : "sh -c " + quoted("ulimit -v %d && exec %s".formatted(addressBytes / 1024, command));
  }

  /** Returns a word as a shell takes it unchanged. */
  private static String quoted(String word) {
    return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static String dress(int adj, int uid, Optional<String> cgroup) {
    return (adj == 0 ? "" : " -a " + adj)
        + (uid == 0 ? "" : " -u " + uid)
        + cgroup.map(folder -> " -g " + folder + "/cgroup.procs").orElse("");
  }

  private void guard(Guard guard) {
    if (guard == Guard.EARLYOOM) {
      // -p: as Debian's service does with its own words.
      say("earlyoom -m 10 -s 10 -r 1 -p >%s 2>&1 3>&- &".formatted(new GuardProgram(guard).log()));
      say(
          "for i in $(seq 200); do grep -q 'sending SIGTERM' %s && break; sleep 0.05; done"
              .formatted(new GuardProgram(guard).log()));
      say(
          "grep -q 'sending SIGTERM' %1$s || { tail -n 1 %1$s >&2; exit 1; }"
              .formatted(new GuardProgram(guard).log()));
    } else if (guard == Guard.SYSTEMD_OOMD) {
      setting("system/" + GuardProgram.SLICE, "[Slice]", "ManagedOOMMemoryPressure=kill", LIMIT);
      setting("oomd.conf.d/lab.conf", "[OOM]", "DefaultMemoryPressureDurationSec=1s");
      say("systemctl daemon-reload");
      say("systemctl start " + GuardProgram.SLICE);
      say("echo +memory >%s/cgroup.subtree_control".formatted(FOLDER));
      say("systemctl start systemd-oomd");
      say("systemctl is-active systemd-oomd >&2");
    }
  }

  private void setting(String file, String... lines) {
    say("mkdir -p $(dirname /run/systemd/%s)".formatted(file));
    say("printf '%%s\\n' %s >/run/systemd/%s".formatted(String.join(" ", lines), file));
  }

  private void own(Scenario scenario, Optional<String> cgroup) {
    if (scenario.guard() == Guard.SYSTEMD_OOMD) {
      cgroup.ifPresent(folder -> say("mkdir " + folder));
    }
  }

  /** The folder of the cgroup that a process is put into, if it is. */
  private static Optional<String> cgroup(Scenario scenario, String name) {
    return scenario.guard() == Guard.SYSTEMD_OOMD
        ? Optional.of(FOLDER + "/" + name)
        : scenario.group().map(group -> GROUP);
  }
}
