package oomlab.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    long sysrqBytes) {
  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if one makes no sense
   */
  public Scenario {
    decoys = List.copyOf(decoys);
    check(overcommit >= 0 && overcommit <= 2, "vm.overcommit_memory is 0, 1 or 2");
    check(panicOnOom >= 0 && panicOnOom <= 2, "vm.panic_on_oom is 0, 1 or 2");
    check(tmpfsBytes >= 0 && tmpfsBytes <= 1L << 40, "a tmpfs of that size makes no sense");
    check(hugePages >= 0 && hugePages <= 1 << 20, "that many huge pages make no sense");
    check(sysrqBytes >= 0 && sysrqBytes <= 1L << 40, "a victim of that size makes no sense");
    checkAdj(adj);
    checkUid(uid);
  }

  static void checkAdj(int adj) {
    check(adj >= -1000 && adj <= 1000, "oom_score_adj goes from -1000 to 1000");
  }

  static void checkUid(int uid) {
    check(uid >= 0, "a uid is no negative number");
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Returns a kernel as it boots, with the victim alone. */
  public static Scenario plain() {
    return new Scenario(0, 0, false, 0, 0, List.of(), Optional.empty(), 0, 0, 0);
  }

  /** Returns the same with another {@code vm.overcommit_memory}. */
  public Scenario overcommit(int mode) {
    return new Scenario(
        mode,
        panicOnOom,
        killAllocatingTask,
        adj,
        uid,
        decoys,
        group,
        tmpfsBytes,
        hugePages,
        sysrqBytes);
  }

  /** Returns the same with another {@code vm.panic_on_oom}. */
  public Scenario panicOnOom(int mode) {
    return new Scenario(
        overcommit,
        mode,
        killAllocatingTask,
        adj,
        uid,
        decoys,
        group,
        tmpfsBytes,
        hugePages,
        sysrqBytes);
  }

  /** Returns the same with {@code vm.oom_kill_allocating_task} set or not. */
  public Scenario killAllocatingTask(boolean set) {
    return new Scenario(
        overcommit, panicOnOom, set, adj, uid, decoys, group, tmpfsBytes, hugePages, sysrqBytes);
  }

  /** Returns the same with another {@code oom_score_adj} of the victim. */
  public Scenario adj(int value) {
    return new Scenario(
        overcommit,
        panicOnOom,
        killAllocatingTask,
        value,
        uid,
        decoys,
        group,
        tmpfsBytes,
        hugePages,
        sysrqBytes);
  }

  /** Returns the same with the victim run by another user. */
  public Scenario uid(int user) {
    return new Scenario(
        overcommit,
        panicOnOom,
        killAllocatingTask,
        adj,
        user,
        decoys,
        group,
        tmpfsBytes,
        hugePages,
        sysrqBytes);
  }

  /** Returns the same with one more decoy. */
  public Scenario decoy(Decoy more) {
    List<Decoy> all = new ArrayList<>(decoys);
    all.add(more);
    return new Scenario(
        overcommit,
        panicOnOom,
        killAllocatingTask,
        adj,
        uid,
        all,
        group,
        tmpfsBytes,
        hugePages,
        sysrqBytes);
  }

  /** Returns the same with victim and decoys in a memory cgroup. */
  public Scenario group(Group inside) {
    return new Scenario(
        overcommit,
        panicOnOom,
        killAllocatingTask,
        adj,
        uid,
        decoys,
        Optional.of(inside),
        tmpfsBytes,
        hugePages,
        sysrqBytes);
  }

  /** Returns the same with files of so many bytes in a tmpfs. */
  public Scenario tmpfs(long bytes) {
    return new Scenario(
        overcommit,
        panicOnOom,
        killAllocatingTask,
        adj,
        uid,
        decoys,
        group,
        bytes,
        hugePages,
        sysrqBytes);
  }

  /** Returns the same with so many huge pages reserved. */
  public Scenario hugePages(int pages) {
    return new Scenario(
        overcommit,
        panicOnOom,
        killAllocatingTask,
        adj,
        uid,
        decoys,
        group,
        tmpfsBytes,
        pages,
        sysrqBytes);
  }

  /** Returns the same with a kill asked for once the victim holds so many bytes. */
  public Scenario sysrq(long bytes) {
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
        bytes);
  }
}
