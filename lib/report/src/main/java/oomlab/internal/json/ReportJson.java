package oomlab.internal.json;

import static oomlab.internal.json.JsonObject.list;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Allocation;
import oomlab.report.OomReport.Block;
import oomlab.report.OomReport.Buddy;
import oomlab.report.OomReport.Cause;
import oomlab.report.OomReport.Group;
import oomlab.report.OomReport.HugePages;
import oomlab.report.OomReport.Kill;
import oomlab.report.OomReport.Line;
import oomlab.report.OomReport.Memcg;
import oomlab.report.OomReport.Memory;
import oomlab.report.OomReport.Node;
import oomlab.report.OomReport.Outcome;
import oomlab.report.OomReport.Problem;
import oomlab.report.OomReport.Reaped;
import oomlab.report.OomReport.Slab;
import oomlab.report.OomReport.Source;
import oomlab.report.OomReport.Swap;
import oomlab.report.OomReport.Task;
import oomlab.report.OomReport.Trigger;
import oomlab.report.OomReport.Zone;

/**
 * A report as the JSON that {@code ./oomlab report --json} and the page in a browser give. This is
 * an interface: fields are added, never renamed; what a report does not say is left out; lists are
 * always there.
 *
 * <p>Written out, not worked out by a library: what compiles it for browsers knows no reflection.
 */
public final class ReportJson {
  private ReportJson() {}

  /**
   * Returns the report as ordered maps and lists.
   *
   * @param file the file's name as the user gave it, {@code -} for standard input
   */
  public static Map<String, Object> of(OomReport report, String file) {
    JsonObject out =
        new JsonObject()
            .put("file", file)
            .put("firstLine", report.firstLine())
            .put("lastLine", report.lastLine());
    source(out, report.source());
    cause(out, report.cause());
    memory(out, report.memory());
    out.put("tasks", report.tasks(), ReportJson::task);
    outcome(out, report.outcome());
    return out.put("unread", report.unread(), ReportJson::line)
        .put("problems", report.problems(), ReportJson::problem)
        .map();
  }

  private static void source(JsonObject out, Source source) {
    out.put("micros", source.micros())
        .put("date", source.date())
        .put("kernel", source.kernel())
        .put("hardware", source.hardware())
        .put("balloon", source.balloon());
  }

  private static void cause(JsonObject out, Cause cause) {
    out.put("trigger", cause.trigger().map(ReportJson::trigger))
        .put("scope", lower(cause.scope()))
        .put("constraint", cause.constraint())
        .put("memcg", cause.memcg().map(ReportJson::memcg));
  }

  private static Map<String, Object> trigger(Trigger trigger) {
    return new JsonObject()
        .put("line", trigger.line())
        .put("comm", trigger.comm())
        .put("pid", trigger.pid())
        .put("uid", trigger.uid())
        .put("cpu", trigger.cpu())
        .put(
            "gfpMask",
            trigger.gfpMask().stream().mapToObj(m -> "0x" + Long.toHexString(m)).findFirst())
        .put("gfpFlags", trigger.gfpNames())
        .put("gfpFlagsSource", trigger.gfpFlagsSource())
        .put("order", trigger.order())
        .put("oomScoreAdj", trigger.oomScoreAdj())
        .put("oomAdj", trigger.oomAdj())
        .put("cpuset", trigger.cpuset())
        .put("memsAllowed", trigger.memsAllowed())
        .put("nodemask", trigger.nodemask())
        .map();
  }

  private static Map<String, Object> memcg(Memcg memcg) {
    return new JsonObject()
        .put("oomMemcg", memcg.oomMemcg())
        .put("taskMemcg", memcg.taskMemcg())
        .put("usageKb", memcg.usageKb())
        .put("limitKb", memcg.limitKb())
        .put("failcnt", memcg.failcnt())
        .put("swapUsageKb", memcg.swapUsageKb())
        .put("swapLimitKb", memcg.swapLimitKb())
        .put("memswUsageKb", memcg.memswUsageKb())
        .put("memswLimitKb", memcg.memswLimitKb())
        .put("kmemUsageKb", memcg.kmemUsageKb())
        .put("kmemLimitKb", memcg.kmemLimitKb())
        .putUnlessEmpty("stat", memcg.stat())
        .putUnlessEmpty("groups", list(memcg.groups(), ReportJson::group))
        .map();
  }

  private static Map<String, Object> group(Group group) {
    return new JsonObject().put("path", group.path()).put("stat", group.stat()).map();
  }

  private static void memory(JsonObject out, Memory memory) {
    out.putUnlessEmpty("memInfo", memory.memInfo())
        .put("perCpuPages", memory.perCpuPages())
        .put("pageSizeKb", memory.pageSizeKb())
        .put("nodes", memory.nodes(), ReportJson::node)
        .put("zones", memory.zones(), ReportJson::zone)
        .put("buddy", memory.buddy(), ReportJson::buddy)
        .put("hugePages", memory.hugePages(), ReportJson::hugePages)
        .put("slabs", memory.slabs(), ReportJson::slab)
        .putUnlessEmpty("allocations", list(memory.allocations(), ReportJson::allocation))
        .put("swap", memory.swap().map(ReportJson::swap))
        .put("ramPages", memory.ramPages())
        .put("reservedPages", memory.reservedPages());
  }

  private static Map<String, Object> node(Node node) {
    return new JsonObject()
        .put("line", node.line())
        .put("node", node.node())
        .putAll(node.fields())
        .put("allUnreclaimable", node.allUnreclaimable())
        .map();
  }

  private static Map<String, Object> zone(Zone zone) {
    return new JsonObject()
        .put("line", zone.line())
        .put("node", zone.node())
        .put("zone", zone.zone())
        .putAll(zone.fields())
        .put("allUnreclaimable", zone.allUnreclaimable())
        .put("lowmemReservePages", zone.lowmemReservePages())
        .map();
  }

  private static Map<String, Object> buddy(Buddy buddy) {
    return new JsonObject()
        .put("line", buddy.line())
        .put("node", buddy.node())
        .put("zone", buddy.zone())
        .put("blocks", buddy.blocks(), ReportJson::block)
        .put("totalKb", buddy.totalKb())
        .map();
  }

  private static Map<String, Object> block(Block block) {
    return new JsonObject()
        .put("sizeKb", block.sizeKb())
        .put("count", block.count())
        .put("types", block.types())
        .map();
  }

  private static Map<String, Object> hugePages(HugePages pages) {
    return new JsonObject()
        .put("line", pages.line())
        .put("node", pages.node())
        .put("total", pages.total())
        .put("free", pages.free())
        .put("surplus", pages.surplus())
        .put("sizeKb", pages.sizeKb())
        .map();
  }

  private static Map<String, Object> slab(Slab slab) {
    return new JsonObject()
        .put("line", slab.line())
        .put("name", slab.name())
        .put("usedKb", slab.usedKb())
        .put("totalKb", slab.totalKb())
        .map();
  }

  private static Map<String, Object> allocation(Allocation allocation) {
    return new JsonObject()
        .put("line", allocation.line())
        .put("bytes", allocation.bytes())
        .put("calls", allocation.calls())
        .put("site", allocation.site())
        .map();
  }

  private static Map<String, Object> swap(Swap swap) {
    return new JsonObject().put("freeKb", swap.freeKb()).put("totalKb", swap.totalKb()).map();
  }

  private static Map<String, Object> task(Task task) {
    return new JsonObject()
        .put("line", task.line())
        .put("pid", task.pid())
        .put("uid", task.uid())
        .put("tgid", task.tgid())
        .put("totalVmPages", task.totalVmPages())
        .put("rssPages", task.rssPages())
        .put("rssAnonPages", task.rssAnonPages())
        .put("rssFilePages", task.rssFilePages())
        .put("rssShmemPages", task.rssShmemPages())
        .put("nrPtes", task.nrPtes())
        .put("nrPmds", task.nrPmds())
        .put("pgtablesBytes", task.pgtablesBytes())
        .put("swapents", task.swapents())
        .put("oomScoreAdj", task.oomScoreAdj())
        .put("oomAdj", task.oomAdj())
        .put("cpu", task.cpu())
        .put("name", task.name())
        .putUnlessEmpty("other", new TreeMap<>(task.other()))
        .map();
  }

  private static void outcome(JsonObject out, Outcome outcome) {
    out.put("kills", outcome.kills(), ReportJson::kill)
        .put("reaped", outcome.reaped(), ReportJson::reaped)
        .put("panic", outcome.panic())
        .putIf(outcome.noKillable(), "noKillable", true)
        .putIf(outcome.deadlocked(), "deadlocked", true);
  }

  private static Map<String, Object> kill(Kill kill) {
    return new JsonObject()
        .put("line", kill.line())
        .put("micros", kill.micros())
        .put("pid", kill.pid())
        .put("comm", kill.comm())
        .put("chosenPid", kill.chosenPid())
        .put("chosenComm", kill.chosenComm())
        .put("score", kill.score())
        .put("totalVmKb", kill.totalVmKb())
        .put("anonRssKb", kill.anonRssKb())
        .put("fileRssKb", kill.fileRssKb())
        .put("shmemRssKb", kill.shmemRssKb())
        .put("uid", kill.uid())
        .put("pgtablesKb", kill.pgtablesKb())
        .put("oomScoreAdj", kill.oomScoreAdj())
        .put("memcg", kill.memcg())
        .put("groupKill", kill.groupKill())
        .put("message", kill.message())
        .put("oomMemcg", kill.oomMemcg())
        .put("taskMemcg", kill.taskMemcg())
        .map();
  }

  private static Map<String, Object> reaped(Reaped reaped) {
    return new JsonObject()
        .put("line", reaped.line())
        .put("micros", reaped.micros())
        .put("pid", reaped.pid())
        .put("comm", reaped.comm())
        .put("anonRssKb", reaped.anonRssKb())
        .put("fileRssKb", reaped.fileRssKb())
        .put("shmemRssKb", reaped.shmemRssKb())
        .map();
  }

  private static Map<String, Object> line(Line line) {
    return new JsonObject().put("line", line.number()).put("text", line.text()).map();
  }

  private static Map<String, Object> problem(Problem problem) {
    return new JsonObject().put("line", problem.line()).put("what", problem.what()).map();
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
