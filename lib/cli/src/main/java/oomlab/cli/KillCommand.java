package oomlab.cli;

import static oomlab.internal.text.Words.words;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import oomlab.Experiment;
import oomlab.ExperimentException;
import oomlab.ExperimentException.WrongProgram;
import oomlab.Guest;
import oomlab.Run;
import oomlab.Touch;
import oomlab.WaitStatus;
import oomlab.internal.run.HostRuns;
import oomlab.internal.run.ProgramStreams;
import oomlab.internal.runfile.RunJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code oomlab kill}: runs a process out of memory in a memory cgroup, its own or the user's, and
 * says what happened.
 */
@Command(
    name = "kill",
    mixinStandardHelpOptions = true,
    description = {
      "Starts a process that allocates memory until it is killed, inside a memory cgroup made for "
          + "it or in a virtual machine, and says how it died and how that is known.",
      "With COMMAND, or with --source, that program runs in the group instead, with its children, "
          + "in this folder and environment. Its input, output and exit status are this command's; "
          + "what oomlab says goes to standard error. With --json the JSON goes to standard output "
          + "and all that the program prints to standard error. With --in a C source runs in the "
          + "virtual machine, without input, and what it prints stands among the run's lines.",
      "Exit status: 0 the experiment came to its end, 1 it could not be made, 2 the arguments are "
          + "wrong. With COMMAND: its own, or 128 and the number of the signal that ended it."
    })
final class KillCommand implements Callable<Integer> {
  private static final Pattern DURATION =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)\\s*(us|ms|s|min)");

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the call
  private CommandSpec spec;

  @Option(
      names = "--limit",
      paramLabel = "SIZE",
      description = "Limit of the memory cgroup, such as 256M (the default).")
  private Optional<String> limit = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that allocate; one for each online CPU without this.")
  private Optional<Integer> threads = Optional.empty();

  @Option(
      names = "--chunk",
      paramLabel = "SIZE",
      description =
          "Bytes that a thread maps at a time, such as 10M (the default; 1M with a kernel of your own).")
  private Optional<String> chunk = Optional.empty();

  @Option(
      names = "--touch",
      paramLabel = "HOW",
      description =
          "How addresses become memory: page (the default), byte, populate, madvise, huge, mlock, "
              + "file or shared.")
  private Optional<String> touch = Optional.empty();

  @Option(names = "--swap", description = "Let the process be swapped out.")
  private boolean swap;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      description = "Time between two samples of its memory, such as 1ms (the default).")
  private Optional<String> every = Optional.empty();

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      description = "Kill it after this time: 60s without this, 10min for a COMMAND.")
  private Optional<String> timeLimit = Optional.empty();

  @Option(names = "--json", description = "Print one JSON object instead of text.")
  private boolean json;

  @Option(
      names = "--save",
      paramLabel = "DIR",
      description = "Save the run in a new directory, for the notebooks to replay.")
  private Optional<String> save = Optional.empty();

  @Option(
      names = "--source",
      paramLabel = "FILE",
      description =
          "Compile this single Java or C file, and run it as COMMAND would be run; what follows --"
              + " are its arguments.")
  private Optional<String> source = Optional.empty();

  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description = "After --: a program and its arguments, to be run in the group.")
  private List<String> command = new ArrayList<>();

  @Mixin private GuestOptions machine = new GuestOptions();

  @Mixin private LanguageOption language = new LanguageOption();

  @Override
  public Integer call() {
    if (json) {
      language.english();
    }
    Experiment experiment = experiment();
    Optional<Path> directory = save.map(this::target);
    if (experiment.guest().isEmpty()) {
      SystemdScope.enter(spec.commandLine().getErr());
    }
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    try {
      if (experiment.program().isPresent() && experiment.guest().isEmpty()) {
        return program(experiment, directory, out);
      }
      Run run =
          experiment.run(
              new GuestPhases(spec.commandLine().getErr()), json ? line -> {} : printer(out));
      directory.ifPresent(run::save);
      if (json) {
        out.println(RunJson.contract(run));
      } else {
        out.println();
        out.println(run);
        directory.ifPresent(d -> out.println(words("saved in %s", d)));
      }
      out.flush();
      return experiment.program().isPresent() ? status(run) : 0;
    } catch (WrongProgram e) {
      spec.commandLine().getErr().println("oomlab kill: " + e.getMessage());
      return 2;
    } catch (ExperimentException e) {
      out.flush();
      spec.commandLine().getErr().println("oomlab kill: " + e.getMessage());
      return 1;
    }
  }

  /** Standard output is the program's, unless it is asked to be one JSON object. */
  private int program(Experiment experiment, Optional<Path> directory, PrintStream out) {
    FileOutputStream stdout = new FileOutputStream(json ? FileDescriptor.err : FileDescriptor.out);
    FileOutputStream stderr = new FileOutputStream(FileDescriptor.err);
    PrintStream ours = new PrintStream(stderr, false, StandardCharsets.UTF_8);
    Run run =
        HostRuns.run(
            experiment,
            live -> {},
            json ? line -> {} : printer(ours),
            new ProgramStreams(stdout, stderr));
    directory.ifPresent(run::save);
    if (json) {
      out.println(RunJson.contract(run));
      out.flush();
    } else {
      ours.println();
      ours.println(run);
      directory.ifPresent(d -> ours.println(words("saved in %s", d)));
      ours.flush();
    }
    return status(run);
  }

  private static int status(Run run) {
    return run.waitStatus()
        .map(s -> s instanceof WaitStatus.Exited e ? e.code() : 128 + signal(s))
        .orElse(1);
  }

  private static int signal(WaitStatus status) {
    return status instanceof WaitStatus.Signaled signaled ? signaled.signal() : 0;
  }

  private static Consumer<String> printer(PrintStream out) {
    return line -> {
      out.println(line);
      out.flush();
    };
  }

  private Experiment experiment() {
    try {
      Optional<Guest> guest = machine.guest(limit);
      if (guest.isPresent() && swap) {
        throw new IllegalArgumentException(
            words("--swap is for a memory cgroup: a guest has --swap-size"));
      }
      Experiment onHost = onHost();
      Experiment experiment =
          guest
              .map(g -> onHost.program().isPresent() ? onHost.guest(g) : Experiment.in(g))
              .orElseGet(() -> onHost.swap(swap));
      if (limit.isPresent() && guest.isEmpty()) {
        experiment = experiment.limit(limit.get());
      }
      if (threads.isPresent()) {
        experiment = experiment.threads(threads.get());
      }
      if (chunk.isPresent()) {
        experiment = experiment.chunk(chunk.get());
      }
      if (touch.isPresent()) {
        experiment = experiment.touch(touch(touch.get()));
      }
      if (every.isPresent()) {
        experiment = experiment.sampleEvery(duration("--every", every.get()));
      }
      if (timeLimit.isPresent()) {
        experiment = experiment.timeLimit(duration("--time-limit", timeLimit.get()));
      }
      return experiment;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private Experiment onHost() {
    String[] words = asTyped(command).toArray(String[]::new);
    if (source.isPresent()) {
      return Experiment.source(Path.of(source.get()), words);
    }
    return command.isEmpty() ? Experiment.standard() : Experiment.command(words);
  }

  /** Returns the last arguments from the kernel: Java loses what is not ASCII in the C locale. */
  private static List<String> asTyped(List<String> last) {
    if (last.stream().allMatch(word -> word.chars().allMatch(c -> c < 128))) {
      return last;
    }
    try {
      byte[] all = Files.readAllBytes(Path.of("/proc/self/cmdline"));
      List<String> words =
          List.of(new String(all, StandardCharsets.UTF_8).replaceFirst("\0$", "").split("\0", -1));
      return words.size() > last.size()
          ? words.subList(words.size() - last.size(), words.size())
          : last;
    } catch (IOException e) {
      return last;
    }
  }

  private Path target(String text) {
    Path directory;
    try {
      directory = Path.of(text);
    } catch (InvalidPathException e) {
      throw new ParameterException(spec.commandLine(), words("--save: no path: %s", text), e);
    }
    Run.saveRefusal(directory)
        .ifPresent(
            why -> {
              throw new ParameterException(spec.commandLine(), words("--save: %s", why));
            });
    return directory;
  }

  private static Touch touch(String text) {
    for (Touch touch : Touch.values()) {
      if (touch.name().toLowerCase(Locale.ROOT).equals(text)) {
        return touch;
      }
    }
    throw new IllegalArgumentException(
        words(
            "--touch %s is not known: give %s",
            text,
            Arrays.stream(Touch.values())
                .map(t -> t.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(words(", ")))));
  }

  static Duration duration(String option, String text) {
    Matcher m = DURATION.matcher(text.strip());
    if (!m.matches()) {
      throw new IllegalArgumentException(
          words(
              "%s %s is no time: write a number and us, ms, s or min, such as 1ms", option, text));
    }
    double nanos =
        Double.parseDouble(m.group(1))
            * switch (m.group(2)) {
              case "us" -> 1e3;
              case "ms" -> 1e6;
              case "s" -> 1e9;
              default -> 60e9;
            };
    return Duration.ofNanos((long) nanos);
  }
}
