package oomlab.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import oomlab.explain.Explanation.Request;
import org.junit.jupiter.api.Test;

/** The zones of kept reports against numbers worked out by hand from their lines. */
class KeptZonesTest {
  private static ZoneCheck zone(Request request, String name) {
    return request.zones().stream().filter(z -> z.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void failsTheThreeZonesOfTheFirstSeedReport() {
    Request request = Logs.only("v4.20-x86_64-global").request();
    assertThat(request.pages()).hasValue(1);
    assertThat(request.highestZone()).hasValue("Movable");
    ZoneCheck dma = zone(request, "node 0 DMA");
    assertThat(dma.freePages()).isEqualTo(3975);
    assertThat(dma.highPages()).isEqualTo(74);
    // Far above its mark, but kept for those who cannot go elsewhere.
    assertThat(dma.reservePages()).isEqualTo(5161);
    assertThat(dma.passesMin()).isFalse();
    ZoneCheck dma32 = zone(request, "node 0 DMA32");
    assertThat(dma32.freePages()).isEqualTo(11754);
    assertThat(dma32.minPages()).isEqualTo(9536);
    assertThat(dma32.reservePages()).isEqualTo(2239);
    assertThat(dma32.passesMin()).isFalse();
    ZoneCheck normal = zone(request, "node 0 Normal");
    assertThat(normal.freePages()).isEqualTo(7272);
    assertThat(normal.minPages()).isEqualTo(7308);
    assertThat(normal.reservePages()).isZero();
    assertThat(normal.passesMin()).isFalse();
    assertThat(Logs.noZonePasses(request)).isTrue();
    assertThat(request.why().toString())
        .contains("node 0 DMA had 15.5 MiB free, but 20.2 MiB are kept");
  }

  @Test
  void failsTheOneZoneOfTheSecondSeedReport() {
    Request request = Logs.only("v4.0-arm32-global").request();
    assertThat(request.zones()).hasSize(1);
    ZoneCheck normal = request.zones().get(0);
    assertThat(normal.name()).isEqualTo("Normal");
    assertThat(normal.freePages()).isEqualTo(283);
    assertThat(normal.minPages()).isEqualTo(289);
    assertThat(normal.highPages()).isEqualTo(433);
    assertThat(normal.passesMin()).isFalse();
    assertThat(normal.blocks()).isEmpty();
  }

  @Test
  void countsHighMemOnlyForThoseWhoMayUseIt() {
    Request user = Logs.only("v4.8-i386-highmem").request();
    assertThat(user.highestZone()).hasValue("Movable");
    assertThat(zone(user, "HighMem").barred()).isEmpty();
    assertThat(zone(user, "Normal").reservePages()).isEqualTo(1695);
    String kernel =
        Logs.text(Logs.DIRECTORY.resolve("v4.8-i386-highmem.log"))
            .replace(
                "gfp_mask=0x24280ca(GFP_HIGHUSER_MOVABLE|__GFP_ZERO)",
                "gfp_mask=0x24000c0(GFP_KERNEL)");
    Request own = Logs.explain(kernel.lines().toList()).request();
    assertThat(own.highestZone()).hasValue("Normal");
    assertThat(zone(own, "HighMem").barred())
        .hasValue("above Normal, the highest for this request");
    assertThat(zone(own, "Normal").reservePages()).isZero();
    // 12,480 pages are free and 10,802 are the mark: Normal failed, 16,202 being the high one.
    assertThat(zone(own, "Normal").freePages()).isEqualTo(12480);
    assertThat(zone(own, "Normal").passesMin()).isTrue();
    assertThat(zone(own, "Normal").passesHigh()).isFalse();
    assertThat(zone(own, "DMA").reservePages()).isEqualTo(849);
  }

  @Test
  void namesTheNodesOfAMachineWithTwo() {
    Request request = Logs.only("v6.1-x86_64-numa").request();
    assertThat(request.zones())
        .extracting(ZoneCheck::name)
        .containsExactly("node 0 DMA", "node 0 DMA32", "node 1 DMA32");
    assertThat(zone(request, "node 1 DMA32").freePages()).isEqualTo(136);
    assertThat(Logs.noZonePasses(request)).isTrue();
  }

  @Test
  void checksNoZoneAfterSysrqOrForAGroup() {
    Request byHand =
        Logs.explain(
                "sh invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=-1, oom_score_adj=0",
                Logs.machine(),
                Logs.kill(500, "hog"))
            .request();
    assertThat(byHand.pages()).isEmpty();
    assertThat(byHand.zones()).isEmpty();
    assertThat(Logs.noZonePasses(byHand)).isFalse();
    assertThat(Logs.only("v6.1-x86_64-memcg2").request().zones()).isEmpty();
  }

  @Test
  void takesAnOrderThatNoKernelHasForNone() {
    for (String order : List.of("31", "64", "2147483584", "2147483647")) {
      Request request =
          Logs.explain(
                  Logs.trigger(0).replace("order=0", "order=" + order),
                  Logs.cpu("3.10.0", 5),
                  Logs.machine(90000, 10000, 30000),
                  Logs.kill(500, "hog"))
              .request();
      assertThat(request.pages()).as(order).isEmpty();
      assertThat(request.zones().get(0).passesHigh()).as(order).isTrue();
      assertThat(request.why().toString()).as(order).doesNotContain("free block of");
    }
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(Logs.explain(Logs.trigger(0), Logs.kill(5, "hog")).request().why())
        .singleElement()
        .asString()
        .contains("does not print the zones");
    assertThat(
            Logs.explain(
                    "hog invoked oom-killer: order=0, oom_score_adj=0",
                    Logs.machine(),
                    Logs.kill(5, "hog"))
                .request()
                .why())
        .singleElement()
        .asString()
        .contains("The mask is not readable");
  }
}
