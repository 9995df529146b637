package oomlab.internal.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
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
 * @param streams those of a program; without them its input is empty, and its output goes to the
 *     run's listener
 */
public record RunDependencies(
    Path root,
    Supplier<ChildCommand> command,
    Function<Path, KernelWatch> log,
    boolean counter,
    Consumer<MemoryCgroup> beforeGo,
    Optional<ProgramStreams> streams) {

  /** The same without streams of a program's own. */
  public RunDependencies(
      Path root,
      Supplier<ChildCommand> command,
      Function<Path, KernelWatch> log,
      boolean counter,
      Consumer<MemoryCgroup> beforeGo) {
    this(root, command, log, counter, beforeGo, Optional.empty());
  }

  public static RunDependencies real(Experiment experiment) {
    return new RunDependencies(
        Path.of("/"), () -> command(experiment), KernelWatch::open, true, group -> {});
  }

  private static ChildCommand command(Experiment experiment) {
    if (experiment.program().isEmpty()) {
      return ChildCommand.of(experiment.touch(), experiment.threads(), experiment.chunkBytes());
    }
    try {
      return ProgramLaunch.of(experiment, experiment.program().get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with streams of a program's own. */
  public RunDependencies withStreams(ProgramStreams own) {
    return new RunDependencies(root, command, log, counter, beforeGo, Optional.of(own));
  }

  public RunDependencies withCommand(ChildCommand other) {
    return new RunDependencies(root, () -> other, log, counter, beforeGo, streams);
  }

  public RunDependencies withoutLog(String why) {
    return new RunDependencies(
        root, command, r -> KernelWatch.without(why), counter, beforeGo, streams);
  }

  public RunDependencies withoutCounter() {
    return new RunDependencies(root, command, log, false, beforeGo, streams);
  }

  public RunDependencies withBeforeGo(Consumer<MemoryCgroup> action) {
    return new RunDependencies(root, command, log, counter, action, streams);
  }
}
