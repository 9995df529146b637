package oomlab.internal.klog;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Kernel messages out of systemd's journal, for users who may read that but not {@code /dev/kmsg}
 * (groups adm and systemd-journal).
 *
 * <p>The journal has no kernel sequence numbers, so records are numbered as they come, and a record
 * that the kernel or the journal dropped is not noticed.
 */
final class JournalLog implements KernelLog {
  /** Runs journalctl with these arguments; package-private so that a test can answer. */
  interface Journal {
    byte[] run(List<String> arguments) throws IOException;
  }

  private static final List<String> BASE =
      List.of("--dmesg", "--boot", "--quiet", "--no-pager", "--output=export");

  private final Journal journal;
  private String cursor;
  private long next;

  private JournalLog(Journal journal, String cursor) {
    this.journal = journal;
    this.cursor = cursor;
  }

  static JournalLog open() throws IOException {
    return open(JournalLog::journalctl);
  }

  static JournalLog open(Journal journal) throws IOException {
    List<JournalExport.Entry> last = entries(journal, "--lines=1");
    if (last.isEmpty()) {
      throw new IOException("the journal shows no kernel message to this user");
    }
    return new JournalLog(journal, last.get(0).cursor());
  }

  /** Returns what the journal has of this boot. */
  static List<LogRecord> past() throws IOException {
    return past(JournalLog::journalctl);
  }

  static List<LogRecord> past(Journal journal) throws IOException {
    List<LogRecord> records = new ArrayList<>();
    for (JournalExport.Entry entry : entries(journal, "--lines=all")) {
      records.add(new LogRecord(records.size(), entry.micros(), entry.priority(), entry.message()));
    }
    if (records.isEmpty()) {
      throw new IOException("the journal shows no kernel message to this user");
    }
    return List.copyOf(records);
  }

  private static List<JournalExport.Entry> entries(Journal journal, String more)
      throws IOException {
    List<String> arguments = new ArrayList<>(BASE);
    arguments.add(more);
    return JournalExport.parse(journal.run(arguments));
  }

  @Override
  public synchronized List<LogRecord> read() throws IOException {
    List<LogRecord> records = new ArrayList<>();
    for (JournalExport.Entry entry : entries(journal, "--after-cursor=" + cursor)) {
      cursor = entry.cursor();
      records.add(new LogRecord(next++, entry.micros(), entry.priority(), entry.message()));
    }
    return records;
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

  private static byte[] journalctl(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("journalctl"));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    try (InputStream out = process.getInputStream()) {
      byte[] text = out.readAllBytes();
      if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(
            "journalctl failed: "
                + new String(Arrays.copyOf(text, 200), java.nio.charset.StandardCharsets.UTF_8)
                    .strip());
      }
      return text;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading the journal", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
