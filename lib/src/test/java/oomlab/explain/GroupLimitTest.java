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
        .contains("30.0 MiB of its limit of 40.0 MiB, but memory and swap together");
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
    assertThat(why()).contains("does not print its numbers");
  }
}
