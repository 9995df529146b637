package oomlab;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import oomlab.cgroup.MemoryCgroup;
import oomlab.child.ChildCommand;

/**
 * What a run works with; a test replaces parts of it.
 *
 * @param root {@code /}
 * @param command starts the child
 * @param log opens the kernel log
 * @param counter whether the cgroup's oom_kill counter may be read
 * @param beforeGo called when the child is in its verified group and has not allocated yet
 */
record Means(
    Path root,
    Supplier<ChildCommand> command,
    Function<Path, KernelWatch> log,
    boolean counter,
    Consumer<MemoryCgroup> beforeGo) {

  static Means real(Experiment experiment) {
    return new Means(
        Path.of("/"),
        () -> ChildCommand.of(experiment.touch(), experiment.threads(), experiment.chunkBytes()),
        KernelWatch::open,
        true,
        group -> {});
  }

  Means withCommand(ChildCommand other) {
    return new Means(root, () -> other, log, counter, beforeGo);
  }

  Means withoutLog(String why) {
    return new Means(root, command, r -> KernelWatch.without(why), counter, beforeGo);
  }

  Means withoutCounter() {
    return new Means(root, command, log, false, beforeGo);
  }

  Means withBeforeGo(Consumer<MemoryCgroup> action) {
    return new Means(root, command, log, counter, action);
  }
}
