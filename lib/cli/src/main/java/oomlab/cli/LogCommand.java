package oomlab.cli;

import static oomlab.internal.text.Words.words;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import oomlab.report.OomReport;
import oomlab.report.OomReports;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands over logs share: which reports they read, and how they end. */
abstract class LogCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Logs to read; - is standard input.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--only",
      paramLabel = "N",
      description = "Show the Nth report only, counted from 1 over all FILEs (after --since).")
  private Optional<Integer> only = Optional.empty();

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      description = {
        "Leave out earlier reports. WHEN is a date (2026-11-22, '2026-11-22 08:54',"
            + " 2026-11-22T08:54:00+01:00) or seconds of the kernel's clock (1234.5)."
      })
  private Optional<String> when = Optional.empty();

  @Mixin private LanguageOption language = new LanguageOption();

  final StandardOutput out;
  private final Clock clock;
  private Optional<SinceFilter> since = Optional.empty();
  private int reports;
  private int undated;

  LogCommand() {
    this(new FileOutputStream(FileDescriptor.out), Clock.system(ZoneId.systemDefault()));
  }

  LogCommand(OutputStream out, Clock clock) {
    this.out = new StandardOutput(out);
    this.clock = clock;
  }

  @Override
  public Integer call() {
    if (isData()) {
      language.english();
    }
    Optional<String> wrong = firstWrongArgument();
    if (wrong.isPresent()) {
      return say(2, wrong.get());
    }
    try (ReportOutput output = output()) {
      for (String file : files) {
        if (finished()) {
          break;
        }
        try {
          read(file, output);
        } catch (LogException e) {
          output.cut();
          return say(2, words("cannot read %s: %s", named(file), e.getMessage()));
        }
      }
      output.finish();
    } catch (IOException e) {
      return unwritable(e);
    }
    return outcome();
  }

  /** Whether a program is to read what is written. */
  abstract boolean isData();

  /** Begins the output that the options ask for. */
  abstract ReportOutput output() throws IOException;

  /** Returns what is wrong with this command's own arguments. */
  abstract Optional<String> wrongOption();

  /** Returns what turned out to be wrong with the arguments once the reports were read. */
  Optional<String> wrongAfterAll() {
    return Optional.empty();
  }

  /** The file or folder that is written into, for a sentence. */
  abstract Optional<Path> target();

  /** Tells a log that cannot be read from an output that cannot be written. */
  private static final class LogException extends Exception {
    private static final long serialVersionUID = 1;

    LogException(IOException cause) {
      super(reason(cause), cause);
    }
  }

  private void read(String file, ReportOutput output) throws IOException, LogException {
    int before = reports;
    int found = 0;
    Beginning beginning;
    try (InputStream in = open(file)) {
      beginning = new Beginning(in);
      LogScanner log = scanner(beginning, reader -> output.listen(reader, file));
      Optional<OomReport> report = next(log);
      while (report.isPresent()) {
        found++;
        take(report.get(), file, output);
        report = finished() ? Optional.empty() : next(log);
      }
    }
    if (found == 0) {
      String none = words("no oom-killer report in %s", named(file));
      say(
          1,
          OomReports.shownInstead(beginning.text())
              .map(shown -> words("%s; %s", none, shown))
              .orElse(none));
    } else if (reports == before) {
      say(1, words("no oom-killer report since %s in %s", when.orElse(""), named(file)));
    }
  }

  /** Keeps what a log begins with, to tell what it is if it has no report. */
  private static final class Beginning extends FilterInputStream {
    private static final int MOST = 1 << 16;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    Beginning(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      if (next >= 0 && kept.size() < MOST) {
        kept.write(next);
      }
      return next;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      int length = super.read(into, from, most);
      if (length > 0 && kept.size() < MOST) {
        kept.write(into, from, Math.min(length, MOST - kept.size()));
      }
      return length;
    }

    String text() {
      return kept.toString(StandardCharsets.UTF_8);
    }
  }

  private void take(OomReport report, String file, ReportOutput output) throws IOException {
    if (since.isPresent()) {
      switch (since.get().place(report)) {
        case BEFORE -> {
          return;
        }
        case UNKNOWN -> undated++;
        case AFTER -> {}
      }
    }
    reports++;
    if (only.isEmpty() || only.get() == reports) {
      output.add(reports, report, file);
    }
  }

  private boolean finished() {
    return only.isPresent() && only.get() <= reports;
  }

  private static InputStream open(String file) throws LogException {
    try {
      return file.equals("-") ? System.in : Files.newInputStream(Path.of(file));
    } catch (IOException e) {
      throw new LogException(e);
    }
  }

  private static LogScanner scanner(InputStream in, UnaryOperator<OomReports.Reader> listener)
      throws LogException {
    try {
      return new LogScanner(in, listener);
    } catch (IOException e) {
      throw new LogException(e);
    }
  }

  private static Optional<OomReport> next(LogScanner log) throws LogException {
    try {
      return log.next();
    } catch (IOException e) {
      throw new LogException(e);
    }
  }

  private int outcome() {
    if (undated > 0) {
      say(
          0,
          words(
              undated == 1
                  ? "%d of the reports shown has no time that can be compared with --since %s"
                  : "%d of the reports shown have no time that can be compared with --since %s",
              undated,
              when.orElse("")));
    }
    if (only.isPresent() && reports > 0 && !finished()) {
      return say(
          1,
          words(
              reports == 1
                  ? "there is no report %d: there is %d"
                  : "there is no report %d: there are %d",
              only.get(),
              reports));
    }
    Optional<String> wrong = wrongAfterAll();
    if (wrong.isPresent()) {
      return say(2, wrong.get());
    }
    return reports == 0 ? 1 : 0;
  }

  /** A reader that went away, such as head, has seen enough. */
  private int unwritable(IOException e) {
    if (!out.failed()) {
      return say(1, words("cannot write into %s: %s", target().orElse(Path.of("")), reason(e)));
    }
    return isPipe(Path.of("/proc/self/fd/1"))
        ? outcome()
        : say(1, words("cannot write to standard output: %s", reason(e)));
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static boolean isPipe(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith("pipe:") || target.startsWith("socket:");
    } catch (IOException e) {
      return false;
    }
  }

  private int say(int status, String sentence) {
    System.err.println("oomlab %s: %s".formatted(name(), sentence));
    return status;
  }

  /** The command's name. */
  abstract String name();

  private Optional<String> firstWrongArgument() {
    if (files.isEmpty()) {
      return Optional.of(words("name a log file, or - for standard input"));
    }
    for (String file : files) {
      if (file.equals("-")) {
        continue;
      }
      try {
        Path path = Path.of(file);
        if (!Files.exists(path)) {
          return Optional.of(words("%s does not exist", file));
        }
        if (Files.isDirectory(path)) {
          return Optional.of(words("%s is a directory; name a log file", file));
        }
        if (!Files.isReadable(path)) {
          return Optional.of(words("%s may not be read by this user", file));
        }
      } catch (InvalidPathException e) {
        return Optional.of(words("%s is no file name", TextTable.printable(file)));
      }
    }
    if (files.stream().filter("-"::equals).count() > 1) {
      return Optional.of(words("- is named twice, but standard input can be read only once"));
    }
    if (only.isPresent() && only.get() < 1) {
      return Optional.of(words("--only %d: reports are counted from 1", only.get()));
    }
    if (when.isPresent()) {
      since = SinceFilter.parse(when.get(), clock);
      if (since.isEmpty()) {
        return Optional.of(
            words(
                "--since %s is neither a date (2026-11-22, '2026-11-22 08:54') nor seconds of the"
                    + " kernel's clock (1234.5)",
                TextTable.printable(when.get())));
      }
    }
    return wrongOption();
  }

  /** The log's name in a sentence. */
  static String named(String file) {
    return file.equals("-") ? words("standard input") : file;
  }
}
