package oomlab.internal.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import oomlab.report.OomReport;

/**
 * A report as the JSON that {@code ./oomlab report --json} prints. This is an interface: fields are
 * added, never renamed; what a report does not say is left out; lists are always there.
 */
public final class ReportJson {
  private ReportJson() {}

  /**
   * Returns the report as ordered maps and lists.
   *
   * @param file the file's name as the user gave it, {@code -} for standard input
   */
  public static Map<String, Object> of(OomReport r, String file) {
    Fields out = new Fields();
    out.put("file", file);
    out.put("firstLine", r.firstLine());
    out.put("lastLine", r.lastLine());
    out.put("micros", r.micros());
    out.put("date", r.date());
    out.put("kernel", r.kernel());
    out.put("hardware", r.hardware());
    out.put("trigger", r.trigger().map(ReportJson::trigger));
    out.put("scope", r.scope().name().toLowerCase(Locale.ROOT));
    out.put("constraint", r.constraint());
    out.put("memcg", r.memcg().map(ReportJson::memcg));
    if (!r.memInfo().isEmpty()) {
      out.put("memInfo", r.memInfo());
    }
    out.put("perCpuPages", r.perCpuPages());
    out.put("pageSizeKb", r.pageSizeKb());
    out.put("nodes", each(r.nodes(), ReportJson::node));
    out.put("zones", each(r.zones(), ReportJson::zone));
    out.put("buddy", each(r.buddy(), ReportJson::buddy));
    out.put("hugePages", each(r.hugePages(), ReportJson::hugePages));
    out.put("slabs", each(r.slabs(), ReportJson::slab));
    if (!r.allocations().isEmpty()) {
      out.put("allocations", each(r.allocations(), ReportJson::allocation));
    }
    out.put("swap", r.swap().map(ReportJson::swap));
    out.put("ramPages", r.ramPages());
    out.put("reservedPages", r.reservedPages());
    out.put("tasks", each(r.tasks(), ReportJson::task));
    out.put("kills", each(r.kills(), ReportJson::kill));
    out.put("reaped", each(r.reaped(), ReportJson::reaped));
    out.put("panic", r.panic());
    if (r.noKillable()) {
      out.put("noKillable", true);
    }
    if (r.deadlocked()) {
      out.put("deadlocked", true);
    }
    out.put(
        "unread", each(r.unread(), u -> new Fields().put("line", u.line()).put("text", u.text())));
    out.put(
        "problems",
        each(r.problems(), p -> new Fields().put("line", p.line()).put("what", p.what())));
    return out.map();
  }

  private static Fields trigger(OomReport.Trigger t) {
    Fields out = new Fields();
    out.put("line", t.line());
    out.put("comm", t.comm());
    out.put("pid", t.pid());
    out.put("uid", t.uid());
    out.put("cpu", t.cpu());
    t.gfpMask().ifPresent(mask -> out.put("gfpMask", "0x" + Long.toHexString(mask)));
    if (t.gfpFlagsSource().isPresent()) {
      out.put("gfpFlags", t.gfpFlags());
    }
    out.put("gfpFlagsSource", t.gfpFlagsSource());
    out.put("order", t.order());
    out.put("oomScoreAdj", t.oomScoreAdj());
    out.put("oomAdj", t.oomAdj());
    out.put("cpuset", t.cpuset());
    out.put("memsAllowed", t.memsAllowed());
    out.put("nodemask", t.nodemask());
    return out;
  }

  private static Fields memcg(OomReport.Memcg m) {
    Fields out = new Fields();
    out.put("oomMemcg", m.oomMemcg());
    out.put("taskMemcg", m.taskMemcg());
    out.put("usageKb", m.usageKb());
    out.put("limitKb", m.limitKb());
    out.put("failcnt", m.failcnt());
    out.put("swapUsageKb", m.swapUsageKb());
    out.put("swapLimitKb", m.swapLimitKb());
    out.put("memswUsageKb", m.memswUsageKb());
    out.put("memswLimitKb", m.memswLimitKb());
    out.put("kmemUsageKb", m.kmemUsageKb());
    out.put("kmemLimitKb", m.kmemLimitKb());
    if (!m.stat().isEmpty()) {
      out.put("stat", m.stat());
    }
    if (!m.groups().isEmpty()) {
      out.put(
          "groups",
          each(m.groups(), g -> new Fields().put("path", g.path()).put("stat", g.stat())));
    }
    return out;
  }

  private static Fields node(OomReport.Node n) {
    Fields out = new Fields();
    out.put("line", n.line());
    out.put("node", n.node());
    n.fields().forEach(out::put);
    out.put("allUnreclaimable", n.allUnreclaimable());
    return out;
  }

  private static Fields zone(OomReport.Zone z) {
    Fields out = new Fields();
    out.put("line", z.line());
    out.put("node", z.node());
    out.put("zone", z.zone());
    z.fields().forEach(out::put);
    out.put("allUnreclaimable", z.allUnreclaimable());
    out.put("lowmemReservePages", z.lowmemReservePages());
    return out;
  }

  private static Fields buddy(OomReport.Buddy b) {
    Fields out = new Fields();
    out.put("line", b.line());
    out.put("node", b.node());
    out.put("zone", b.zone());
    out.put("blocks", each(b.blocks(), ReportJson::block));
    out.put("totalKb", b.totalKb());
    return out;
  }

  private static Fields block(OomReport.Block b) {
    Fields out = new Fields();
    out.put("sizeKb", b.sizeKb());
    out.put("count", b.count());
    out.put("types", b.types());
    return out;
  }

  private static Fields hugePages(OomReport.HugePages h) {
    Fields out = new Fields();
    out.put("line", h.line());
    out.put("node", h.node());
    out.put("total", h.total());
    out.put("free", h.free());
    out.put("surplus", h.surplus());
    out.put("sizeKb", h.sizeKb());
    return out;
  }

  private static Fields slab(OomReport.Slab s) {
    Fields out = new Fields();
    out.put("line", s.line());
    out.put("name", s.name());
    out.put("usedKb", s.usedKb());
    out.put("totalKb", s.totalKb());
    return out;
  }

  private static Fields allocation(OomReport.Allocation a) {
    Fields out = new Fields();
    out.put("line", a.line());
    out.put("bytes", a.bytes());
    out.put("calls", a.calls());
    out.put("site", a.site());
    return out;
  }

  private static Fields swap(OomReport.Swap s) {
    return new Fields().put("freeKb", s.freeKb()).put("totalKb", s.totalKb());
  }

  private static Fields task(OomReport.Task t) {
    Fields out = new Fields();
    out.put("line", t.line());
    out.put("pid", t.pid());
    out.put("uid", t.uid());
    out.put("tgid", t.tgid());
    out.put("totalVmPages", t.totalVmPages());
    out.put("rssPages", t.rssPages());
    out.put("rssAnonPages", t.rssAnonPages());
    out.put("rssFilePages", t.rssFilePages());
    out.put("rssShmemPages", t.rssShmemPages());
    out.put("nrPtes", t.nrPtes());
    out.put("nrPmds", t.nrPmds());
    out.put("pgtablesBytes", t.pgtablesBytes());
    out.put("swapents", t.swapents());
    out.put("oomScoreAdj", t.oomScoreAdj());
    out.put("oomAdj", t.oomAdj());
    out.put("cpu", t.cpu());
    out.put("name", t.name());
    if (!t.other().isEmpty()) {
      out.put("other", new TreeMap<>(t.other()));
    }
    return out;
  }

  private static Fields kill(OomReport.Kill k) {
    Fields out = new Fields();
    out.put("line", k.line());
    out.put("micros", k.micros());
    out.put("pid", k.pid());
    out.put("comm", k.comm());
    out.put("chosenPid", k.chosenPid());
    out.put("chosenComm", k.chosenComm());
    out.put("score", k.score());
    out.put("totalVmKb", k.totalVmKb());
    out.put("anonRssKb", k.anonRssKb());
    out.put("fileRssKb", k.fileRssKb());
    out.put("shmemRssKb", k.shmemRssKb());
    out.put("uid", k.uid());
    out.put("pgtablesKb", k.pgtablesKb());
    out.put("oomScoreAdj", k.oomScoreAdj());
    out.put("memcg", k.memcg());
    out.put("groupKill", k.groupKill());
    out.put("message", k.message());
    out.put("oomMemcg", k.oomMemcg());
    out.put("taskMemcg", k.taskMemcg());
    return out;
  }

  private static Fields reaped(OomReport.Reaped r) {
    Fields out = new Fields();
    out.put("line", r.line());
    out.put("micros", r.micros());
    out.put("pid", r.pid());
    out.put("comm", r.comm());
    out.put("anonRssKb", r.anonRssKb());
    out.put("fileRssKb", r.fileRssKb());
    out.put("shmemRssKb", r.shmemRssKb());
    return out;
  }

  private static <T> List<Object> each(List<T> from, Function<T, Fields> to) {
    List<Object> out = new ArrayList<>();
    from.forEach(item -> out.add(to.apply(item).map()));
    return out;
  }
}
