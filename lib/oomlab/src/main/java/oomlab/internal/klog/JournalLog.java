package oomlab.internal.klog;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import oomlab.internal.runfile.Json;
import oomlab.report.LogRecord;
import tools.jackson.databind.JsonNode;

/**
 * Kernel messages out of systemd's journal, for users who may read that but not {@code /dev/kmsg}
 * (groups adm and systemd-journal).
 *
 * <p>The journal has no kernel sequence numbers, so records are numbered as they come, and a record
 * that the kernel or the journal dropped is not noticed.
 */
final class JournalLog implements KernelLog {
  private static final List<String> COMMAND =
      List.of("journalctl", "--dmesg", "--boot", "--quiet", "--no-pager", "--all", "--output=json");
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int MOST_WORDS = 200;
  private static final String NOTHING = later("the journal shows no kernel message to this user");

  /** KERN_INFO, for entries without a priority. */
  private static final int DEFAULT_PRIORITY = 6;

  /** Runs journalctl with these arguments; package-private so that a test can answer. */
  interface Journal {
    String run(List<String> arguments) throws IOException;
  }

  private record Entry(String cursor, LogRecord record) {}

  private final Journal journal;
  private String cursor;
  private long next;

  private JournalLog(Journal journal, String cursor) {
    this.journal = journal;
    this.cursor = cursor;
  }

  static JournalLog open() throws IOException {
    return open(journalctl(COMMAND, LIMIT));
  }

  static JournalLog open(Journal journal) throws IOException {
    List<Entry> last = entries(journal, "--lines=1", 0);
    if (last.isEmpty()) {
      throw new IOException(words(NOTHING));
    }
    return new JournalLog(journal, last.get(0).cursor());
  }

  /** Returns what the journal has of this boot. */
  static List<LogRecord> past() throws IOException {
    return past(journalctl(COMMAND, LIMIT));
  }

  static List<LogRecord> past(Journal journal) throws IOException {
    List<Entry> all = entries(journal, "--lines=all", 0);
    if (all.isEmpty()) {
      throw new IOException(words(NOTHING));
    }
    return all.stream().map(Entry::record).toList();
  }

  @Override
  public synchronized List<LogRecord> read() throws IOException {
    List<Entry> arrived = entries(journal, "--after-cursor=" + cursor, next);
    if (!arrived.isEmpty()) {
      cursor = arrived.get(arrived.size() - 1).cursor();
      next += arrived.size();
    }
    return arrived.stream().map(Entry::record).toList();
  }

  @Override
  public Optional<String> gap() {
    return Optional.empty();
  }

  @Override
  public String source() {
    return "journalctl -k";
  }

  @Override
  public void close() {
    // Nothing is held open between two calls of journalctl.
  }

  /** Reads an object a line (systemd.io/JOURNAL_EXPORT_FORMATS, "Journal JSON Format"). */
  private static List<Entry> entries(Journal journal, String argument, long first)
      throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (String line : journal.run(List.of(argument)).lines().toList()) {
      JsonNode fields;
      try {
        fields = Json.read(line, JsonNode.class);
      } catch (IllegalArgumentException e) {
        throw new IOException(words("journalctl printed %s", String.valueOf(e.getMessage())), e);
      }
      // The source's own time is the kernel's; the other is when the journal took it.
      Optional<Long> micros =
          Stream.of("_SOURCE_MONOTONIC_TIMESTAMP", "__MONOTONIC_TIMESTAMP")
              .map(name -> fields.path(name).asString(""))
              .filter(digits -> digits.matches("\\d{1,18}"))
              .findFirst()
              .map(Long::parseLong);
      if (fields.has("__CURSOR") && fields.has("MESSAGE") && micros.isPresent()) {
        entries.add(
            new Entry(
                fields.path("__CURSOR").asString(""),
                new LogRecord(
                    first + entries.size(),
                    micros.get(),
                    fields.path("PRIORITY").asInt(DEFAULT_PRIORITY),
                    message(fields.path("MESSAGE")))));
      }
    }
    return entries;
  }

  /** Text that is not UTF-8, or has control characters, is a list of its bytes. */
  private static String message(JsonNode message) {
    if (!message.isArray()) {
      return message.asString("");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    message.forEach(number -> bytes.write(number.asInt(0)));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Runs a command that must end within the limit, and says what it said if it fails. */
  static Journal journalctl(List<String> command, Duration limit) {
    return arguments -> {
      Path out = Files.createTempFile("oomlab-journal-", ".json");
      Path err = Files.createTempFile("oomlab-journal-", ".txt");
      try {
        run(Stream.concat(command.stream(), arguments.stream()).toList(), limit, out, err);
        return text(out);
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    };
  }

  private static void run(List<String> command, Duration limit, Path out, Path err)
      throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException(words("journalctl did not end within %s s", limit.toSeconds()));
      }
      if (process.exitValue() != 0) {
        String said = text(err).strip();
        String why = said.isEmpty() ? words("it ended with %d", process.exitValue()) : said;
        throw new IOException(
            words("journalctl failed: %s", why.substring(0, Math.min(why.length(), MOST_WORDS))));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(words("interrupted while reading the journal"), e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
