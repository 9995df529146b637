package oomlab;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * How the guest's kernel is set and what else is in its memory. {@link #plain} changes nothing.
 *
 * @param overcommit {@code vm.overcommit_memory}: 0 heuristic, 1 always, 2 never beyond the limit
 * @param panicOnOom {@code vm.panic_on_oom}: 0 kill, 1 panic, 2 panic even for a cgroup
 * @param killAllocatingTask {@code vm.oom_kill_allocating_task}
 * @param adj the victim's {@code oom_score_adj}
 * @param uid the victim's user
 * @param decoys other processes that hold memory
 * @param group a memory cgroup for victim and decoys
 * @param tmpfsBytes memory filled with files of a tmpfs, which no process holds
 * @param hugePages pages of 2 MiB that are reserved beforehand ({@code vm.nr_hugepages})
 * @param sysrqBytes the victim stops growing there, and the kernel is asked for a kill (sysrq f); 0
 *     does not ask
 * @param addressBytes address space that the victim may map ({@code ulimit -v}, RLIMIT_AS); 0 for
 *     no such limit
 * @param guard a program that may kill before the kernel does
 */
public record Scenario(
    int overcommit,
    int panicOnOom,
    boolean killAllocatingTask,
    int adj,
    int uid,
    List<Decoy> decoys,
    Optional<Group> group,
    long tmpfsBytes,
    int hugePages,
    long sysrqBytes,
    long addressBytes,
    Guard guard) {
  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if one makes no sense
   */
  public Scenario {
    decoys = List.copyOf(decoys);
    check(overcommit >= 0 && overcommit <= 2, later("vm.overcommit_memory is 0, 1 or 2"));
    check(panicOnOom >= 0 && panicOnOom <= 2, later("vm.panic_on_oom is 0, 1 or 2"));
    check(tmpfsBytes >= 0 && tmpfsBytes <= 1L << 40, later("a tmpfs of that size makes no sense"));
    check(hugePages >= 0 && hugePages <= 1 << 20, later("that many huge pages make no sense"));
    check(sysrqBytes >= 0 && sysrqBytes <= 1L << 40, later("a victim of that size makes no sense"));
    check(
        addressBytes == 0 || (addressBytes >= 1 << 20 && addressBytes <= 1L << 46),
        later("an address space has 1 MiB to 64 TiB, or 0 for no limit"));
    check(
        guard != Guard.SYSTEMD_OOMD || group.isEmpty(),
        later(
            "systemd-oomd puts victim and decoys into cgroups of its own: leave out the memory cgroup"));
    checkAdj(adj);
    checkUid(uid);
  }

  static void checkAdj(int adj) {
    check(adj >= -1000 && adj <= 1000, later("oom_score_adj goes from -1000 to 1000"));
  }

  static void checkUid(int uid) {
    check(uid >= 0, later("a uid is no negative number"));
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(words(message));
    }
  }

  /** Returns a kernel as it boots, with the victim alone. */
  public static Scenario plain() {
    return new Scenario(0, 0, false, 0, 0, List.of(), Optional.empty(), 0, 0, 0, 0, Guard.NONE);
  }

  /** Returns the same with another {@code vm.overcommit_memory}. */
  public Scenario overcommit(int mode) {
    return with(draft -> draft.overcommit = mode);
  }

  /** Returns the same with another {@code vm.panic_on_oom}. */
  public Scenario panicOnOom(int mode) {
    return with(draft -> draft.panicOnOom = mode);
  }

  /** Returns the same with {@code vm.oom_kill_allocating_task} set or not. */
  public Scenario killAllocatingTask(boolean set) {
    return with(draft -> draft.killAllocatingTask = set);
  }

  /** Returns the same with another {@code oom_score_adj} of the victim. */
  public Scenario adj(int value) {
    return with(draft -> draft.adj = value);
  }

  /** Returns the same with the victim run by another user. */
  public Scenario uid(int user) {
    return with(draft -> draft.uid = user);
  }

  /** Returns the same with one more decoy. */
  public Scenario decoy(Decoy more) {
    return with(draft -> draft.decoys.add(more));
  }

  /** Returns the same with victim and decoys in a memory cgroup. */
  public Scenario group(Group inside) {
    return with(draft -> draft.group = Optional.of(inside));
  }

  /** Returns the same with files of so many bytes in a tmpfs. */
  public Scenario tmpfs(long bytes) {
    return with(draft -> draft.tmpfsBytes = bytes);
  }

  /** Returns the same with so many huge pages reserved. */
  public Scenario hugePages(int pages) {
    return with(draft -> draft.hugePages = pages);
  }

  /** Returns the same with a kill asked for once the victim holds so many bytes. */
  public Scenario sysrq(long bytes) {
    return with(draft -> draft.sysrqBytes = bytes);
  }

  /** Returns the same with so much address space for the victim; 0 for no limit. */
  public Scenario addressSpace(long bytes) {
    return with(draft -> draft.addressBytes = bytes);
  }

  /** Returns the same with a program that may kill before the kernel does. */
  public Scenario guard(Guard program) {
    return with(draft -> draft.guard = program);
  }

  private Scenario with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.scenario();
  }

  /** A scenario that one value is changed in: the only place that lists all of them in order. */
  private static final class Draft {
    private int overcommit;
    private int panicOnOom;
    private boolean killAllocatingTask;
    private int adj;
    private int uid;
    private final List<Decoy> decoys;
    private Optional<Group> group;
    private long tmpfsBytes;
    private int hugePages;
    private long sysrqBytes;
    private long addressBytes;
    private Guard guard;

    Draft(Scenario from) {
      overcommit = from.overcommit;
      panicOnOom = from.panicOnOom;
      killAllocatingTask = from.killAllocatingTask;
      adj = from.adj;
      uid = from.uid;
      decoys = new ArrayList<>(from.decoys);
      group = from.group;
      tmpfsBytes = from.tmpfsBytes;
      hugePages = from.hugePages;
      sysrqBytes = from.sysrqBytes;
      addressBytes = from.addressBytes;
      guard = from.guard;
    }

    Scenario scenario() {
      return new Scenario(
          overcommit,
          panicOnOom,
          killAllocatingTask,
          adj,
          uid,
          decoys,
          group,
          tmpfsBytes,
          hugePages,
          sysrqBytes,
          addressBytes,
          guard);
    }
  }

  /**
   * A memory cgroup inside the guest that victim and decoys are put into.
   *
   * @param version 1 or 2
   * @param limitBytes {@code memory.max}, or {@code memory.limit_in_bytes} of version 1
   * @param killTogether {@code memory.oom.group} of version 2: kill all or none
   * @param highBytes {@code memory.high} of version 2: above it the members are slowed down
   * @param swapBytes swap that the members may use: {@code memory.swap.max}, or what {@code
   *     memory.memsw.limit_in_bytes} of version 1 has above the limit; empty for all there is
   */
  public record Group(
      int version,
      long limitBytes,
      boolean killTogether,
      OptionalLong highBytes,
      OptionalLong swapBytes) {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one makes no sense
     */
    public Group {
      if (version != 1 && version != 2) {
        throw new IllegalArgumentException(
            words("memory cgroups have version 1 or 2, not %d", version));
      }
      if (limitBytes < 1 << 20) {
        throw new IllegalArgumentException(words("a memory cgroup's limit is at least 1 MiB"));
      }
      if (killTogether && version == 1) {
        throw new IllegalArgumentException(
            words("memory.oom.group exists in cgroup version 2 only"));
      }
      if (highBytes.isPresent() && version == 1) {
        throw new IllegalArgumentException(words("memory.high exists in cgroup version 2 only"));
      }
      if (highBytes.isPresent() && highBytes.getAsLong() < 1 << 20) {
        throw new IllegalArgumentException(words("memory.high of a group is at least 1 MiB"));
      }
      if (swapBytes.isPresent() && swapBytes.getAsLong() < 0) {
        throw new IllegalArgumentException(words("a group's swap is no negative number"));
      }
    }

    /** Makes one with the limit alone. */
    public Group(int version, long limitBytes, boolean killTogether) {
      this(version, limitBytes, killTogether, OptionalLong.empty(), OptionalLong.empty());
    }

    /** Returns the same with {@code memory.high} of so many bytes. */
    public Group high(long bytes) {
      return new Group(version, limitBytes, killTogether, OptionalLong.of(bytes), swapBytes);
    }

    /** Returns the same with at most so many bytes of swap; 0 for none. */
    public Group swap(long bytes) {
      return new Group(version, limitBytes, killTogether, highBytes, OptionalLong.of(bytes));
    }
  }
}
