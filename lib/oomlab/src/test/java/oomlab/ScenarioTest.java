package oomlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioTest {
  private static void refused(Runnable made, String why) {
    assertThatThrownBy(made::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void plainChangesNothing() {
    Scenario plain = Scenario.plain();
    assertThat(
            plain
                .overcommit(0)
                .panicOnOom(0)
                .killAllocatingTask(false)
                .adj(0)
                .uid(0)
                .tmpfs(0)
                .hugePages(0)
                .sysrq(0)
                .addressSpace(0))
        .isEqualTo(plain);
  }

  @Test
  void keepsEverythingThatWasSet() {
    Decoy decoy = Decoy.of(4096);
    Group group = new Group(2, 1 << 20, true);
    Scenario all =
        Scenario.plain()
            .group(group)
            .decoy(decoy)
            .addressSpace(3 << 20)
            .sysrq(9)
            .hugePages(8)
            .tmpfs(7)
            .uid(6)
            .adj(5)
            .killAllocatingTask(true)
            .panicOnOom(2)
            .overcommit(1)
            .decoy(decoy.named("second"));
    assertThat(all.group()).contains(group);
    assertThat(all.decoys()).containsExactly(decoy, decoy.named("second"));
    assertThat(all.addressBytes()).isEqualTo(3 << 20);
    assertThat(all.sysrqBytes()).isEqualTo(9);
    assertThat(all.hugePages()).isEqualTo(8);
    assertThat(all.tmpfsBytes()).isEqualTo(7);
    assertThat(all.uid()).isEqualTo(6);
    assertThat(all.adj()).isEqualTo(5);
    assertThat(all.killAllocatingTask()).isTrue();
    assertThat(all.panicOnOom()).isEqualTo(2);
    assertThat(all.overcommit()).isEqualTo(1);
  }

  @Test
  void refusesWhatNoKernelTakes() {
    Scenario plain = Scenario.plain();
    refused(() -> plain.overcommit(3), "vm.overcommit_memory is 0, 1 or 2");
    refused(() -> plain.panicOnOom(-1), "vm.panic_on_oom is 0, 1 or 2");
    refused(() -> plain.adj(1001), "from -1000 to 1000");
    refused(() -> plain.uid(-1), "no negative number");
    refused(() -> plain.tmpfs(-1), "tmpfs");
    refused(() -> plain.hugePages(-1), "huge pages");
    refused(() -> plain.sysrq(-1), "victim of that size");
    refused(() -> plain.addressSpace(4096), "1 MiB to 64 TiB");
    refused(() -> new Group(3, 1 << 20, false), "version 1 or 2, not 3");
    refused(() -> new Group(2, 4096, false), "at least 1 MiB");
    refused(() -> new Group(1, 1 << 20, true), "version 2 only");
    refused(() -> new Group(1, 1 << 20, false).high(1 << 20), "memory.high exists in");
    refused(() -> new Group(2, 1 << 20, false).high(0), "at least 1 MiB");
    refused(() -> new Group(2, 1 << 20, false).swap(-1), "no negative number");
  }

  @Test
  void refusesHugePagesOnAProcessorWithoutThem() {
    refused(
        () -> Guest.arm32().scenario(Scenario.plain().hugePages(1)),
        "the processor of arm32 has no huge pages");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "30M; decoy; 31457280; 0; 0",
        "30M,adj=500; decoy; 31457280; 500; 0",
        "4K,name=two,uid=1000,adj=-1000; two; 4096; -1000; 1000",
        " 1G ; decoy; 1073741824; 0; 0",
      })
  void readsDecoys(String text, String name, long bytes, int adj, int uid) {
    assertThat(Decoy.parse(text, Bytes::parse)).isEqualTo(new Decoy(name, bytes, adj, uid));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "adj=5",
        "30M,adj=x",
        "30M,adj=1001",
        "30M,uid=-1",
        "30M,color=red",
        "30M,name=",
        "30M,name=a b",
        "30M,name=sixteen-letters-x",
        "30M;adj=5",
        "1K",
      })
  void refusesDecoysThatMakeNoSense(String text) {
    refused(() -> Decoy.parse(text, Bytes::parse), "");
  }
}
