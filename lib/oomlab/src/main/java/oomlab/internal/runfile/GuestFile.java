package oomlab.internal.runfile;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import oomlab.Decoy;
import oomlab.Guard;
import oomlab.Guest;
import oomlab.Guest.Board;
import oomlab.Scenario;
import oomlab.Scenario.Group;

/**
 * A guest with its scenario as run.json has them, in one object; files of the reader's own are not
 * kept in a run.
 */
record GuestFile(
    Board board,
    int cpus,
    long memoryBytes,
    long swapBytes,
    int numaNodes,
    Optional<String> series,
    Optional<Boolean> ownKernel,
    Optional<String> kernelArguments,
    int overcommit,
    int panicOnOom,
    boolean killAllocatingTask,
    int oomScoreAdj,
    int uid,
    long tmpfsBytes,
    int hugePages,
    long sysrqBytes,
    OptionalLong addressBytes,
    OptionalLong swapRate,
    Optional<Guard> guard,
    Optional<Group> group,
    List<Decoy> decoys) {
  static GuestFile of(Guest guest) {
    Scenario scenario = guest.scenario();
    return new GuestFile(
        guest.board(),
        guest.cpus(),
        guest.memoryBytes(),
        guest.swapBytes(),
        guest.numaNodes(),
        guest.series(),
        Optional.of(guest.kernel().isPresent()),
        Optional.of(guest.kernelArguments()).filter(words -> !words.isEmpty()),
        scenario.overcommit(),
        scenario.panicOnOom(),
        scenario.killAllocatingTask(),
        scenario.adj(),
        scenario.uid(),
        scenario.tmpfsBytes(),
        scenario.hugePages(),
        scenario.sysrqBytes(),
        OptionalLong.of(scenario.addressBytes()),
        guest.swapRate() > 0 ? OptionalLong.of(guest.swapRate()) : OptionalLong.empty(),
        Optional.of(scenario.guard()).filter(guard -> guard != Guard.NONE),
        scenario.group(),
        scenario.decoys());
  }

  Guest guest() {
    return new Guest(
        board,
        cpus,
        memoryBytes,
        swapBytes,
        swapRate.orElse(0),
        numaNodes,
        Guest.Speed.BEST,
        series,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        kernelArguments.orElse(""),
        new Scenario(
            overcommit,
            panicOnOom,
            killAllocatingTask,
            oomScoreAdj,
            uid,
            decoys,
            group,
            tmpfsBytes,
            hugePages,
            sysrqBytes,
            addressBytes.orElse(0),
            guard.orElse(Guard.NONE)));
  }
}
