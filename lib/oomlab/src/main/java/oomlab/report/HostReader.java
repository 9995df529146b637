package oomlab.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the log of several machines, as syslog servers and log services collect it: a report is of
 * one machine, and each has a parser of its own. A line without a host goes on with what the line
 * before it was of.
 */
final class HostReader implements OomReports.Reader {
  /** Of more machines, the reports of the one that was silent for longest are handed over. */
  private static final int MOST_HOSTS = 64;

  // "Jan 25 14:59:30 host kernel: ", "2026-01-25T14:59:30.1+01:00 host kernel: ", and RFC 5424.
  private static final Pattern SYSLOG =
      Pattern.compile(
          "\\s*(?:<\\d{1,3}>)?(?:1 )?(?:[A-Z][a-z]{2} [ \\d]\\d (?:\\d{4} )?\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?"
              + "|\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:Z|[+-]\\d\\d:?\\d\\d)?)"
              + " (\\S{1,255}) kernel(?:\\[[^\\]]{0,10}\\])?[: ].*");
  private static final Pattern FIELD =
      Pattern.compile("\"(?:_HOSTNAME|hostname|host)\"\\s*:\\s*\"([^\"]{1,255})\"");

  /** After so many lines of others nothing more comes of a machine's last report. */
  private static final int SILENT_LINES = 5000;

  private final Consumer<OomReport> sink;
  private final Map<String, Machine> machines = new LinkedHashMap<>(16, 0.75f, true);
  private Optional<Machine> current;
  private String host = "";
  private String tag = "";
  private int tagAt = Integer.MAX_VALUE;
  private int number;

  /** A machine's parser, and the last line that it was given. */
  private static final class Machine {
    private final ReportParser parser;
    private int last;

    Machine(ReportParser parser) {
      this.parser = parser;
    }
  }

  HostReader(Consumer<OomReport> sink) {
    this.sink = sink;
    Machine first = new Machine(new ReportParser(sink));
    machines.put(host, first);
    current = Optional.of(first);
  }

  /** Returns the machine that a line names, if it is not the one of the line before. */
  private Optional<String> otherHost(String line) {
    // Dates have one length in a log: most lines show at once that they are of the same machine.
    return line.startsWith(tag, tagAt) ? Optional.empty() : host(line).filter(h -> !h.equals(host));
  }

  private Optional<String> host(String line) {
    if (line.contains("kernel")) {
      Matcher syslog = SYSLOG.matcher(line);
      if (syslog.matches()) {
        tag = " " + syslog.group(1) + " kernel";
        tagAt = syslog.start(1) - 1;
        return Optional.of(syslog.group(1));
      }
    }
    if (line.startsWith("{") && (line.contains("host") || line.contains("_HOSTNAME"))) {
      Matcher field = FIELD.matcher(line);
      tagAt = Integer.MAX_VALUE;
      return field.find() ? Optional.of(field.group(1)) : Optional.empty();
    }
    return Optional.empty();
  }

  @Override
  public void line(String line) {
    number++;
    otherHost(line).ifPresent(this::turnTo);
    if (current.isEmpty() && ReportParser.mayBegin(line)) {
      begin();
    }
    if (current.isPresent()) {
      current.get().last = number;
      current.get().parser.line(number, line);
    }
    if (number % SILENT_LINES == 0 && machines.size() > 1) {
      discardSilent();
    }
  }

  private void turnTo(String named) {
    if (host.isEmpty()) {
      // The first machine goes on with what came before its name.
      Machine first = machines.remove("");
      if (first != null) {
        machines.put(named, first);
      }
    }
    host = named;
    current = Optional.ofNullable(machines.get(named));
  }

  /** A machine that is new begins with a line that may begin a report. */
  private void begin() {
    Machine begun = new Machine(new ReportParser(sink));
    machines.put(host, begun);
    current = Optional.of(begun);
    if (machines.size() > MOST_HOSTS) {
      discard(machines.keySet().iterator().next());
    }
  }

  private void discardSilent() {
    for (String name : List.copyOf(machines.keySet())) {
      Machine machine = machines.get(name);
      if (machine != null && machine.last < number - SILENT_LINES) {
        discard(name);
      }
    }
  }

  private void discard(String name) {
    Machine machine = machines.remove(name);
    if (machine != null) {
      machine.parser.finish();
    }
    if (name.equals(host)) {
      current = Optional.empty();
    }
  }

  @Override
  public boolean idle() {
    for (Machine machine : machines.values()) {
      if (!machine.parser.idle()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void skip(int lines) {
    number += lines;
    machines.values().forEach(machine -> machine.last += lines);
  }

  @Override
  public void finish() {
    machines.values().forEach(machine -> machine.parser.finish());
    machines.clear();
  }
}
