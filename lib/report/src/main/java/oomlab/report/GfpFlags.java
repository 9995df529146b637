package oomlab.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Names for the bits of an allocation mask, for kernels before 4.6, which printed the number only.
 *
 * <p>The bits moved from release to release (include/linux/gfp.h), so the release is inferred from
 * what the report shows, not from a version number, which may be missing.
 */
final class GfpFlags {
  private static final long WAIT = 0x10;
  private static final long RECLAIM = 0x2400000;

  /** First and last era, then bits and their name; combinations stand from wide to narrow. */
  private static final String TABLE =
      """
      V2_6_24 V2_6_24 1200d2 GFP_HIGHUSER_MOVABLE
      V2_6_32 V4_0 200da GFP_HIGHUSER_MOVABLE
      V2_6_18 V4_0 200d2 GFP_HIGHUSER 200d0 GFP_USER
      V2_6_24 V4_0 800d0 GFP_TEMPORARY
      V2_6_18 V4_0 d0 GFP_KERNEL 50 GFP_NOFS 20 GFP_ATOMIC 10 GFP_NOIO
      V4_4 V4_4 24200ca GFP_HIGHUSER_MOVABLE 24200c2 GFP_HIGHUSER 24200c0 GFP_USER
      V4_4 V4_4 24000d0 GFP_TEMPORARY 24000c0 GFP_KERNEL 2400040 GFP_NOFS 2080020 GFP_ATOMIC
      V4_4 V4_4 2400000 GFP_NOIO 2000000 GFP_NOWAIT
      V2_6_18 V4_4 1 DMA 2 HIGHMEM 4 DMA32 20 HIGH 40 IO 80 FS 100 COLD 200 NOWARN 400 REPEAT
      V2_6_18 V4_4 800 NOFAIL 1000 NORETRY 4000 COMP 8000 ZERO 10000 NOMEMALLOC 20000 HARDWALL
      V2_6_18 V2_6_18 2000 NO_GROW
      V2_6_18 V4_0 10 WAIT
      V2_6_24 V2_6_24 100000 MOVABLE
      V2_6_24 V4_0 80000 RECLAIMABLE
      V2_6_24 V4_4 40000 THISNODE
      V2_6_32 V4_4 8 MOVABLE 200000 NOTRACK
      V3_0 V4_0 400000 NO_KSWAPD
      V3_0 V4_4 800000 OTHER_NODE 1000000 WRITE
      V4_0 V4_0 100000 KMEMCG
      V4_0 V4_4 2000 MEMALLOC
      V4_4 V4_4 10 RECLAIMABLE 80000 ATOMIC 100000 NOACCOUNT 400000 DIRECT_RECLAIM
      V4_4 V4_4 2000000 KSWAPD_RECLAIM
      """;

  private static final List<Flag> FLAGS = flags();

  /** A stretch of kernels with the same bits. */
  enum Era {
    /** Up to 2.6.18; read in include/linux/gfp.h of 2.6.18. */
    V2_6_18,
    /** 2.6.19 to 2.6.31; read at 2.6.24. */
    V2_6_24,
    /** 2.6.32 to 2.6.35; read at 2.6.32. */
    V2_6_32,
    /** 2.6.36 to 3.6; read at 3.0 and 3.4. */
    V3_0,
    /** 3.7 to 4.3; read at 3.10 and 4.0. */
    V4_0,
    /** 4.4 and 4.5; read at 4.4. */
    V4_4
  }

  private GfpFlags() {}

  /**
   * Infers the era from the trigger line and from what followed it; empty if the kernel prints
   * names itself or shows too little.
   */
  static Optional<Era> era(ReportBuilder.First first, ReportBuilder seen) {
    if (first.gfpNames().isPresent()
        || first.gfpMask().isEmpty()
        || !seen.nodes.isEmpty()
        || seen.memInfo.containsKey("secPagetablesPages")) {
      return Optional.empty();
    }
    if (first.order().isEmpty() && first.adjustments().isEmpty() && seen.cpuLineSeen) {
      return Optional.empty(); // the line is cut where kernels differ
    }
    boolean oomAdj = first.adjustments().containsKey("oom_adj");
    if (first.adjustments().containsKey("oomkilladj")) {
      return Optional.of(Era.V2_6_24);
    }
    if (first.adjustment("oom_score_adj").isEmpty()) {
      return Optional.of(oomAdj ? Era.V2_6_32 : Era.V2_6_18);
    }
    if (oomAdj) {
      return Optional.of(Era.V3_0);
    }
    // 4.4 split "may wait" into two bits above every older one, and folded the per-CPU lists into
    // free_pcp.
    long mask = first.gfpMask().getAsLong();
    // Vendors put free_pcp into older kernels; a mask that may wait in the old way tells.
    boolean old = (mask & WAIT) != 0 && (mask & RECLAIM) != RECLAIM;
    boolean split = !old && ((mask & RECLAIM) != 0 || seen.memInfo.containsKey("freePcpPages"));
    return Optional.of(split ? Era.V4_4 : Era.V4_0);
  }

  /**
   * Names the bits of a mask: the widest known combination first, then single bits, then what is
   * left as a hexadecimal number.
   */
  static List<String> decode(long mask, Era era) {
    List<String> names = new ArrayList<>();
    long left = mask;
    for (Flag flag : FLAGS) {
      boolean second = flag.combination() && !names.isEmpty();
      if (flag.in(era) && (left & flag.bits()) == flag.bits() && !second) {
        names.add(flag.combination() ? flag.name() : "__GFP_" + flag.name());
        left &= ~flag.bits();
      }
    }
    if (left != 0) {
      names.add("0x" + Long.toHexString(left));
    }
    return names;
  }

  /** Bits that have this name from one era to another. */
  private record Flag(Era first, Era last, long bits, String name) {
    boolean in(Era era) {
      return era.compareTo(first) >= 0 && era.compareTo(last) <= 0;
    }

    boolean combination() {
      return name.startsWith("GFP_");
    }
  }

  private static List<Flag> flags() {
    List<Flag> flags = new ArrayList<>();
    for (String row : TABLE.strip().split("\n", -1)) {
      List<String> words = List.of(row.split(" +", -1));
      for (int i = 2; i < words.size(); i += 2) {
        Era first = Era.valueOf(words.get(0));
        Era last = Era.valueOf(words.get(1));
        flags.add(new Flag(first, last, Long.parseLong(words.get(i), 16), words.get(i + 1)));
      }
    }
    flags.sort(Comparator.comparingLong(flag -> flag.combination() ? 0 : flag.bits()));
    return List.copyOf(flags);
  }
}
