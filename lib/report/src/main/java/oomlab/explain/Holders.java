package oomlab.explain;

import static oomlab.explain.Wording.kb;
import static oomlab.explain.Wording.name;
import static oomlab.explain.Wording.percent;
import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oomlab.explain.Ledger.Kind;
import oomlab.report.LineKind;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Kill;
import oomlab.report.OomReport.Scope;
import oomlab.report.OomReport.Slab;
import oomlab.report.OomReport.Swap;
import oomlab.report.OomReport.Task;

/**
 * Who holds the memory: processes by command and by user, and what no process holds; each with what
 * an administrator does next.
 */
final class Holders {
  private static final int LARGE_PERCENT = 20;
  private static final int NOTABLE_PERCENT = 10;
  private static final long LEAST_KB = 4 * 1024;

  private final OomReport report;
  private final Optional<Ledger> ledger;
  private final List<Observation> observations = new ArrayList<>();

  private boolean victimHoldsMost;

  /** Processes that have a command or a user in common. */
  private record Share(String who, List<Task> tasks, long kb) {}

  private Holders(Explanation explanation) {
    this.report = explanation.report();
    this.ledger = explanation.ledger();
  }

  static List<Observation> of(Explanation explanation) {
    Holders holders = new Holders(explanation);
    holders.inUse();
    holders.processes();
    holders.swap();
    holders.ledger.ifPresent(holders::parts);
    holders.victim();
    return List.copyOf(holders.observations);
  }

  private boolean ofGroup() {
    return report.scope() == Scope.MEMCG;
  }

  /** Of a machine, how much is in use; of a group, the limit says it. */
  private void inUse() {
    ledger
        .filter(all -> !ofGroup())
        .ifPresent(
            all -> {
              long usedKb = all.totalKb() - all.kb(Kind.FREE);
              String swap =
                  report
                      .swap()
                      .filter(s -> s.totalKb().orElse(0) > 0 && s.freeKb().orElse(-1) >= 0)
                      .map(
                          s ->
                              words(
                                  ", and %d %% of %s of swap",
                                  percent(used(s), s.totalKb().orElse(0)),
                                  kb(s.totalKb().orElse(0))))
                      .orElse("");
              add(
                  words(
                      "In use: %d %% of %s of RAM%s.",
                      percent(usedKb, all.totalKb()), kb(all.totalKb()), swap),
                  "");
            });
  }

  private static long used(Swap swap) {
    return swap.totalKb().orElse(0) - swap.freeKb().orElse(0);
  }

  private void processes() {
    long totalKb = ledger.map(Ledger::totalKb).orElse(0L);
    long mostKb =
        report.memcg().flatMap(m -> m.usageKb().stream().boxed().findFirst()).orElse(totalKb);
    // More than there is: pages that processes share were counted for each, and a sum says nothing.
    Predicate<Share> possible =
        share ->
            mostKb == 0 || share.kb() <= mostKb || share.tasks().get(0).rssAnonPages().isPresent();
    List<Share> commands = shares(Task::name);
    if (!commands.stream().limit(1).allMatch(possible)) {
      commands = shares(task -> String.valueOf(task.line()));
    }
    boolean several = commands.size() > 1;
    if (commands.isEmpty() || commands.get(0).kb() == 0) {
      return;
    }
    Share top = single(commands.get(0));
    if (rowless().filter(kb -> kb > top.kb()).isPresent()) {
      add(
          words(
              "The victim %s held more than any process that the table shows: %s.",
              name(report.kills().get(0).comm(), report.kills().get(0).pid()), kb(rowless().get())),
          "");
      return;
    }
    int count = top.tasks().size();
    victimHoldsMost = isVictim(top);
    String advice =
        count > 1
            ? words(
                ofGroup()
                    ? "Run fewer %s at once (workers, jobs)."
                    : "Run fewer %s at once (workers, jobs), or put them into a group with a limit"
                        + " of its own (MemoryMax=).",
                top.who())
            : words(
                ofGroup()
                    ? "Find out what %s needs so much for; oom_score_adj only decides who dies."
                    : "Find out what %s needs so much for. A limit of its own (MemoryMax=) keeps it"
                        + " from others; oom_score_adj only decides who dies.",
                top.tasks().get(0).name());
    add(
        count > 1
            ? words("%,d processes %s hold most: %s%s.", count, top.who(), held(top), shared(top))
            : words(
                victimHoldsMost ? "The victim is %s and holds most: %s." : "%s holds most: %s.",
                name(top.tasks().get(0)),
                held(top)),
        percent(top.kb(), totalKb) >= LARGE_PERCENT ? advice : "");
    if (report.endsEarly()
        || report.lines().stream().noneMatch(l -> l.kind() == LineKind.TASK_HEADER)) {
      add(
          words(
              "That is of the %,d rows that are here: the table may have more.",
              report.tasks().size()),
          "");
      return;
    }
    shares(task -> task.uid().isPresent() ? words("user %d", task.uid().getAsLong()) : "").stream()
        .filter(user -> possible.test(user) && !user.who().isEmpty() && several)
        .findFirst()
        .filter(user -> user.kb() > top.kb() + top.kb() / 4)
        .filter(user -> percent(user.kb(), totalKb) >= NOTABLE_PERCENT)
        .ifPresent(
            user ->
                add(
                    words(
                        "Of all users %s holds most: %s in %,d processes.",
                        user.who(), held(user), user.tasks().size()),
                    ""));
  }

  /** Returns what the first victim held, if the table has rows and none of it. */
  private Optional<Long> rowless() {
    return report.kills().stream()
        .limit(1)
        .filter(k -> report.tasks().stream().noneMatch(t -> t.pid() == k.pid()))
        .map(k -> k.anonRssKb().orElse(0) + k.fileRssKb().orElse(0))
        .findFirst();
  }

  /** Returns the largest process alone where it has most of what its command has. */
  private Share single(Share command) {
    return command.tasks().stream()
        .map(task -> new Share(command.who(), List.of(task), residentKb(List.of(task))))
        .filter(alone -> alone.kb() * 5 >= command.kb() * 4)
        .findFirst()
        .orElse(command);
  }

  private boolean isVictim(Share share) {
    return share.tasks().size() == 1
        && report.kill().filter(k -> k.pid() == share.tasks().get(0).pid()).isPresent();
  }

  /** Returns the largest first. */
  private List<Share> shares(Function<Task, String> by) {
    Map<String, List<Task>> groups =
        report.tasks().stream().collect(Collectors.groupingBy(by, Collectors.toList()));
    return groups.entrySet().stream()
        .map(g -> new Share(g.getKey(), g.getValue(), residentKb(g.getValue())))
        .sorted(Comparator.comparingLong(Share::kb).reversed().thenComparing(Share::who))
        .toList();
  }

  /**
   * Where the table tells it apart, shared memory is left out, and of files only the largest share
   * counts: that of the others is the same program and the same libraries.
   */
  private long residentKb(List<Task> tasks) {
    long pages =
        tasks.stream().mapToLong(t -> t.rssAnonPages().orElse(t.rssPages().orElse(0))).sum();
    long files =
        tasks.stream()
            .filter(t -> t.rssAnonPages().isPresent())
            .mapToLong(t -> t.rssFilePages().orElse(0))
            .max()
            .orElse(0);
    return (pages + files) * report.pageBytes() / 1024;
  }

  private String held(Share share) {
    long totalKb = ledger.map(Ledger::totalKb).orElse(0L);
    return percent(share.kb(), totalKb) > 0 && share.kb() <= totalKb
        ? words("%s resident, %d %% of %s", kb(share.kb()), percent(share.kb(), totalKb), total())
        : words("%s resident", kb(share.kb()));
  }

  private String total() {
    return words(ofGroup() ? "what the group is charged for" : "all RAM");
  }

  private static String shared(Share share) {
    return share.tasks().size() > 1
            && share.tasks().stream().noneMatch(t -> t.rssAnonPages().isPresent())
        ? words(", where pages that they share count for each")
        : "";
  }

  private void swap() {
    if (ofGroup()) {
      return;
    }
    report
        .swap()
        .filter(s -> s.freeKb().isPresent() && s.totalKb().orElse(0) > 0)
        .ifPresent(
            s -> {
              long freeKb = s.freeKb().getAsLong();
              if (freeKb < 0) {
                add(
                    words(
                        "Free swap is counted as %s, below zero: swap was being switched off"
                            + " (swapoff).",
                        kb(freeKb)),
                    "");
              } else if (percent(freeKb, s.totalKb().getAsLong()) <= 2) {
                add(
                    words("Swap is full: %s of it are free.", kb(freeKb)),
                    words(
                        "More swap only puts the end off while something grows: look at who holds"
                            + " it (VmSwap in /proc/PID/status)."));
              } else if (percent(freeKb, s.totalKb().getAsLong()) >= 50) {
                add(words("%s of swap were free: it was not swap that ran out.", kb(freeKb)), "");
              }
            });
    boolean none = report.swap().map(s -> s.totalKb().orElse(1) == 0).orElse(false);
    long anonymous = ledger.map(all -> percent(all.kb(Kind.ANONYMOUS), all.totalKb())).orElse(0L);
    if (none && anonymous >= 50) {
      add(
          words("There is no swap: anonymous memory can leave RAM only when its process dies."),
          "");
    }
  }

  /** What no process's death gives back, or not all of it. */
  private void parts(Ledger all) {
    part(
        all,
        all.kb(Kind.SHARED),
        LARGE_PERCENT,
        later("%s (%d %%) are shared memory and files of a tmpfs, which outlive the victim."),
        words(
            "df -t tmpfs and ipcs -m show whose they are; rm and ipcrm free them, the mount option"
                + " size= limits them."));
    long unevictable = all.kb("unevictable");
    long mlocked = report.zones().stream().mapToLong(z -> z.field("mlockedKb").orElse(0)).sum();
    part(
        all,
        unevictable,
        LARGE_PERCENT,
        mlocked * 2 < unevictable
            ? later("%s (%d %%) cannot be evicted, and mlock is only %s of it.")
            : later("%s (%d %%) cannot be evicted; mlock is %s of it."),
        words(
            mlocked * 2 < unevictable
                ? "Look for a ramfs (it knows no limit; a tmpfs does), SHM_LOCK, and drivers that"
                    + " pin pages."
                : "RLIMIT_MEMLOCK (ulimit -l, LimitMEMLOCK=) sets how much a process may lock;"
                    + " VmLck in /proc/PID/status shows who did."),
        kb(mlocked));
    part(
        all,
        all.kb("slab_unreclaimable") + all.kb("slab"),
        NOTABLE_PERCENT,
        later("%s (%d %%) are the kernel's own objects that it cannot give back%s."),
        words(
            "slabtop -s c shows which; if one keeps growing, look for a leak in a driver or for too"
                + " many of what it stands for."),
        largestSlab());
    part(
        all,
        all.kb("slab_reclaimable"),
        LARGE_PERCENT,
        later(
            "%s (%d %%) are the kernel's caches of file names and inodes, or others that it can"
                + " give back."),
        words(
            "vm.vfs_cache_pressure above 100 lets them shrink sooner; writing 2 to"
                + " /proc/sys/vm/drop_caches empties them once."));
    part(
        all,
        all.kb("pagetables"),
        5,
        later("%s (%d %%) are page tables."),
        words(
            "Many processes that map one large region have tables of their own for it: huge pages"
                + " (vm.nr_hugepages) or fewer processes help."));
    part(
        all,
        all.kb("kernel_stack"),
        5,
        later("%s (%d %%) are kernel stacks, one for each thread."),
        words(
            "Look for a program that starts threads without end; TasksMax= or pids.max limits"
                + " them."));
    part(
        all,
        all.kb("kmem: usage"),
        LARGE_PERCENT,
        later("%s (%d %%) are the kernel's own memory for this group."),
        words("memory.kmem.slabinfo of the group shows which objects (version 1)."));
    long free = report.memory().hugePages().stream().mapToLong(h -> h.free() * h.sizeKb()).sum();
    part(
        all,
        all.kb(Kind.HUGE),
        LARGE_PERCENT,
        ofGroup()
            ? later("%s (%d %%) are set aside as huge pages; nobody else can have them.")
            : later(
                "%s (%d %%) are set aside as huge pages, %s of it unused; nobody else can have"
                    + " them."),
        words("vm.nr_hugepages sets how many."),
        kb(free));
    part(
        all,
        all.kb("percpu"),
        NOTABLE_PERCENT,
        later("%s (%d %%) are the kernel's per-CPU data."),
        words(
            "It grows with the number of CPUs and of memory cgroups (nr_dying_descendants in"
                + " cgroup.stat), of network devices and of BPF maps."));
    part(
        all,
        all.kb("free_pcp"),
        5,
        later("%s (%d %%) are free pages that CPUs keep for themselves."),
        words("vm.percpu_pagelist_high_fraction bounds them."));
    part(
        all,
        all.kb("zspages") + all.kb("zswap"),
        NOTABLE_PERCENT,
        later("%s (%d %%) are swap that is compressed in memory."),
        words("A smaller zram disk (disksize), mem_limit, or zswap.max_pool_percent bounds it."));
    part(
        all,
        all.kb("gpu_active"),
        NOTABLE_PERCENT,
        later("%s (%d %%) are graphics memory."),
        words(
            "Programs with many textures or buffers hold it; their files in /proc/PID/fdinfo"
                + " show who."));
    part(
        all,
        all.kb("sock"),
        NOTABLE_PERCENT,
        later("%s (%d %%) are buffers of the network."),
        words("net.ipv4.tcp_mem and the buffer sizes tcp_rmem and tcp_wmem bound them."));
    part(
        all,
        all.kb(Kind.RESERVED),
        LARGE_PERCENT,
        later(
            "%s (%d %%) were never given out: the kernel's image and tables, firmware,"
                + " crashkernel=."),
        words("The lines \"Memory:\" and \"reserved\" at boot show for what."));
    boolean balloon =
        report.source().balloon().isPresent()
            || report.lines().stream()
                .anyMatch(l -> l.kind() == LineKind.FOREIGN && l.text().contains("balloon"));
    part(
        all,
        all.unaccountedKb(),
        NOTABLE_PERCENT,
        balloon
            ? later(
                "%s (%d %%) are in no counter, and a balloon driver wrote to the log: the host took"
                    + " memory back.")
            : later(
                "%s (%d %%) are in no counter: pages that a driver, a balloon of a virtual"
                    + " machine or zram took directly."),
        words(
            balloon
                ? "Raise the least memory of the virtual machine (dynamic memory, ballooning) on"
                    + " its host."
                : "In a virtual machine look at its balloon; else unload drivers one by one, or"
                    + " boot with page_owner=on to see who."));
  }

  private void part(
      Ledger all, long kb, int leastPercent, String what, String advice, Object... more) {
    long share = percent(kb, all.totalKb());
    if (share >= leastPercent && kb >= LEAST_KB) {
      Object[] values = Stream.concat(Stream.of(kb(kb), share), Stream.of(more)).toArray();
      add(words(what, values), advice);
    }
  }

  private String largestSlab() {
    return report.memory().slabs().stream()
        .max(Comparator.comparingLong(Slab::totalKb))
        .map(slab -> words(", most of all %s with %s", slab.name(), kb(slab.totalKb())))
        .orElse("");
  }

  /** How much the death of the first victim can bring. */
  private void victim() {
    if (report.kills().isEmpty()) {
      return;
    }
    Kill kill = report.kills().get(0);
    long own = kill.anonRssKb().orElse(0) + kill.fileRssKb().orElse(0);
    long shmem = kill.shmemRssKb().orElse(0);
    if (shmem > own && shmem >= LEAST_KB) {
      add(
          words(
              "Most of the victim is shared memory, %s: it stays while another process has it, or a"
                  + " file of a tmpfs.",
              kb(shmem)),
          words(
              "Look at what shares it (a database's buffers, /dev/shm); restarting that gives it"
                  + " back."));
    }
    long totalKb = ledger.map(Ledger::totalKb).orElse(0L);
    long heldKb = own + shmem;
    if (kill.anonRssKb().isPresent() && !victimHoldsMost && heldKb <= totalKb) {
      long share = percent(heldKb, totalKb);
      add(
          share > 0
              ? words("The victim held %s, %d %% of %s.", kb(heldKb), share, total())
              : words("The victim held %s, next to nothing of %s.", kb(heldKb), total()),
          "");
    }
  }

  private void add(String what, String advice) {
    observations.add(new Observation(what, advice));
  }
}
