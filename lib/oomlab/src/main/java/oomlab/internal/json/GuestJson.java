package oomlab.internal.json;

import java.util.Optional;
import oomlab.Board;
import oomlab.Decoy;
import oomlab.Group;
import oomlab.Guard;
import oomlab.Guest;
import oomlab.Scenario;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A guest as JSON: what a saved run was made in. */
final class GuestJson {
  private GuestJson() {}

  static ObjectNode write(JsonMapper mapper, Guest guest) {
    Scenario scenario = guest.scenario();
    ObjectNode out =
        mapper
            .createObjectNode()
            .put("board", guest.board().label())
            .put("cpus", guest.cpus())
            .put("memoryBytes", guest.memoryBytes())
            .put("swapBytes", guest.swapBytes())
            .put("numaNodes", guest.numaNodes())
            .put("ownKernel", guest.kernel().isPresent())
            .put("overcommit", scenario.overcommit())
            .put("panicOnOom", scenario.panicOnOom())
            .put("killAllocatingTask", scenario.killAllocatingTask())
            .put("oomScoreAdj", scenario.adj())
            .put("uid", scenario.uid())
            .put("tmpfsBytes", scenario.tmpfsBytes())
            .put("hugePages", scenario.hugePages())
            .put("sysrqBytes", scenario.sysrqBytes())
            .put("addressBytes", scenario.addressBytes());
    if (guest.swapRate() > 0) {
      out.put("swapRate", guest.swapRate());
    }
    if (scenario.guard() != Guard.NONE) {
      out.put("guard", scenario.guard().label());
    }
    scenario.group().ifPresent(group -> write(out.putObject("group"), group));
    ArrayNode decoys = out.putArray("decoys");
    for (Decoy decoy : scenario.decoys()) {
      decoys
          .addObject()
          .put("name", decoy.name())
          .put("bytes", decoy.bytes())
          .put("oomScoreAdj", decoy.oomScoreAdj())
          .put("uid", decoy.uid());
    }
    return out;
  }

  private static void write(ObjectNode out, Group group) {
    out.put("version", group.version())
        .put("limitBytes", group.limitBytes())
        .put("killTogether", group.killTogether());
    group.highBytes().ifPresent(bytes -> out.put("highBytes", bytes));
    group.swapBytes().ifPresent(bytes -> out.put("swapBytes", bytes));
  }

  /** Reads it back; files of the reader's own are not kept in a run. */
  static Guest read(JsonFields in) {
    Scenario scenario = readScenario(in);
    return new Guest(
        in.constant("board", Board.class, Board::label),
        in.integer("cpus"),
        in.number("memoryBytes"),
        in.number("swapBytes"),
        in.optionalNumber("swapRate").orElse(0),
        in.integer("numaNodes"),
        Guest.Speed.BEST,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        scenario);
  }

  private static Scenario readScenario(JsonFields in) {
    Scenario scenario =
        Scenario.plain()
            .overcommit(in.integer("overcommit"))
            .panicOnOom(in.integer("panicOnOom"))
            .killAllocatingTask(in.flag("killAllocatingTask"))
            .adj(in.integer("oomScoreAdj"))
            .uid(in.integer("uid"))
            .tmpfs(in.number("tmpfsBytes"))
            .hugePages(in.integer("hugePages"))
            .sysrq(in.number("sysrqBytes"))
            .addressSpace(in.optionalNumber("addressBytes").orElse(0));
    for (JsonFields decoy : in.objects("decoys")) {
      scenario = scenario.decoy(decoy(decoy));
    }
    if (in.optionalText("guard").isPresent()) {
      scenario = scenario.guard(in.constant("guard", Guard.class, Guard::label));
    }
    Optional<Group> group = in.optionalObject("group").map(GuestJson::group);
    return group.isPresent() ? scenario.group(group.get()) : scenario;
  }

  private static Decoy decoy(JsonFields in) {
    return new Decoy(
        in.text("name"), in.number("bytes"), in.integer("oomScoreAdj"), in.integer("uid"));
  }

  private static Group group(JsonFields in) {
    return new Group(
        in.integer("version"),
        in.number("limitBytes"),
        in.flag("killTogether"),
        in.optionalNumber("highBytes"),
        in.optionalNumber("swapBytes"));
  }
}
