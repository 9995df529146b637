package oomlab.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names for the bits of an allocation mask, for kernels before 4.6, which printed the number only.
 *
 * <p>The bits moved from release to release (include/linux/gfp.h), so the release is inferred from
 * what the report shows, not from a version number, which may be missing.
 */
final class GfpFlags {
  private static final long WAIT = 0x10;
  private static final long IO_FS = 0xc0;
  private static final long HARDWALL = 0x20000;
  private static final long RECLAIM = 0x2400000;

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
    if (first.oomkilladj()) {
      return Optional.of(Era.V2_6_24);
    }
    if (first.oomScoreAdj().isEmpty()) {
      return Optional.of(first.oomAdj() ? Era.V2_6_32 : Era.V2_6_18);
    }
    if (first.oomAdj()) {
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
    for (Map.Entry<String, Long> combination : combinations(era).entrySet()) {
      long bits = combination.getValue();
      if ((left & bits) == bits) {
        names.add(combination.getKey());
        left &= ~bits;
        break;
      }
    }
    for (Map.Entry<Long, String> bit : bits(era).entrySet()) {
      if ((left & bit.getKey()) != 0) {
        names.add("__GFP_" + bit.getValue());
        left &= ~bit.getKey();
      }
    }
    if (left != 0) {
      names.add("0x" + Long.toHexString(left));
    }
    return names;
  }

  private static Map<String, Long> combinations(Era era) {
    long wait = era == Era.V4_4 ? RECLAIM : WAIT;
    long movable = movable(era);
    long user = wait | IO_FS | HARDWALL;
    Map<String, Long> named = new LinkedHashMap<>();
    if (movable != 0) {
      named.put("GFP_HIGHUSER_MOVABLE", user | 0x2 | movable);
    }
    named.put("GFP_HIGHUSER", user | 0x2);
    named.put("GFP_USER", user);
    if (era != Era.V2_6_18) {
      named.put("GFP_TEMPORARY", wait | IO_FS | (era == Era.V4_4 ? 0x10 : 0x80000));
    }
    named.put("GFP_KERNEL", wait | IO_FS);
    named.put("GFP_NOFS", wait | 0x40);
    named.put("GFP_ATOMIC", era == Era.V4_4 ? 0x2080020L : 0x20L);
    named.put("GFP_NOIO", wait);
    if (era == Era.V4_4) {
      named.put("GFP_NOWAIT", 0x2000000L);
    }
    return named;
  }

  private static long movable(Era era) {
    return switch (era) {
      case V2_6_18 -> 0;
      case V2_6_24 -> 0x100000;
      default -> 0x8;
    };
  }

  private static Map<Long, String> bits(Era era) {
    Map<Long, String> bits = new LinkedHashMap<>();
    bits.put(0x1L, "DMA");
    bits.put(0x2L, "HIGHMEM");
    bits.put(0x4L, "DMA32");
    if (era.compareTo(Era.V2_6_32) >= 0) {
      bits.put(0x8L, "MOVABLE");
    }
    bits.put(0x10L, era == Era.V4_4 ? "RECLAIMABLE" : "WAIT");
    bits.put(0x20L, "HIGH");
    bits.put(0x40L, "IO");
    bits.put(0x80L, "FS");
    bits.put(0x100L, "COLD");
    bits.put(0x200L, "NOWARN");
    bits.put(0x400L, "REPEAT");
    bits.put(0x800L, "NOFAIL");
    bits.put(0x1000L, "NORETRY");
    if (era == Era.V2_6_18) {
      bits.put(0x2000L, "NO_GROW");
    } else if (era.compareTo(Era.V4_0) >= 0) {
      bits.put(0x2000L, "MEMALLOC");
    }
    bits.put(0x4000L, "COMP");
    bits.put(0x8000L, "ZERO");
    bits.put(0x10000L, "NOMEMALLOC");
    bits.put(0x20000L, "HARDWALL");
    if (era != Era.V2_6_18) {
      bits.put(0x40000L, "THISNODE");
      bits.put(0x80000L, era == Era.V4_4 ? "ATOMIC" : "RECLAIMABLE");
    }
    if (era == Era.V2_6_24) {
      bits.put(0x100000L, "MOVABLE");
    } else if (era == Era.V4_4) {
      bits.put(0x100000L, "NOACCOUNT");
    } else if (era == Era.V4_0) {
      bits.put(0x100000L, "KMEMCG");
    }
    if (era.compareTo(Era.V2_6_32) >= 0) {
      bits.put(0x200000L, "NOTRACK");
    }
    if (era == Era.V3_0 || era == Era.V4_0) {
      bits.put(0x400000L, "NO_KSWAPD");
    } else if (era == Era.V4_4) {
      bits.put(0x400000L, "DIRECT_RECLAIM");
    }
    if (era.compareTo(Era.V3_0) >= 0) {
      bits.put(0x800000L, "OTHER_NODE");
      bits.put(0x1000000L, "WRITE");
    }
    if (era == Era.V4_4) {
      bits.put(0x2000000L, "KSWAPD_RECLAIM");
    }
    return bits;
  }
}
