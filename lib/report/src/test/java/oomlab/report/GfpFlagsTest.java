package oomlab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import oomlab.report.GfpFlags.Era;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GfpFlagsTest {
  @ParameterizedTest
  @CsvSource({
    "0x200da, V4_0, GFP_HIGHUSER_MOVABLE",
    "0x201da, V4_0, GFP_HIGHUSER_MOVABLE|__GFP_COLD",
    "0x280da, V4_0, GFP_HIGHUSER_MOVABLE|__GFP_ZERO",
    "0xd0, V4_0, GFP_KERNEL",
    "0x840d0, V3_0, GFP_TEMPORARY|__GFP_COMP",
    "0x1201d2, V2_6_24, GFP_HIGHUSER_MOVABLE|__GFP_COLD",
    "0x84d0, V2_6_24, GFP_KERNEL|__GFP_REPEAT|__GFP_ZERO",
    "0x24280ca, V4_4, GFP_HIGHUSER_MOVABLE|__GFP_ZERO",
    "0x24000c0, V4_4, GFP_KERNEL",
    "0x26000c0, V4_4, GFP_KERNEL|__GFP_NOTRACK",
    "0x80000000d0, V4_0, GFP_KERNEL|0x8000000000",
  })
  void namesTheBits(String mask, Era era, String names) {
    assertThat(GfpFlags.decode(Long.decode(mask), era)).isEqualTo(List.of(names.split("\\|")));
  }

  @Test
  void namesNothingForAnEmptyMask() {
    assertThat(GfpFlags.decode(0, Era.V4_0)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "gfp_mask=0xd0, order=0, oomkilladj=0; GFP_KERNEL",
        "gfp_mask=0x1201d2, order=0, oomkilladj=0; GFP_HIGHUSER_MOVABLE|__GFP_COLD",
        "gfp_mask=0x201da, order=0, oom_adj=0; GFP_HIGHUSER_MOVABLE|__GFP_COLD",
        "gfp_mask=0x400d0, order=0, oom_adj=0, oom_score_adj=0; GFP_KERNEL|__GFP_THISNODE",
        "gfp_mask=0x24200ca, order=0, oom_score_adj=0; GFP_HIGHUSER_MOVABLE",
        "gfp_mask=0x200da, order=0, oom_score_adj=0; GFP_HIGHUSER_MOVABLE",
      })
  void findsTheEraInTheTriggerLine(String line, String names) {
    OomReport report = OomReports.parse("x invoked oom-killer: " + line).get(0);
    assertThat(report.trigger().orElseThrow().gfpFlags()).isEqualTo(List.of(names.split("\\|")));
    assertThat(report.trigger().orElseThrow().gfpFlagsSource()).hasValue("decoded");
  }

  @Test
  void leavesTheKernelsOwnNamesAlone() {
    OomReport report =
        OomReports.parse(
                "x invoked oom-killer: gfp_mask=0x1100cca(GFP_HIGHUSER_MOVABLE), order=0,"
                    + " oom_score_adj=1000")
            .get(0);
    assertThat(report.trigger().orElseThrow().gfpFlags()).containsExactly("GFP_HIGHUSER_MOVABLE");
    assertThat(report.trigger().orElseThrow().gfpFlagsSource()).hasValue("log");
  }
}
