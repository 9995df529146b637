package oomlab.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command and the small world that it gets.
 *
 * @param command program and arguments; the program by its absolute path
 * @param environment all of its environment
 * @param work an empty folder of the host, under whose path the process sees its own folder, the
 *     only place beside its {@code /tmp} where it can write; empty again afterwards
 * @param readable files and folders of the host that it sees under the same path and cannot write,
 *     such as the JDK, a jar, the folder of a socket that it shall connect to; they must be
 *     readable for everybody where the grader is root, because the process runs as nobody then
 * @param files what it sees in its own folder
 */
public record SandboxCommand(
    List<String> command,
    Map<String, String> environment,
    Path work,
    List<Path> readable,
    List<Mounted> files,
    SandboxLimits limits) {
  /** Copies the lists and refuses paths that contradict each other. */
  public SandboxCommand {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    work = work.toAbsolutePath().normalize();
    readable = readable.stream().map(path -> path.toAbsolutePath().normalize()).toList();
    files = List.copyOf(files);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("there is no command to run");
    }
    Optional<Path> around = readable.stream().filter(work::startsWith).findFirst();
    if (around.isPresent()) {
      throw new IllegalArgumentException(
          "%s cannot be read-only: it holds the process's folder %s".formatted(around.get(), work));
    }
  }
}
