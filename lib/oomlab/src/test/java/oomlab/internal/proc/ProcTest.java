package oomlab.internal.proc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import oomlab.internal.proc.Proc.Pressure;
import oomlab.internal.proc.Proc.Statm;
import oomlab.internal.proc.Proc.Status;
import oomlab.testing.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcTest {
  private static final String STATUS =
      """
      Name:\toom
      VmPeak:\t  300000 kB
      VmHWM:\t  262504 kB
      VmRSS:\t  200000 kB
      RssAnon:\t  261248 kB
      RssFile:\t    1256 kB
      RssShmem:\t       0 kB
      VmSwap:\t      12 kB
      Threads:\t4
      """;

  private final ProcTree tree;

  ProcTest(@TempDir Path root) {
    tree = new ProcTree(root);
  }

  @Test
  void readsStatm() {
    tree.with("7/statm", "1129 343 312 4 0 120 0\n");
    assertThat(tree.proc().statm(7)).contains(new Statm(1129, 343, 312));
  }

  @Test
  void readsZerosOfAProcessThatLetGoOfItsMemory() {
    tree.with("7/statm", "0 0 0 0 0 0 0\n");
    assertThat(tree.proc().statm(7)).contains(new Statm(0, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "12",
        "12 13",
        "12 13 x",
        "12 -13 14",
        "12 13 14x",
        "a b c",
        "99999999999999999999 1 1"
      })
  void seesNoStatmInGarbage(String text) {
    tree.with("7/statm", text);
    assertThat(tree.proc().statm(7)).isEmpty();
  }

  @Test
  void seesNothingOfAProcessThatIsNotThere() {
    assertThat(tree.proc().statm(7)).isEmpty();
    assertThat(tree.proc().status(7)).isEmpty();
    assertThat(tree.proc().oomScore(7)).isEmpty();
  }

  @Test
  void readsStatusInBytes() {
    tree.with("7/status", STATUS);
    assertThat(tree.proc().status(7))
        .contains(status(262504 << 10, 12 << 10, 261248 << 10, 1256 << 10, 0));
  }

  @Test
  void readsStatusInAnyOrder() {
    tree.with(
        "7/status", "VmSwap: 12 kB\nRssShmem: 0 kB\nRssFile: 1 kB\nRssAnon: 2 kB\nVmHWM: 3 kB");
    assertThat(tree.proc().status(7)).contains(status(3 << 10, 12 << 10, 2 << 10, 1 << 10, 0));
  }

  @Test
  void leavesMissingLinesOfStatusEmpty() {
    tree.with("7/status", "Name:\toom\nVmHWM:\t 5 kB\nThreads:\t4\n");
    OptionalLong none = OptionalLong.empty();
    assertThat(tree.proc().status(7))
        .contains(new Status(OptionalLong.of(5 << 10), none, none, none, none));
  }

  @Test
  void takesNoLineFromAProcessName() {
    tree.with("7/status", "Name:\tVmHWM: 1 kB\nVmHWM:\tx kB\n");
    assertThat(tree.proc().status(7).map(Status::vmHwmBytes)).contains(OptionalLong.empty());
  }

  @Test
  void readsPressure() {
    tree.with(
        "pressure/memory",
        """
        some avg10=0.00 avg60=0.00 avg300=0.00 total=41
        full avg10=0.00 avg60=0.00 avg300=0.00 total=17
        """);
    assertThat(tree.proc().pressure())
        .isEqualTo(new Pressure(OptionalLong.of(41), OptionalLong.of(17)));
  }

  @Test
  void readsPressureWithoutFullAndWithoutFile() {
    assertThat(tree.proc().pressure())
        .isEqualTo(new Pressure(OptionalLong.empty(), OptionalLong.empty()));
    tree.with("pressure/memory", "some avg10=0.00 total=41\nfull avg10=0.00\n");
    assertThat(tree.proc().pressure())
        .isEqualTo(new Pressure(OptionalLong.of(41), OptionalLong.empty()));
  }

  @Test
  void findsACounterBehindTheFirstPage() {
    tree.with("vmstat", "nr_free_pages 123456\n".repeat(500) + "oom_kill 20\nlast 1\n");
    assertThat(tree.proc().vmstat("oom_kill")).hasValue(20);
    assertThat(tree.proc().vmstat("oom_kil")).isEmpty();
    assertThat(tree.proc().vmstat("last")).hasValue(1);
  }

  @Test
  void findsNoCounterWithoutTheFile() {
    assertThat(tree.proc().vmstat("oom_kill")).isEmpty();
  }

  @Test
  void readsThePageSize() {
    assertThat(tree.proc().pageBytes()).isEmpty();
    assertThat(tree.withPageBytes(16384).proc().pageBytes()).hasValue(16384);
    assertThat(tree.withPageBytes(1000).proc().pageBytes()).isEmpty();
  }

  @Test
  void readsThisProcess() {
    int self = (int) ProcessHandle.current().pid();
    Needs.that(Path.of("/proc/self/statm").toFile().exists(), "this machine has no /proc");
    Proc live = Proc.live();
    Optional<Statm> statm = live.statm(self);
    assertThat(statm).isPresent();
    assertThat(statm.get().totalPages()).isGreaterThan(statm.get().rssPages());
    assertThat(live.status(self).orElseThrow().vmHwmBytes()).isPresent();
    assertThat(live.oomScore(self)).isPresent();
    assertThat(live.pageBytes()).isPresent();
  }

  private static Status status(long hwm, long swap, long anon, long file, long shmem) {
    return new Status(
        OptionalLong.of(hwm),
        OptionalLong.of(swap),
        OptionalLong.of(anon),
        OptionalLong.of(file),
        OptionalLong.of(shmem));
  }
}
