package oomlab.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GroupLimitTest {
  private static String why(String... lines) {
    return String.join(
        " ",
        Logs.explain(
                Logs.trigger(0),
                Logs.cpu("6.1.0", 5),
                List.of(lines),
                Logs.kill(5, "hog").replace("Out of memory", "Memory cgroup out of memory"))
            .request()
            .why());
  }

  @Test
  void namesTheAncestorWhoseLimitStruck() {
    assertThat(
            why(
                "memory: usage 40960kB, limit 40960kB, failcnt 5",
                "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,"
                    + "oom_memcg=/a,task_memcg=/a/b/c,task=hog,pid=5,uid=0"))
        .contains("/a used 40.0 MiB, all of its limit")
        .contains("The victim is in /a/b/c, 2 levels below: an ancestor's limit struck");
  }

  @Test
  void doesNotTakeASiblingForAChild() {
    assertThat(
            why(
                "memory: usage 40960kB, limit 40960kB, failcnt 5",
                "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,"
                    + "oom_memcg=/a,task_memcg=/ab,task=hog,pid=5,uid=0"))
        .contains("The victim is in /ab.")
        .doesNotContain("below");
  }

  @Test
  void seesMemoryAndSwapTogetherAtTheirLimit() {
    assertThat(
            why(
                "memory: usage 30720kB, limit 40960kB, failcnt 5",
                "memory+swap: usage 51200kB, limit 51200kB, failcnt 9"))
        .contains(
            "30.0 MiB of its limit of 40.0 MiB, but memory and swap together had reached theirs,"
                + " 50.0 MiB.");
    assertThat(
            why(
                "memory: usage 30720kB, limit 9007199254740988kB, failcnt 0",
                "kmem: usage 20480kB, limit 20480kB, failcnt 5"))
        .contains("has no limit of its own, but kernel memory had reached its own, 20.0 MiB.");
  }

  @Test
  void saysWhatWasLeftBelowTheLimit() {
    assertThat(
            why(
                "memory: usage 40940kB, limit 40960kB, failcnt 5",
                "swap: usage 8kB, limit 16kB, failcnt 0"))
        .contains("the 20 kB left were given back")
        .contains("It may swap out 16 kB and had 8 kB there.");
  }

  @Test
  void saysThatNoLimitStruck() {
    assertThat(why("memory: usage 40940kB, limit 9007199254740988kB, failcnt 0"))
        .contains("has no limit of its own");
    assertThat(
            why(
                "memory: usage 40960kB, limit 40960kB, failcnt 5",
                "swap: usage 0kB, limit 8589934588kB, failcnt 0"))
        .as("32 bits")
        .contains("Its swap has no limit of its own");
    assertThat(why()).contains("does not print its numbers");
  }

  private static String constraint(String limited, String victims) {
    return ("oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,"
            + "oom_memcg=%s,task_memcg=%s,task=hog,pid=5,uid=0")
        .formatted(limited, victims);
  }

  @Test
  void countsTheLevelsBelow() {
    String memory = "memory: usage 40960kB, limit 40960kB, failcnt 5";
    assertThat(why(memory, constraint("/a", "/a"))).contains("The victim is in this very group.");
    assertThat(why(memory, constraint("/a", "/a/b"))).contains("in /a/b, 1 level below:");
    assertThat(why(memory, constraint("/", "/a/b/c"))).contains("in /a/b/c, 3 levels below:");
  }

  @Test
  void saysWhatSwapTheGroupMayUse() {
    String memory = "memory: usage 40960kB, limit 40960kB, failcnt 5";
    assertThat(why(memory, "swap: usage 0kB, limit 9007199254740988kB, failcnt 0"))
        .contains("Its swap has no limit of its own; it had 0 kB swapped out.");
    assertThat(why(memory, "memory+swap: usage 40960kB, limit 9007199254740988kB, failcnt 0"))
        .contains("Memory and swap together have no limit.");
    assertThat(why(memory, "memory+swap: usage 40960kB, limit 51200kB, failcnt 0"))
        .contains("together are limited to 50.0 MiB and were 40.0 MiB.");
    assertThat(why(memory))
        .isEqualTo("A memory cgroup used 40.0 MiB, all of its limit of 40.0 MiB.");
  }

  @Test
  void readsTheGroupsOfVersion1() {
    assertThat(String.join(" ", Logs.only("v2.6.32-el6-i386-memcg").request().why()))
        .contains("The memory cgroup /lim used 20.0 MiB, all of its limit of 20.0 MiB.")
        .contains("The victim is in /lim/child, 1 level below");
  }
}
