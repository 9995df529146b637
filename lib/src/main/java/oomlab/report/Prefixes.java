package oomlab.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oomlab.report.LogLine.Origin;
import oomlab.report.LogLine.Stamp;

/**
 * Takes away what logs put before kernel text: levels, timestamps, dates in any language, hosts,
 * tags, mail quotes, colours, and the framing of /dev/kmsg and of JSON.
 *
 * <p>Remembers the style from line to line, because continuation lines carry no prefix of their
 * own.
 */
final class Prefixes {
  /** A record of JSON has its time at most so many lines before its text. */
  static final int CONTEXT_LINES = 4;

  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");
  // Mailers turn runs of blanks into non-breaking ones; a lone one may belong to a name.
  private static final Pattern MAILED_BLANKS =
      Pattern.compile("\u00a0(?=[\u00a0 ])|(?<=[\u00a0 ])\u00a0");
  private static final Pattern QUOTE = Pattern.compile("(?:\\s*(?:>|&gt;)){1,20} ?");
  private static final Pattern KMSG =
      Pattern.compile("\\s*\\d{1,4},\\d{1,19},(\\d{1,19}),[^;]{1,60};");
  private static final Pattern KMSG_KEY = Pattern.compile(" [A-Z][A-Z0-9_]*=.*");

  private static final Pattern LEVEL = Pattern.compile("\\s*<\\d{1,3}>");
  private static final Pattern FACILITY =
      Pattern.compile(
          "\\s*(?:kern|user|mail|daemon|auth|syslog|lpr|news|uucp|cron|authpriv|ftp|local\\d)\\s*"
              + ":(?:emerg|alert|crit|err|warn|notice|info|debug)\\s*: ?");
  // "[  12.345678] ", and "[  12.345678 <    0.000012>] " of dmesg -d.
  private static final Pattern SECONDS =
      Pattern.compile("\\s*\\[\\s*(\\d{1,10})\\.(\\d{1,9})(?:\\s*<\\s*\\d+\\.\\d+>)?\\] ?");
  private static final Pattern CALLER = Pattern.compile("\\[\\s*[TC]\\d+\\] ?");
  private static final Pattern DELTA = Pattern.compile("\\s*\\[\\s*[+<]\\s*\\d+\\.\\d+>?\\] ?");
  // dmesg -T and --reltime, in any language: brackets with a clock time in them.
  private static final Pattern BRACKET_DATE =
      Pattern.compile("\\s*\\[[^\\[\\]]{0,40}?\\d{1,2}:\\d{2}(?::\\d{2})?[^\\[\\]]{0,20}\\] ?");
  private static final Pattern SYSLOG_DATE =
      Pattern.compile(
          "\\s*(?:[^\\s\\[]{2,6},? +)?[^\\s\\[]{2,10} {1,2}\\d{1,2} (?:\\d{4} )?"
              + "\\d{2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?\\s+");
  private static final Pattern ISO_DATE =
      Pattern.compile(
          "\\s*(?:[^\\s\\[]{2,6} )?\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}:\\d{2}(?:([.,])\\d{1,9})?"
              + " ?(?:Z|UTC|[+-]\\d{2}:?\\d{2}|[A-Z]{3,4})?\\s+");
  private static final Pattern UNIX_TIME = Pattern.compile("\\s*\\d{10}\\.\\d{3,9} +");
  private static final Pattern KERNEL_TAG =
      Pattern.compile("(?:\\S{1,255} +)??kernel(?:\\[\\d+\\])?: ?");
  private static final Pattern OTHER_TAG =
      Pattern.compile("(?:\\S{1,255} +)?[\\w./@-]{1,100}\\[\\d+\\]:");
  private static final Pattern HOST = Pattern.compile("[^\\s\\[:]{1,255} ");
  private static final Pattern INNER_SECONDS = Pattern.compile("\\[ {0,5}\\d{1,7}\\.\\d{6}\\] ");

  private static final Pattern JSON_FRAME =
      Pattern.compile("\\s*(?:[\\[\\]{}, ]+|\"(?:pri|fac|caller|dmesg)\"\\s*:.*)");
  private static final Pattern JSON_TIME = Pattern.compile("\\s*\"time\"\\s*:\\s*([\\d.]+),?\\s*");
  private static final Pattern JSON_MESSAGE = Pattern.compile("\\s*\"msg\"\\s*:\\s*\"");
  private static final Pattern JOURNAL_MESSAGE = Pattern.compile("\"MESSAGE\"\\s*:\\s*\"");
  private static final Pattern JOURNAL_TIME =
      Pattern.compile("\"_SOURCE_(?:MONOTONIC|BOOTTIME)_TIMESTAMP\"\\s*:\\s*\"(\\d{1,18})\"");

  private boolean kmsg;
  private boolean json;
  private boolean seconds;
  private OptionalLong jsonMicros = OptionalLong.empty();
  private int jsonTimeLine;

  /** Remembers what a line tells about those after it, for lines that nobody else looks at. */
  void skip(int number, String raw) {
    if (raw.startsWith("   ")) {
      jsonTime(number, raw);
    }
  }

  /** Whether a record of this log may be several lines, or none. */
  boolean framing() {
    return kmsg || json;
  }

  private boolean jsonTime(int number, String line) {
    Matcher time = JSON_TIME.matcher(line);
    if (!time.matches()) {
      return false;
    }
    jsonMicros = micros(time.group(1));
    jsonTimeLine = number;
    return true;
  }

  /** Gives the kernel text of one input line to {@code out}: none, one, or several lines. */
  void strip(int number, String raw, Consumer<LogLine> out) {
    String line = raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw;
    if (line.indexOf('\u001b') >= 0) {
      line = COLOUR.matcher(line).replaceAll("");
    }
    if (line.indexOf('\u00a0') >= 0) {
      line = MAILED_BLANKS.matcher(line).replaceAll(" ");
    }
    if (framed(number, line, out)) {
      return;
    }
    Cursor at = new Cursor(line);
    at.take(QUOTE);
    boolean dated = false;
    boolean tagged = false;
    boolean prefixed = false;
    OptionalLong micros = OptionalLong.empty();
    Optional<String> date = Optional.empty();
    for (int i = 0; i < 6; i++) {
      if (at.take(LEVEL) || at.take(FACILITY)) {
        prefixed = true;
      } else if (at.take(SECONDS)) {
        micros = micros(at.last.group(1) + "." + at.last.group(2));
        at.take(CALLER);
        prefixed = true;
        seconds = true;
      } else if (at.take(DELTA)) {
        prefixed = true;
      } else if (at.take(BRACKET_DATE)) {
        String inside = at.last.group().strip();
        date = Optional.of(inside.substring(1, inside.length() - 1).strip());
        prefixed = true;
      } else if (!prefixed && !dated && at.take(ISO_DATE)) {
        date = Optional.of(at.last.group().strip());
        // dmesg --time-format=iso writes a comma, and no host.
        prefixed = ",".equals(at.last.group(1));
        dated = !prefixed;
      } else if (!prefixed && !dated && (at.take(SYSLOG_DATE) || at.take(UNIX_TIME))) {
        dated = true;
        date = Optional.of(at.last.group().strip());
      } else if (!tagged && line.contains("kernel") && at.take(KERNEL_TAG)) {
        tagged = true;
        prefixed = true;
      } else {
        break;
      }
    }
    Origin origin = prefixed ? Origin.KERNEL : dated ? Origin.DATED : Origin.BARE;
    if (!tagged && (dated || prefixed) && line.contains("]:") && at.sees(OTHER_TAG)) {
      origin = Origin.OTHER;
    } else if (origin == Origin.DATED) {
      at.take(HOST);
    }
    String text = at.rest();
    // rsyslog writes a newline inside a record as its octal number.
    if (text.contains("#012") && (dated || text.contains("#012 "))) {
      for (String part : text.split("#012", -1)) {
        out.accept(LogLine.of(number, Stamp.of(micros, date), origin, part));
      }
    } else if (origin == Origin.BARE && seconds && text.indexOf('[') > 0) {
      torn(number, text, out);
    } else {
      out.accept(LogLine.of(number, Stamp.of(micros, date), origin, text));
    }
  }

  /** A program and the kernel share a console: kernel text may begin in the middle of a line. */
  private static void torn(int number, String text, Consumer<LogLine> out) {
    Matcher inner = INNER_SECONDS.matcher(text);
    if (inner.find() && inner.start() > 0) {
      String head = text.substring(0, inner.start());
      if (!head.isBlank()) {
        out.accept(LogLine.of(number, Stamp.NONE, Origin.OTHER, head));
      }
      String stamp = inner.group().replaceAll("[\\[\\] ]", "");
      out.accept(
          LogLine.of(
              number,
              Stamp.of(micros(stamp), Optional.empty()),
              Origin.KERNEL,
              text.substring(inner.end())));
    } else {
      out.accept(LogLine.of(number, Stamp.NONE, Origin.BARE, text));
    }
  }

  /** Handles records of /dev/kmsg and of JSON, which frame the text on both sides. */
  private boolean framed(int number, String line, Consumer<LogLine> out) {
    Matcher record = KMSG.matcher(line);
    if (record.lookingAt()) {
      kmsg = true;
      OptionalLong micros = Numbers.number(record.group(1));
      split(number, micros, Escapes.kmsg(line.substring(record.end())), out);
      return true;
    }
    if (kmsg && KMSG_KEY.matcher(line).matches()) {
      return true;
    }
    Matcher message = JSON_MESSAGE.matcher(line);
    if (message.lookingAt()) {
      json = true;
      if (number - jsonTimeLine > CONTEXT_LINES) {
        jsonMicros = OptionalLong.empty();
      }
      split(number, jsonMicros, Escapes.json(quoted(line, message.end())), out);
      return true;
    }
    if (json && JSON_FRAME.matcher(line).matches()) {
      return true;
    }
    if (jsonTime(number, line)) {
      return true;
    }
    if (line.startsWith("{") && line.contains("\"MESSAGE\"")) {
      Matcher journal = JOURNAL_MESSAGE.matcher(line);
      if (journal.find()) {
        Matcher stamp = JOURNAL_TIME.matcher(line);
        OptionalLong micros = stamp.find() ? Numbers.number(stamp.group(1)) : OptionalLong.empty();
        boolean kernel = !line.contains("\"_TRANSPORT\"") || line.contains(":\"kernel\"");
        String text = Escapes.json(quoted(line, journal.end()));
        if (kernel) {
          split(number, micros, text, out);
        } else {
          out.accept(LogLine.of(number, Stamp.of(micros, Optional.empty()), Origin.OTHER, text));
        }
        return true;
      }
    }
    return false;
  }

  /** Returns the JSON string that begins here, up to its closing quote or the end of the line. */
  private static String quoted(String line, int from) {
    int to = from;
    while (to < line.length() && line.charAt(to) != '"') {
      to += line.charAt(to) == '\\' ? 2 : 1;
    }
    return line.substring(from, Math.min(to, line.length()));
  }

  private static void split(int number, OptionalLong micros, String text, Consumer<LogLine> out) {
    for (String part : List.of(text.split("\n", -1))) {
      out.accept(LogLine.of(number, Stamp.of(micros, Optional.empty()), Origin.KERNEL, part));
    }
  }

  /** Reads "12.345678" as 12,345,678 microseconds. */
  private static OptionalLong micros(String stamp) {
    int dot = stamp.indexOf('.');
    String whole = dot < 0 ? stamp : stamp.substring(0, dot);
    String fraction = (dot < 0 ? "" : stamp.substring(dot + 1)) + "000000";
    return Numbers.number(whole + fraction.substring(0, 6));
  }

  /** A position in a line that moves over what matches. */
  private static final class Cursor {
    private final String line;
    private int position;
    private Matcher last;

    Cursor(String line) {
      this.line = line;
      this.last = LEVEL.matcher(line);
    }

    boolean take(Pattern pattern) {
      Matcher matcher = pattern.matcher(line).region(position, line.length());
      if (!matcher.lookingAt()) {
        return false;
      }
      last = matcher;
      position = matcher.end();
      return true;
    }

    boolean sees(Pattern pattern) {
      return pattern.matcher(line).region(position, line.length()).lookingAt();
    }

    String rest() {
      return line.substring(position);
    }
  }
}
