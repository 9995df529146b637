package oomlab.report;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the name of the machine, or of the container, that a line is of. */
final class Hosts {
  /**
   * What viewers of several containers put before a line: {@code [pod/name/container]} of kubectl,
   * {@code name |} of compose, {@code pod container} of stern.
   */
  static final Pattern SOURCE =
      Pattern.compile(
          "\\[(pod/[^\\]\\s]{1,200})\\] |([A-Za-z0-9][\\w.-]{0,62}) +\\| |"
              + "([a-z0-9][a-z0-9-]{1,100}-[a-z0-9]{4,10}) [a-z0-9][a-z0-9-]{0,62} "
              + "(?=<\\d>|\\[ *\\d{1,10}\\.\\d{6}\\] |[A-Z][a-z]{2} [ \\d]\\d |\\d{4}-\\d\\d-\\d\\dT)");

  // "Jan 25 14:59:30 host kernel: ", "2026-01-25T14:59:30.1+01:00 host kernel: ", RFC 5424, and the
  // forms of journalctl; a date in any language ends with the time.
  private static final Pattern SYSLOG =
      Pattern.compile(
          "\\s*(?:<\\d{1,3}>)?(?:1 )?"
              + "(?:[^\\[\\]{}|]{0,80}?\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?: ?(?:Z|[+-]\\d\\d:?\\d\\d))?"
              + "(?: [A-Z]{3,5})?(?: \\d{4})?|\\d{10}\\.\\d{3,9}|\\[ *\\d{1,10}\\.\\d{6}\\])"
              + " +([^\\s\\[<]\\S{0,254}) +(?:kernel(?:\\[[^\\]]{0,10}\\])?[: ]"
              + "|(?:\\S{1,100} +){0,2}?(?:kernel(?:\\[[^\\]]{0,10}\\])?:"
              + "|(?:<\\d>)?\\[ *\\d{1,10}\\.\\d{6}\\] )).*");
  private static final Pattern NO_HOST =
      Pattern.compile(
          "kern(?:el\\S*)?|\\w+\\.(?:emerg|alert|crit|err|warn|notice|info|debug)\\w*|\\d+|std(?:out|err)");

  private static final String VALUE = "\"\\s*:\\s*\"([^\"]{1,255})\"";

  /** The surer a field tells the machine, the earlier it stands here. */
  private static final List<Pattern> FIELDS =
      List.of(
          Pattern.compile("\"_HOSTNAME" + VALUE),
          Pattern.compile(
              "\"(?:kubernetes[._])?(?:node_?name|nodeName|k8s\\.node\\.name|kubernetes\\.host"
                  + "|kubernetes\\.node\\.name)"
                  + VALUE
                  + "|\"node\"\\s*:\\s*\\{[^{}]*?\"name"
                  + VALUE),
          Pattern.compile(
              "\"(?:host_?name|hostName|host|host\\.name|host\\.hostname|agent\\.hostname|source_host"
                  + "|syslog_host|beat\\.hostname|Computer|node|machine|instance|instance_id)"
                  + VALUE
                  + "|\"(?:host|agent|beat)\"\\s*:\\s*\\{[^{}]*?\"(?:host)?name"
                  + VALUE),
          Pattern.compile("\"(?:pod|pod_?name|kubernetes\\.pod_name|container_name)" + VALUE));

  private static final Set<String> COLUMNS =
      Set.of(
          "_hostname",
          "hostname",
          "host",
          "host.name",
          "node",
          "node_name",
          "nodename",
          "instance");
  private static final int MOST_QUOTES = 24;
  private static final int LONGEST_HEADER = 400;

  private final CsvColumns columns = new CsvColumns(COLUMNS, false);
  private Optional<String> header = Optional.empty();
  private boolean label;
  private String tag = "";
  private int tagAt = Integer.MAX_VALUE;

  /** Returns the machine that a field of JSON names. */
  static Optional<String> ofJson(String text) {
    for (Pattern field : FIELDS) {
      Matcher found = field.matcher(text);
      if (found.find()) {
        for (int i = 1; i <= found.groupCount(); i++) {
          if (found.group(i) != null) {
            return Optional.of(found.group(i));
          }
        }
      }
    }
    return inQuotes(text);
  }

  /** Returns what names the source of a line, if it is another than that of the line before. */
  Optional<String> other(String line, String host) {
    // Dates have one length in a log: most lines show at once that they are of the same machine.
    return line.startsWith(tag, tagAt)
        ? Optional.empty()
        : named(line).filter(name -> !name.equals(host));
  }

  /** Whether the last name was of something that shows the line, and might be anything. */
  boolean isLabel() {
    return label;
  }

  private Optional<String> named(String line) {
    tagAt = Integer.MAX_VALUE;
    label = false;
    if (line.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> column = column(line);
    if (column.isPresent()) {
      return column;
    }
    if (line.charAt(0) == '"') {
      return inQuotes(line);
    }
    Matcher syslog = SYSLOG.matcher(line);
    if (isSyslog(line, 0, syslog)) {
      tag = " " + syslog.group(1) + " ";
      tagAt = syslog.start(1) - 1;
      return Optional.of(syslog.group(1));
    }
    return mayHaveSource(line) ? source(line) : Optional.empty();
  }

  private static boolean isSyslog(String line, int from, Matcher syslog) {
    boolean clock =
        from < line.length() && line.charAt(from) != '[' && line.indexOf("] ", from) > 0;
    return (clock || line.indexOf(" kernel", from) >= 0)
        && syslog.region(from, line.length()).matches()
        && !NO_HOST.matcher(syslog.group(1)).matches();
  }

  private Optional<String> column(String line) {
    boolean mayBeHeader =
        line.length() < LONGEST_HEADER
            && line.indexOf(',') > 0
            && (line.contains("ost") || line.contains("node") || line.contains("instance"));
    if (!mayBeHeader && header.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> name = columns.message(line);
    if (header.isEmpty() && columns.known()) {
      header = Optional.of(line);
    }
    return name.filter(host -> !host.isBlank());
  }

  /** Returns the line that names the columns of a log that has them. */
  Optional<String> header() {
    return header;
  }

  /** Whether it is worth a look what {@link #SOURCE} stands before the line. */
  static boolean mayHaveSource(String line) {
    if (line.isEmpty()) {
      return false;
    }
    return line.charAt(0) == '['
        ? line.startsWith("[pod/")
        : line.contains(" | ") || line.contains("] ");
  }

  private Optional<String> source(String line) {
    Matcher source = SOURCE.matcher(line);
    if (!source.lookingAt()) {
      return Optional.empty();
    }
    Matcher syslog = SYSLOG.matcher(line);
    if (isSyslog(line, source.end(), syslog)) {
      return Optional.of(syslog.group(1));
    }
    label = true;
    return Optional.of(source.group());
  }

  /** Returns the host of a syslog line that is quoted in another. */
  private static Optional<String> inQuotes(String text) {
    Matcher syslog = SYSLOG.matcher(text);
    int quote = text.indexOf('"');
    for (int i = 0; i < MOST_QUOTES && quote >= 0; i++) {
      if (isSyslog(text, quote + 1, syslog)) {
        return Optional.of(syslog.group(1));
      }
      quote = text.indexOf('"', quote + 1);
    }
    return Optional.empty();
  }
}
