package oomlab.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import oomlab.explain.Explanation.Request;
import org.junit.jupiter.api.Test;

/** The watermark checks; all sizes in kB are multiples of a page of 4. */
class WatermarksTest {
  private static final String KERNEL = "0x6000c0(GFP_KERNEL)";
  private static final String USER = "0x6200ca(GFP_HIGHUSER_MOVABLE)";

  private static Request request(String mask, int order, String zone, String buddy) {
    return request(mask, order, "4.19.0", true, zone, "0 0 0 0", buddy);
  }

  private static Request request(
      String mask,
      int order,
      String release,
      boolean pcp,
      String zone,
      String reserve,
      String buddy) {
    return Logs.explain(
            "hog invoked oom-killer: gfp_mask=%s, order=%d, oom_score_adj=0".formatted(mask, order),
            Logs.cpu(release, 5),
            "Mem-Info:",
            pcp ? " free:9 free_pcp:0 free_cma:0" : " free:9 slab_reclaimable:1",
            "Node 0 Normal " + zone,
            "lowmem_reserve[]: " + reserve,
            "Node 0 Normal: " + buddy,
            Logs.kill(5, "hog"))
        .request();
  }

  private static ZoneCheck zone(Request request) {
    return request.zones().get(0);
  }

  private static String marks(long freeKb, String more) {
    return "free:%dkB min:100kB low:120kB high:140kB%s present:90000kB managed:80000kB"
        .formatted(freeKb, more);
  }

  @Test
  void needsMoreThanTheHighWatermarkForTheLastAttempt() {
    assertThat(zone(request(USER, 0, marks(140, ""), "35*4kB (U) = 140kB")).passesHigh()).isFalse();
    assertThat(zone(request(USER, 0, marks(140, ""), "35*4kB (U) = 140kB")).passesMin()).isTrue();
    assertThat(zone(request(USER, 0, marks(144, ""), "36*4kB (U) = 144kB")).passesHigh()).isTrue();
    assertThat(zone(request(USER, 0, marks(100, ""), "25*4kB (U) = 100kB")).passesMin()).isFalse();
    assertThat(Logs.noZonePasses(request(USER, 0, marks(144, ""), "36*4kB (U) = 144kB"))).isFalse();
    assertThat(request(USER, 0, marks(144, ""), "36*4kB (U) = 144kB").why().get(0))
        .contains("had enough again");
  }

  @Test
  void letsUrgentRequestsGoToHalfTheMinimum() {
    String urgent = "0x6000e0(GFP_KERNEL|__GFP_HIGH)";
    // Half of 25 pages is 12, so the mark is 13.
    assertThat(zone(request(urgent, 0, marks(56, ""), "14*4kB (U) = 56kB")).passesMin()).isTrue();
    assertThat(zone(request(urgent, 0, marks(52, ""), "13*4kB (U) = 52kB")).passesMin()).isFalse();
    assertThat(zone(request(KERNEL, 0, marks(56, ""), "14*4kB (U) = 56kB")).passesMin()).isFalse();
  }

  @Test
  void addsTheReserveOfTheRequestsHighestZone() {
    Request request =
        request(USER, 0, "4.19.0", true, marks(400, ""), "0 0 0 100", "100*4kB (U) = 400kB");
    // Index 3 is Movable: 35 pages and 100 of reserve.
    assertThat(zone(request).reservePages()).isEqualTo(100);
    assertThat(zone(request).passesHigh()).isFalse();
    assertThat(request.why().toString())
        .contains(
            "had 400 kB free, but 400 kB are kept for requests that cannot use a higher zone");
    Request kernel =
        request(KERNEL, 0, "4.19.0", true, marks(400, ""), "0 0 0 100", "100*4kB (U) = 400kB");
    assertThat(zone(kernel).reservePages()).isZero();
    assertThat(zone(kernel).passesHigh()).isTrue();
  }

  @Test
  void leavesContiguousMemoryOutOfTheLastAttempt() {
    String cma = marks(400, " free_cma:300kB");
    ZoneCheck user = zone(request(USER, 0, cma, "100*4kB (UC) = 400kB"));
    assertThat(user.notCountedPages()).isEqualTo(75);
    assertThat(user.passesHigh()).isFalse();
    assertThat(user.passesMin()).isTrue();
    assertThat(zone(request(KERNEL, 0, cma, "100*4kB (UC) = 400kB")).passesMin()).isFalse();
  }

  @Test
  void leavesReservedBlocksOut() {
    assertThat(
            zone(request(USER, 0, marks(400, " reserved_highatomic:300KB"), "100*4kB (U) = 400kB"))
                .freePages())
        .isEqualTo(25);
    // From 6.13 on only those of them that are free.
    assertThat(
            zone(request(
                    USER,
                    0,
                    marks(400, " reserved_highatomic:300KB free_highatomic:100KB"),
                    "100*4kB (U) = 400kB"))
                .freePages())
        .isEqualTo(75);
  }

  @Test
  void looksForOneLargeBlockSince44() {
    Request broken =
        request(KERNEL, 2, marks(4000, ""), "1000*4kB (U) 0*8kB 0*16kB 0*32kB = 4000kB");
    assertThat(zone(broken).blocks()).hasValue(false);
    assertThat(zone(broken).passesHigh()).isFalse();
    assertThat(broken.pages()).hasValue(4);
    assertThat(broken.why().toString()).contains("no free block of 16 kB that it could take");
    Request larger =
        request(KERNEL, 2, marks(4000, ""), "992*4kB (U) 0*8kB 0*16kB 1*32kB (M) = 4000kB");
    assertThat(zone(larger).passesHigh()).isTrue();
  }

  @Test
  void mayNotTakeBlocksThatAreKept() {
    assertThat(
            zone(request(KERNEL, 2, marks(4000, ""), "996*4kB (U) 0*8kB 1*16kB (H) = 4000kB"))
                .blocks())
        .hasValue(false);
    // A movable request may take contiguous memory, but not in the last attempt.
    ZoneCheck user =
        zone(request(USER, 2, marks(4000, ""), "996*4kB (U) 0*8kB 1*16kB (C) = 4000kB"));
    assertThat(user.passesMin()).isTrue();
    assertThat(user.passesHigh()).isFalse();
  }

  @Test
  void countsThePagesOfTheRequestItself() {
    // 38 pages less 3 are 35: not above the mark.
    assertThat(
            zone(request(KERNEL, 2, marks(152, ""), "34*4kB (U) 0*8kB 1*16kB (U) = 152kB"))
                .passesHigh())
        .isFalse();
    assertThat(
            zone(request(KERNEL, 2, marks(156, ""), "35*4kB (U) 0*8kB 1*16kB (U) = 156kB"))
                .passesHigh())
        .isTrue();
  }

  @Test
  void discountsSmallBlocksUpTo43() {
    // 100 pages less 1; without 60 single ones 39, which must be above half of 35.
    Request enough =
        request("0xd0", 1, "3.10.0", false, marks(400, ""), "0 0 0 0", "60*4kB 20*8kB = 400kB");
    assertThat(zone(enough).passesHigh()).isTrue();
    // Without 82 single ones 17, which is not above 17.
    Request broken =
        request("0xd0", 1, "3.10.0", false, marks(400, ""), "0 0 0 0", "82*4kB 9*8kB = 400kB");
    assertThat(zone(broken).passesHigh()).isFalse();
    assertThat(zone(broken).blocks()).hasValue(true);
    // 4.2 and 4.3 have free_pcp and still the old check.
    Request late =
        request("0xd0", 1, "4.2.0", true, marks(400, ""), "0 0 0 0", "82*4kB 9*8kB = 400kB");
    assertThat(zone(late).passesHigh()).isFalse();
    Request later =
        request("0x24000c0", 1, "4.4.0", true, marks(400, ""), "0 0 0 0", "82*4kB 9*8kB = 400kB");
    assertThat(zone(later).passesHigh()).isTrue();
  }

  @Test
  void usesNoZoneOfAnotherNodeOrAboveTheRequest() {
    List<String> zones =
        List.of(
            "Mem-Info:",
            " free:9 free_pcp:0 free_cma:0",
            "Node 0 DMA32 free:9000kB min:4kB low:8kB high:12kB present:9kB managed:9kB",
            "lowmem_reserve[]: 0 0 0 0",
            "Node 0 Normal free:9000kB min:4kB low:8kB high:12kB present:9kB managed:9kB",
            "lowmem_reserve[]: 0 0 0 0",
            "Node 1 Normal free:0kB min:4kB low:8kB high:12kB present:9kB managed:9kB",
            "lowmem_reserve[]: 0 0 0 0",
            "Node 1 Movable free:0kB min:4kB low:8kB high:12kB present:9kB managed:0kB",
            "lowmem_reserve[]: 0 0 0 0");
    Request bound =
        Logs.explain(
                Logs.trigger(0),
                zones,
                "oom-kill:constraint=CONSTRAINT_MEMORY_POLICY,nodemask=1,cpuset=/,mems_allowed=0-1,"
                    + "global_oom,task_memcg=/,task=hog,pid=5,uid=0",
                Logs.kill(5, "hog"))
            .request();
    assertThat(bound.zones().get(0).barred())
        .hasValueSatisfying(w -> assertThat(w).contains("node"));
    assertThat(bound.zones().get(1).barred()).isPresent();
    assertThat(bound.zones().get(2).barred()).isEmpty();
    assertThat(bound.zones().get(3).barred()).hasValue("it manages no memory");
    assertThat(Logs.noZonePasses(bound)).isTrue();
    Request low =
        Logs.explain(
                "hog invoked oom-killer: gfp_mask=0xcc4(GFP_KERNEL|GFP_DMA32), order=0,"
                    + " oom_score_adj=0",
                zones,
                Logs.kill(5, "hog"))
            .request();
    assertThat(low.highestZone()).hasValue("DMA32");
    assertThat(low.zones().get(1).barred())
        .hasValueSatisfying(w -> assertThat(w).startsWith("above DMA32"));
  }

  @Test
  void failsEveryZoneOfBothSeedReports() {
    for (String seed : List.of("v4.20-x86_64-global", "v4.0-arm32-global")) {
      assertThat(Logs.noZonePasses(Logs.only(seed).request())).as(seed).isTrue();
    }
  }
}
