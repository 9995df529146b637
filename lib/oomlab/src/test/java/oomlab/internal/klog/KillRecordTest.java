package oomlab.internal.klog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import oomlab.report.LogRecord;
import org.junit.jupiter.api.Test;

class KillRecordTest {
  private static List<KillRecord> scan(int priority, String... texts) {
    List<LogRecord> records = new ArrayList<>();
    for (String text : texts) {
      records.add(new LogRecord(records.size(), records.size(), priority, text));
    }
    return KillRecord.scan(records);
  }

  @Test
  void findsPidAndGroupOfEachKill() {
    List<KillRecord> kills =
        scan(
            3,
            "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,"
                + "oom_memcg=/a/oomlab-1-2-3,task_memcg=/a/oomlab-1-2-3,task=oom,pid=63,uid=0",
            "Memory cgroup out of memory: Killed process 63 (oom) total-vm:1kB",
            "Out of memory: Killed process 64 (x) total-vm:1kB");
    assertThat(kills).extracting(KillRecord::pid).containsExactly(63, 64);
    assertThat(kills.get(0).cgroup()).contains("/a/oomlab-1-2-3");
    assertThat(kills.get(1).cgroup()).isEmpty();
  }

  @Test
  void readsOlderWords() {
    List<KillRecord> kills =
        scan(
            3,
            "Task in /oomlab-1-2-3 killed as a result of limit of /oomlab-1-2-3",
            "Killed process 63, UID 0, (hog) total-vm:1kB");
    assertThat(kills.get(0).pid()).isEqualTo(63);
    assertThat(kills.get(0).cgroup()).contains("/oomlab-1-2-3");
  }

  @Test
  void groupThatIsKilledAsAWholeIsThatOfAllWhoFollow() {
    String whole = "Tasks in /a/oomlab-1 are going to be killed due to memory.oom.group set";
    List<KillRecord> kills =
        scan(
            3,
            "python3 invoked oom-killer: gfp_mask=0xcc0",
            "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,"
                + "oom_memcg=/a/oomlab-1,task_memcg=/a/oomlab-1,task=(b) c,pid=63,uid=0",
            "Memory cgroup out of memory: Killed process 63 ((b) c) total-vm:1kB",
            whole,
            "Memory cgroup out of memory: Killed process 64 (sleep) total-vm:1kB",
            "x invoked oom-killer: gfp_mask=0xcc0",
            "Out of memory: Killed process 65 (x) total-vm:1kB");
    assertThat(kills).extracting(KillRecord::name).containsExactly("(b) c", "sleep", "x");
    assertThat(kills.get(1).cgroup()).contains("/a/oomlab-1");
    assertThat(kills.get(2).cgroup()).isEmpty();
    assertThat(KillRecord.wholeGroups(List.of(new LogRecord(1, 2, 3, whole))))
        .containsExactly("/a/oomlab-1");
  }

  @Test
  void lineThatAProgramWroteIsNoEvidence() {
    assertThat(scan(15, "Memory cgroup out of memory: Killed process 63 (oom) total-vm:1kB"))
        .isEmpty();
  }
}
