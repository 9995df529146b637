package oomlab.internal.run;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import oomlab.Experiment;
import oomlab.internal.cgroup.MemoryCgroup;
import oomlab.internal.child.ChildCommand;

/**
 * What a run works with; a test replaces parts of it.
 *
 * @param root {@code /}
 * @param command starts the child
 * @param log opens the kernel log
 * @param counter whether the cgroup's oom_kill counter may be read
 * @param beforeGo called when the child is in its verified group and has not allocated yet
 */
public record RunDependencies(
    Path root,
    Supplier<ChildCommand> command,
    Function<Path, KernelWatch> log,
    boolean counter,
    Consumer<MemoryCgroup> beforeGo) {

  public static RunDependencies real(Experiment experiment) {
    return new RunDependencies(
        Path.of("/"),
        () -> ChildCommand.of(experiment.touch(), experiment.threads(), experiment.chunkBytes()),
        KernelWatch::open,
        true,
        group -> {});
  }

  public RunDependencies withCommand(ChildCommand other) {
    return new RunDependencies(root, () -> other, log, counter, beforeGo);
  }

  public RunDependencies withoutLog(String why) {
    return new RunDependencies(root, command, r -> KernelWatch.without(why), counter, beforeGo);
  }

  public RunDependencies withoutCounter() {
    return new RunDependencies(root, command, log, false, beforeGo);
  }

  public RunDependencies withBeforeGo(Consumer<MemoryCgroup> action) {
    return new RunDependencies(root, command, log, counter, action);
  }
}
