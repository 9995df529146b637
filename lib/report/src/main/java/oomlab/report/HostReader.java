package oomlab.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the log of several machines, as syslog servers and log services collect it: a report is of
 * one machine, and each has a parser of its own. A line without a host goes on with what the line
 * before it was of.
 */
final class HostReader implements OomReports.Reader {
  /** Of more machines, the reports of the one that was silent for longest are handed over. */
  private static final int MOST_HOSTS = 64;

  /** After so many lines of others nothing more comes of a machine's last report. */
  private static final int SILENT_LINES = 5000;

  private final Consumer<OomReport> sink;
  private final Map<String, Machine> machines = new LinkedHashMap<>(16, 0.75f, true);
  private final Hosts hosts = new Hosts();
  private final LogEntry entry = new LogEntry();
  private Optional<Machine> current;
  private String host = "";
  private String nameless = "";
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

  @Override
  public void line(String given) {
    String line = Markup.typed(given);
    number++;
    if (LogEntry.begins(line) || !entry.goesOn(line)) {
      give();
    }
    if (LogEntry.begins(line) || !entry.isEmpty()) {
      entry.add(line);
      if (entry.complete()) {
        number++;
        give();
        number--;
      }
    } else {
      List<String> records = LogFraming.records(line);
      if (records.isEmpty()) {
        records = LogFraming.unfolded(line);
      }
      for (String record : records) {
        route(record);
      }
    }
    if (number % SILENT_LINES == 0 && machines.size() > 1) {
      discardSilent();
    }
  }

  /** Hands the lines of an entry, which stand before this one, to the machine that they name. */
  private void give() {
    if (entry.isEmpty()) {
      return;
    }
    entry.host().ifPresent(this::turnTo);
    if (current.isEmpty() && entry.mayBegin()) {
      begin();
    }
    List<String> lines = entry.release();
    int at = number - lines.size();
    for (String line : lines) {
      pass(at, line);
      at++;
    }
  }

  private void route(String line) {
    if (line.startsWith("{")) {
      Optional<String> named = Hosts.ofJson(line);
      // A collector names the machine in each record of the kernel, or in none.
      turnTo(named.orElseGet(() -> machines.containsKey(nameless) ? nameless : host));
      nameless = named.isPresent() ? nameless : host;
    } else {
      Optional<String> to = hosts.other(line, host);
      if (to.isPresent()
          && (!hosts.isLabel() || machines.containsKey(to.get()) || ReportParser.mayBegin(line))) {
        turnTo(to.get());
      }
    }
    pass(number, line);
  }

  private void pass(int at, String line) {
    if (current.isEmpty() && ReportParser.mayBegin(line)) {
      begin();
    }
    if (current.isPresent()) {
      current.get().last = at;
      current.get().parser.line(at, line);
    }
  }

  private void turnTo(String named) {
    if (named.equals(host)) {
      return;
    }
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
    hosts.header().ifPresent(columns -> begun.parser.line(number, columns));
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
    if (entry.mayBegin() || (current.isPresent() && !current.get().parser.idle())) {
      return false;
    }
    for (Machine machine : machines.values()) {
      if (!machine.parser.idle()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void skip(int lines) {
    number++;
    give();
    number += lines - 1;
    machines.values().forEach(machine -> machine.last += lines);
  }

  @Override
  public void finish() {
    number++;
    give();
    machines.values().forEach(machine -> machine.parser.finish());
    machines.clear();
  }
}
