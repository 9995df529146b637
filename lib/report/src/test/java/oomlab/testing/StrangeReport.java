package oomlab.testing;

import java.util.Locale;
import oomlab.report.OomReport;
import oomlab.report.OomReports;

/**
 * A made-up report with all that is hard to draw: names that are no names, nodes by the dozen,
 * zeros, numbers far too large, processes that are spared.
 */
public final class StrangeReport {
  private StrangeReport() {}

  /** A request of order 3 below 4 GiB on a machine with eight nodes. */
  public static OomReport machine() {
    return OomReports.parse(text()).get(0);
  }

  /** The log that {@link #machine} is read from. */
  public static String text() {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        [ 9000.000001] WWWWWWWWWWWWWWW invoked oom-killer: gfp_mask=0xcc4(GFP_KERNEL|GFP_DMA32), order=3, oom_score_adj=0
        [ 9000.000002] CPU: 1 PID: 99999 Comm: WWWWWWWWWWWWWWW Not tainted 6.1.0-test #1
        [ 9000.000003] Mem-Info:
        [ 9000.000004] active_anon:2500000 inactive_anon:100000 isolated_anon:0
                        active_file:12 inactive_file:3 isolated_file:0
                        unevictable:0 dirty:0 writeback:0
                        slab_reclaimable:1000 slab_unreclaimable:900000
                        mapped:100 shmem:70000 pagetables:30000
                        sec_pagetables:0 bounce:0
                        kernel_misc_reclaimable:0
                        free:2700000 free_pcp:0 free_cma:0
        [ 9000.000005] Node 0 DMA free:0kB boost:0kB min:0kB low:0kB high:0kB reserved_highatomic:0KB active_anon:0kB present:0kB managed:0kB
        [ 9000.000006] lowmem_reserve[]: 0 0 0 0 0
        [ 9000.000007] Node 0 DMA32 free:400000kB boost:0kB min:38144kB low:47680kB high:57216kB reserved_highatomic:4096KB active_anon:0kB present:3129280kB managed:3063712kB
        [ 9000.000008] lowmem_reserve[]: 0 0 2239 2239 2239
        """);
    for (int node = 0; node < 8; node++) {
      out.append(
          String.format(
              Locale.ROOT,
              """
              [ 9000.0001%02d] Node %d Normal free:%dkB boost:0kB min:28000kB low:35000kB high:42000kB reserved_highatomic:0KB active_anon:0kB present:8388608kB managed:8200000kB
              [ 9000.0001%02d] lowmem_reserve[]: 0 0 0 0 0
              """,
              2 * node,
              node,
              20_000 + node * 900_000L,
              2 * node + 1));
    }
    out.append(
        """
        [ 9000.000200] Node 0 DMA: 0*4kB 0*8kB 0*16kB 0*32kB 0*64kB 0*128kB 0*256kB 0*512kB 0*1024kB 0*2048kB 0*4096kB = 0kB
        [ 9000.000201] Node 0 DMA32: 80000*4kB (UMEHCI) 9998*8kB (UMEH) 1*16kB (C) 0*32kB 0*64kB 0*128kB 0*256kB 0*512kB 0*1024kB 0*2048kB 0*4096kB = 400000kB
        """);
    for (int node = 0; node < 8; node++) {
      out.append(
          String.format(
              Locale.ROOT,
              "[ 9000.0003%02d] Node %d Normal: %d*4kB (UME) 3*8kB (M) 999999*16kB (UMEH) 0*32kB 0*64kB 0*128kB 0*256kB 7*512kB (UMECHI) 1*1024kB (E) 0*2048kB 0*4096kB = 1kB%n",
              node,
              node,
              node * 1000));
    }
    out.append(
        """
        [ 9000.000400] 73 total pagecache pages
        [ 9000.000401] Free swap  = 4kB
        [ 9000.000402] Total swap = 90000000kB
        [ 9000.000403] 17561344 pages RAM
        [ 9000.000404] 0 pages HighMem/MovableOnly
        [ 9000.000405] 300000 pages reserved
        [ 9000.000410] Tasks state (memory values in pages):
        [ 9000.000411] [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
        [ 9000.000412] [      1]     0     1  9000000  9900000       90112        0         -1000 systemd
        [ 9000.000413] [     66]     0    66  9000000  8800000       90112        0         -1000 a&b<script>x"'
        [ 9000.000414] [    901]     0   901  9000000  7700000       90112        0          -900 WWWWWWWWWWWWWWW
        [ 9000.000415] [4194303]     0 4194303  9000000  500000      90112     9000          1000 WWWWWWWWWWWWWWW
        [ 9000.000416] [   4600]     0  4600  1400000  4000000       90112        0             0 \u202eevil\u2066\ud83d\udca5
        [ 9000.000417] [   4601]     0  4601  1400000     9312       90112        0             0 \u30e1\u30e2\u30ea\u98df\u3044
        [ 9000.000418] [   4602]     0  4602  1400000        0           0        0             0 </text><svg on=
        [ 9000.000419] [   4603]     0  4603  1400000        0           0        0          -999 ]]>--%s%n\u0001
        [ 9000.000420] oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0-7,global_oom,task_memcg=/,task=WWWWWWWWWWWWWWW,pid=4194303,uid=0
        [ 9000.000421] Out of memory: Killed process 4194303 (WWWWWWWWWWWWWWW) total-vm:36000000kB, anon-rss:2000000kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:88kB oom_score_adj:1000
        """);
    return out.toString();
  }
}
