package oomlab.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Zones and their lowmem_reserve[] as kernels of these architectures print them. */
class ZoneTypesTest {
  private static ZoneTypes types(String... zonesAndReserves) {
    List<String> lines = new ArrayList<>(List.of(Logs.trigger(0), "Mem-Info:"));
    for (int i = 0; i < zonesAndReserves.length; i += 2) {
      lines.add(zonesAndReserves[i] + " free:100kB min:10kB low:20kB high:30kB present:4000kB");
      lines.add("lowmem_reserve[]: " + zonesAndReserves[i + 1]);
    }
    return ZoneTypes.of(Logs.report(lines, Logs.kill(5, "hog")));
  }

  private static String highest(
      ZoneTypes types, boolean dma, boolean dma32, boolean high, boolean movable) {
    long mask = (dma ? 1L : 0) + (high ? 2 : 0) + (dma32 ? 4 : 0);
    return types.names().get(types.highest(mask, movable).orElseThrow());
  }

  @Test
  void knowsX8664() {
    ZoneTypes types =
        types(
            "Node 0 DMA", "0 3375 5614 5614 5614",
            "Node 0 DMA32", "0 0 2239 2239 2239",
            "Node 0 Normal", "0 0 0 0 0");
    assertThat(types.names()).containsExactly("DMA", "DMA32", "Normal", "Movable", "Device");
    assertThat(highest(types, false, false, true, true)).isEqualTo("Movable");
    assertThat(highest(types, false, false, true, false)).isEqualTo("Normal");
    assertThat(highest(types, false, true, false, false)).isEqualTo("DMA32");
    assertThat(highest(types, true, false, false, false)).isEqualTo("DMA");
  }

  @Test
  void knowsASmallX8664WithoutTheNormalZone() {
    ZoneTypes types = types("Node 0 DMA", "0 84 84 84 84", "Node 0 DMA32", "0 0 0 0 0");
    assertThat(types.names()).containsExactly("DMA", "DMA32", "Normal", "Movable", "Device");
    assertThat(highest(types, false, false, false, false)).isEqualTo("Normal");
  }

  @Test
  void knowsI386WithHighMem() {
    ZoneTypes types =
        types("DMA", "0 816 1016 1016", "Normal", "0 0 1600 1600", "HighMem", "0 0 0 0");
    assertThat(types.names()).containsExactly("DMA", "Normal", "HighMem", "Movable");
    assertThat(highest(types, false, false, true, false)).isEqualTo("HighMem");
    assertThat(highest(types, false, false, false, false)).isEqualTo("Normal");
  }

  @Test
  void tellsI386WithoutHighMemFromX8664() {
    // The reserve grows at the second type, and no DMA32 is printed.
    assertThat(types("DMA", "0 60 60 60", "Normal", "0 0 0 0").names())
        .containsExactly("DMA", "Normal", "HighMem", "Movable");
  }

  @Test
  void knowsArm32() {
    assertThat(types("Normal", "0 0").names()).containsExactly("Normal", "Movable");
    assertThat(types("Normal", "0 1888 1888", "HighMem", "0 0 0").names())
        .containsExactly("Normal", "HighMem", "Movable");
    assertThat(types("DMA", "0 100 300 300", "Normal", "0 0 200 200", "HighMem", "0 0 0 0").names())
        .containsExactly("DMA", "Normal", "HighMem", "Movable");
  }

  @Test
  void knowsArm64AndRiscv() {
    assertThat(types("Node 0 DMA", "0 0 900 900", "Node 0 Normal", "0 0 0 0").names())
        .containsExactly("DMA", "DMA32", "Normal", "Movable");
    assertThat(types("Node 0 DMA32", "0 400 400", "Node 0 Normal", "0 0 0").names())
        .containsExactly("DMA32", "Normal", "Movable");
  }

  @Test
  void knowsPpc64AndS390() {
    assertThat(types("Node 0 DMA", "0 0 0").names()).hasSize(3).contains("DMA");
    assertThat(types("Node 0 DMA", "0 800 800", "Node 0 Normal", "0 0 0").names())
        .containsExactly("DMA", "Normal", "Movable");
  }

  @Test
  void knowsTheFourZonesOf2618() {
    assertThat(
            types(
                    "DMA",
                    "0 0 880 1006",
                    "DMA32",
                    "0 0 880 1006",
                    "Normal",
                    "0 0 0 1011",
                    "HighMem",
                    "0 0 0 0")
                .names())
        .containsExactly("DMA", "DMA32", "Normal", "HighMem");
  }

  @Test
  void takesWhatIsPrintedWhereTheReservesAreLost() {
    ZoneTypes types =
        ZoneTypes.of(
            Logs.report(
                Logs.trigger(0),
                "Node 0 DMA free:100kB min:10kB low:20kB high:30kB",
                "Node 0 DMA32 free:100kB min:10kB low:20kB high:30kB",
                Logs.kill(5, "hog")));
    assertThat(types.names()).containsExactly("DMA", "DMA32");
    assertThat(highest(types, false, false, false, false)).isEqualTo("DMA32");
  }
}
