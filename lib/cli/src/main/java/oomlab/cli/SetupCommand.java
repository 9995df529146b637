package oomlab.cli;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oomlab.Guest;
import oomlab.Guest.Board;
import oomlab.book.Apt;
import oomlab.book.Programs;
import oomlab.guest.GuestStore;
import oomlab.guest.RequiredPrograms;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./oomlab setup --guests}: gets the programs and the parts of guests. */
@Command(
    name = "setup",
    description = {
      "Gets what an experiment in a guest needs: QEMU and compilers with apt-get, after they were "
          + "named; then a kernel and a busybox from Debian's archive, and the guest's own programs, "
          + "into the cache of this project.",
    },
    footer = {
      "",
      "What is there already is kept, and needs no network.",
      "Status: 0 all is there, 1 something could not be got, 2 wrong arguments."
    },
    mixinStandardHelpOptions = true)
final class SetupCommand implements Callable<Integer> {
  @Option(names = "--guests", description = "Get what QEMU guests need.")
  private boolean guests;

  @Option(
      names = "--kernel",
      paramLabel = "SERIES",
      description =
          "Get Debian's newest kernel of this series, such as 6.12, beside the usual one; "
              + "oomlab kill --kernel SERIES boots it.")
  private Optional<String> kernel = Optional.empty();

  @Parameters(
      arity = "0..*",
      paramLabel = "BOARD",
      description = "arm32 or x86_64; both without one.")
  private List<String> labels = List.of();

  @Mixin LanguageOption language = new LanguageOption();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (!guests) {
      throw new ParameterException(
          spec.commandLine(),
          words("set up what? Only --guests can be set up: ./oomlab setup --guests."));
    }
    Map<String, String> environment = System.getenv();
    List<Board> boards = boards();
    try {
      kernel.ifPresent(Guest.arm32()::series);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), words("--kernel: %s", e.getMessage()), e);
    }
    return setup(
        boards,
        kernel,
        RequiredPrograms.on(environment),
        GuestStore.open(environment, Path.of(System.getProperty("user.home"))),
        Programs.on(environment),
        spec.commandLine().getOut(),
        spec.commandLine().getErr());
  }

  private List<Board> boards() {
    List<Board> boards = new ArrayList<>();
    for (String label : labels) {
      boards.add(
          Stream.of(Board.values())
              .filter(board -> board.label().equals(label))
              .findFirst()
              .orElseThrow(
                  () ->
                      new ParameterException(
                          spec.commandLine(),
                          words(
                              "there is no guest '%s'; there are %s.",
                              label,
                              Stream.of(Board.values())
                                  .map(Board::label)
                                  .collect(Collectors.joining(words(" and ")))))));
    }
    return boards.isEmpty() ? List.of(Board.values()) : boards;
  }

  /** Installs, then fills the cache. */
  static int setup(
      List<Board> boards,
      Optional<String> kernel,
      RequiredPrograms needs,
      GuestStore store,
      Programs programs,
      PrintWriter out,
      PrintWriter err)
      throws IOException {
    Consumer<String> says =
        line -> {
          out.println(line);
          out.flush();
        };
    List<String> packages = needs.packages(boards);
    if (!packages.isEmpty()) {
      if (needs.hasApt()) {
        says.accept(
            words("Missing here; it comes with: %s", String.join(" ", needs.command(packages))));
      }
      Optional<String> failure = Apt.on(programs, says).install(packages);
      Optional<String> missing = needs.sentence(boards);
      if (missing.isPresent()) {
        err.println(
            "oomlab setup: "
                + failure.map(why -> words("%s; %s", why, missing.get())).orElse(missing.get()));
        return 1;
      }
    }
    for (Board board : boards) {
      double megabytes = store.fill(board, kernel, says) / 1e6;
      says.accept(words("%s: ready, %.1f MB in %s", board.label(), megabytes, store.folder()));
    }
    return 0;
  }
}
