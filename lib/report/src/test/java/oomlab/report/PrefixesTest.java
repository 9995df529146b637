package oomlab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oomlab.internal.json.JsonText;
import oomlab.internal.json.ReportJson;
import oomlab.testing.JsonMaps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same report behind every prefix that logs are known to have. */
class PrefixesTest {
  private static final String STAMPED = Goldens.text("v6.12-x86_64-global", Goldens.LOG);
  private static final List<String> BARE =
      STAMPED
          .lines()
          .filter(l -> l.startsWith("["))
          .map(l -> l.replaceFirst("^\\[.{12}\\] ", ""))
          .toList();
  private static final Object EXPECTED = content(OomReports.parse(String.join("\n", BARE)).get(0));

  static Stream<Arguments> styles() {
    return Stream.of(
        style("bare", l -> l),
        style("seconds", l -> "[ 1234.567890] " + l),
        style("large seconds", l -> "[1310061.327439] " + l),
        style("redacted seconds", l -> "Mar 24 13:09:13 h kernel: [430837.19] " + l),
        style("thread", l -> "[  599.515700][T23028] " + l),
        style("processor", l -> "[  599.515700][    C0] " + l),
        style("dmesg -T", l -> "[Thu Apr  1 16:45:10 2021] " + l),
        style("dmesg -T, French", l -> "[ven. nov. 28 07:26:44 2025] " + l),
        style("dmesg -T, German", l -> "[Di Aug 12 03:54:03 2025] " + l),
        style("dmesg -T, Japanese", l -> "[月  1月 26 01:49:41 2026] " + l),
        style("dmesg --reltime", l -> "[  +0.000015] " + l),
        style("dmesg --reltime, new minute", l -> "[Nov22 08:54] " + l),
        style("dmesg -d", l -> "[    7.830638 <    1.538501>] " + l),
        style("dmesg --time-format=delta", l -> "[<    1.538501>] " + l),
        style("dmesg --time-format=iso", l -> "2026-11-22T08:54:16,830638+00:00 " + l),
        style("dmesg -x", l -> "kern  :warn  : [    7.830638] " + l),
        style("dmesg -x -T", l -> "kern  :err   : [Sun Nov 22 08:54:16 2026] " + l),
        style("dmesg -r", l -> "<4>[    7.830638] " + l),
        style("level only", l -> "<4>" + l),
        style("syslog", l -> "Mar 24 13:09:13 search06 kernel: [ 4771.273108] " + l),
        style("syslog, no time", l -> "Sep 29 08:12:34 host kernel: " + l),
        style("syslog, one-digit day", l -> "Sep  9 08:12:34 host kernel: " + l),
        style("syslog, no host", l -> "Dec 14 17:13:12 kernel: " + l),
        style("syslog, no tag", l -> "Sep 13 15:31:25 escabot " + l),
        style("syslog, stars", l -> "Feb 03 19:57:08 ** kernel: " + l),
        style("syslog, Japanese", l -> "11月 22 08:54:16 host kernel: " + l),
        style("syslog, RFC 3339", l -> "2026-09-19T17:27:56.87709+00:00 web-1 kernel: " + l),
        style(
            "syslog, RFC 3339, UTC", l -> "2026-09-19T17:27:56Z web-1 kernel: [    1.000000] " + l),
        style("journal, full", l -> "Sun 2026-11-22 08:54:16 UTC host kernel: " + l),
        style("journal, monotonic", l -> "[ 1234.567890] host kernel: " + l),
        style("journal, unix", l -> "1795337000.123456 host kernel: " + l),
        style("journal, iso", l -> "2026-11-22T08:54:16+0000 host kernel: " + l),
        style("mail quote", l -> "> > [ 1234.567890] " + l),
        style("escaped mail quote", l -> "&gt; [ 1234.567890] " + l),
        style("indented", l -> "    [ 1234.567890] " + l),
        style("indented, bare", l -> "    " + l),
        style("carriage return", l -> "[ 1234.567890] " + l + "\r"),
        style("carriage return, bare", l -> l + "\r"),
        style("coloured", l -> "\u001b[32m[    7.830638] \u001b[0m\u001b[33m" + l + "\u001b[0m"),
        style("/dev/kmsg", l -> "4,363,7830638,-;" + l.replace("\\", "\\x5c")),
        style(
            "/dev/kmsg with keys",
            l -> "4,363,7830638,-,caller=T1;" + l + "\n SUBSYSTEM=x\n DEVICE=c1:2"),
        style(
            "dmesg --json",
            l ->
                "      },{\n         \"pri\": 4,\n         \"time\":     7.830638,\n         \"msg\": \""
                    + l.replace("\\", "\\\\").replace("\"", "\\\"")
                    + "\""),
        style("journal, ISO and JST", l -> "2026-11-22T08:54:16+0900 host kernel: " + l),
        style("RFC 5424", l -> "<4>1 2026-11-22T08:54:16.1Z host kernel - - - " + l),
        style(
            "RFC 5424 with data",
            l -> "<4>1 2026-11-22T08:54:16Z h kernel 1 ID [a@1 b=\"c\"] " + l),
        style("syslog, host, seconds, no tag", l -> "Mar 24 13:09:13 h [ 4771.273108] " + l),
        style("syslog-ng with a level", l -> "Mar 24 13:09:13 h [kern.warning] kernel: [1.5] " + l),
        style("busybox syslogd", l -> "Jan  1 00:00:10 h kern.warn kernel: [    1.000000] " + l),
        style("busybox logread", l -> "Jan  1 00:00:10 h user.warn kernel: " + l),
        style("level and no date", l -> "kern.warn kernel: [ 10.5] " + l),
        style("logcat", l -> "01-01 00:00:00.000     0     0 W         : " + l),
        style("logcat with year", l -> "2026-01-01 00:00:00.000     0     0 W : " + l),
        style("Android", l -> "<4>[ 1.0] (0)[1:init]" + l),
        style("Android, processor", l -> "<4>[    1.000000] c0   1234 " + l),
        style("Android, task", l -> "[    1.000000]  [0:     swapper/0:    1] " + l),
        style("serial recorder", l -> "[2026-11-22 08:54:16.123] [    1.000000] " + l),
        style("clock of a terminal", l -> "08:54:16.123 [    1.000000] " + l),
        style("two carriage returns", l -> "[    1.000000] " + l + "\r\r"),
        style("tab", l -> "\t[ 1234.567890] " + l),
        style("mail quote and indent", l -> "> >    [ 1234.567890] " + l),
        style("HTML", l -> "&lt;4&gt;[ 1.5] " + l.replace("<", "&lt;").replace(">", "&gt;")),
        style(
            "HTML lines",
            l -> "<p>[ 1.5] " + l.replace("<", "&lt;").replace(">", "&gt;") + "<br/>"),
        style("inline code", l -> "`[ 1.5] " + l + "`"),
        style("netconsole", l -> "6.12.0,4,363,7830638,-;" + l),
        style("netconsole with caller", l -> "4,363,7830638,-,caller=T1,ncfrag=0/3;" + l),
        style("CRI", l -> "2026-01-01T00:00:00.123456789Z stdout F [    1.000000] " + l),
        style("CRI, bare", l -> "2026-01-01T00:00:00.123456789Z stderr F " + l),
        style(
            "docker json-file",
            l ->
                "{\"log\":\""
                    + json("[    1.000000] " + l)
                    + "\\n\",\"stream\":\"stdout\",\"time\":\"2026-01-01T00:00:00.1Z\"}"),
        style(
            "Google, one line",
            l ->
                "{\"insertId\":\"x\",\"jsonPayload\":{\"MESSAGE\":\""
                    + json(l)
                    + "\",\"SYSLOG_IDENTIFIER\":\"kernel\"},\"timestamp\":\"2026-01-01T00:00:00Z\"}"),
        style(
            "Google, pretty",
            l ->
                "  {\n    \"insertId\": \"x\",\n    \"jsonPayload\": {\n      \"MESSAGE\": \""
                    + json(l)
                    + "\",\n      \"PRIORITY\": \"4\"\n    },\n    \"logName\": \"projects/p\"\n  },"),
        style("Google, text", l -> "{\"textPayload\":\"" + json("[ 1.5] " + l) + "\",\"a\":{}}"),
        style("Google, text, pretty", l -> "  \"textPayload\": \"" + json("[ 1.5] " + l) + "\","),
        style(
            "CloudWatch",
            l -> "{ \"timestamp\": 1795337000123, \"message\": \"" + json("[ 1.5] " + l) + "\" },"),
        style(
            "Fluentd",
            l ->
                "2026-11-22T08:54:16+00:00\tkernel\t{\"ident\":\"kernel\",\"message\":\""
                    + json(l)
                    + "\"}"),
        style(
            "Elastic",
            l ->
                "{\"_source\":{\"@timestamp\":\"2026-01-01T00:00:00Z\",\"message\":\""
                    + json("Mar 24 13:09:13 h kernel: [1.5] " + l)
                    + "\"}}"),
        style(
            "journal --json, bytes",
            l -> "{\"_TRANSPORT\":\"kernel\",\"MESSAGE\":[" + String.join(",", bytes(l)) + "]}"),
        style(
            "journal --json-pretty, bytes",
            l ->
                "{\n\t\"MESSAGE\" : [\n\t\t"
                    + String.join(",\n\t\t", bytes(l))
                    + "\n\t],\n\t\"_TRANSPORT\" : \"kernel\"\n}"),
        style(
            "journal export",
            l ->
                "__CURSOR=s=1\n__REALTIME_TIMESTAMP=1795337000123456\n_TRANSPORT=kernel\nMESSAGE="
                    + l
                    + "\nPRIORITY=4\n"),
        style(
            "fluentd",
            l ->
                "2026-01-25 14:59:30 +0100 kern.err: {\"message\":\""
                    + json("[ 1.5] " + l)
                    + "\"}"),
        style(
            "GELF",
            l ->
                "{\"version\":\"1.1\",\"host\":\"h\",\"short_message\":\""
                    + json(l)
                    + "\",\"level\":4}"),
        style("Kibana", l -> "Jan 25, 2026 @ 14:59:30.123\t[    1.000000] " + l),
        style("OpenWrt", l -> "Thu Jan 25 14:59:30 2026 kern.warn kernel: [    1.000000] " + l),
        style("ramoops", l -> "<4>[    1.000000] " + l),
        style("grep -n", l -> "123:[    1.000000] " + l),
        style("grep -n, around", l -> "123-Jan 25 14:59:30 h kernel: " + l),
        style("grep -H", l -> "/var/log/kern.log:Jan 25 14:59:30 h kernel: " + l),
        style("grep -Hn", l -> "kern.log.1:77:2026-01-25T14:59:30Z h kernel: " + l),
        style("cat -n", l -> "   123\t[    1.000000] " + l),
        style("less -N", l -> "    123 [    1.000000] " + l),
        style("dmesg -T with a number", l -> "12:[Thu Jan 25 14:59:30 2026] " + l),
        style("diff", l -> "+[    1.000000] " + l),
        style("list", l -> "* [    1.000000] " + l),
        style(
            "HTML break",
            l -> "[    1.000000] " + l.replace("<", "&lt;").replace(">", "&gt;") + "<br>"),
        style("compose", l -> "kmsg-1  | [    1.000000] " + l),
        style("kubectl --prefix", l -> "[pod/kmsg-x7f9q/kmsg] <4>[    1.000000] " + l),
        style("syslog, address", l -> "Mar 24 13:09:13 10.1.2.3 kernel: [ 4771.273108] " + l),
        style("syslog, priority", l -> "<4>Mar 24 13:09:13 h kernel: [ 4771.273108] " + l),
        style("processor in the clock", l -> "[2-3219.187000] " + l),
        style("switch", l -> "Nov 22 08:54:16 sw kernel: %KERNEL-4-WARN: [    7.830638] " + l),
        style(
            "journal, verbose",
            l ->
                "Sun 2026-11-22 08:54:16.1 CET [s=3d;i=1;b=9f;m=1;t=2;x=3]\n    _TRANSPORT=kernel\n"
                    + "    PRIORITY=4\n    MESSAGE="
                    + l
                    + "\n    _HOSTNAME=h"),
        style(
            "YAML",
            l ->
                "---\ninsertId: x\njsonPayload:\n  MESSAGE: '"
                    + l.replace("'", "''")
                    + "'\n  SYSLOG_IDENTIFIER: kernel\ntimestamp: '2026-01-01T00:00:00Z'"),
        style("YAML, text", l -> "textPayload: \"" + json("[ 1.5] " + l) + "\"\ntrace: x"),
        style("logfmt", l -> "time=\"2026-11-22\" level=info msg=\"" + json(l) + "\" unit=k"),
        style("LAVA", l -> "- {\"lvl\": \"target\", \"msg\": \"" + json("[ 1.5] " + l) + "\"}"),
        style(
            "Fluent Bit",
            l -> "[0] kmsg: [1795337000.1, {\"sec\"=>7, \"msg\"=>\"" + json(l) + "\"}]"),
        style(
            "OpenTelemetry",
            l -> "{\"body\":{\"stringValue\":\"" + json("[ 1.5] " + l) + "\"},\"a\":1}"),
        style("shown colours", l -> "ESC[32m[    7.830638] ESC[0m^[[33m" + l + "^[[0m"),
        style("cursor", l -> "\u001b[2J\u001b[?25l[    7.830638] " + l + "\u001b[K\u001b[24;1H"),
        style("blanks of other widths", l -> ("[1.000000] " + l).replace(' ', '\u3000')),
        style("no-break, all", l -> ("Jan 25 14:59:30 h kernel: " + l).replace(' ', '\u00a0')),
        style("hyphens of a typesetter", l -> ("[ 1.500000] " + l).replace('-', '\u2011')),
        style("marks that nobody sees", l -> "\u200e[    1.000000] " + l + "\u200b"),
        style("journal, delta", l -> "[ 1234.567890 <    0.000100 >] host kernel: " + l),
        style("logcli, no labels", l -> "2026-11-22T08:54:16Z {} [    1.000000] " + l),
        style("syslog, address, no tag", l -> "Mar 24 13:09:13 10.1.2.3 [ 4771.273108] " + l),
        style("host crossed out", l -> "Jan 25 14:59:30 <host> kernel: " + l),
        style("host in brackets", l -> "Jan 25 14:59:30 [redacted] kernel: [ 1.000000] " + l),
        style(
            "Aliyun",
            l ->
                "{\"__source__\":\"10.0.0.1\",\"content\":\""
                    + json("Jan 25 14:59:30 h kernel: " + l)
                    + "\"}"),
        style(
            "two syslog servers",
            l -> "Jan 25 14:59:30 relay-01.example.com Jan 25 14:59:30 host kernel: " + l),
        style("comment", l -> "# [    1.000000] " + l),
        style("diff, lines that go on", l -> (l.startsWith(" ") ? "+" : "+[ 1.000000] ") + l),
        style("comment, lines that go on", l -> (l.startsWith(" ") ? "# " : "# [ 1.000000] ") + l),
        style("comment, syslog", l -> "// Jan 25 14:59:30 host kernel: " + l),
        style("stern", l -> "kmsg-x7f9q kmsg [    1.000000] " + l),
        style(
            "journal --json",
            l ->
                "{\"_TRANSPORT\":\"kernel\",\"_SOURCE_MONOTONIC_TIMESTAMP\":\"7830638\",\"MESSAGE\":\""
                    + l.replace("\\", "\\\\").replace("\"", "\\\"")
                    + "\"}"));
  }

  private static List<String> bytes(String text) {
    List<String> numbers = new ArrayList<>();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      numbers.add(String.valueOf(b & 0xff));
    }
    return numbers;
  }

  private static String json(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("<", "\\u003c");
  }

  private static Arguments style(String name, UnaryOperator<String> prefix) {
    return Arguments.of(name, prefix);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("styles")
  void findsTheReportBehind(String name, UnaryOperator<String> prefix) {
    String log = BARE.stream().map(prefix).collect(Collectors.joining("\n"));
    List<OomReport> reports = OomReports.parse(log);
    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).unread()).isEmpty();
    assertThat(content(reports.get(0))).isEqualTo(EXPECTED);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("styles")
  void readsEveryReportBehind(String name, UnaryOperator<String> prefix) {
    for (String golden : Goldens.names(Goldens.LOG)) {
      for (OomReport report : OomReports.parse(Goldens.text(golden, Goldens.LOG))) {
        List<String> texts =
            report.lines().stream()
                .filter(l -> l.kind() != LineKind.FOREIGN)
                .map(OomReport.Line::text)
                .toList();
        List<OomReport> plain = parse(texts, l -> "[    1.000000] " + l);
        List<OomReport> styled = parse(texts, prefix);
        assertThat(styled).as(golden).hasSameSizeAs(plain);
        for (int i = 0; i < plain.size(); i++) {
          assertThat(content(styled.get(i))).as(golden).isEqualTo(content(plain.get(i)));
        }
      }
    }
  }

  private static List<OomReport> parse(List<String> texts, UnaryOperator<String> prefix) {
    return OomReports.parse(texts.stream().map(prefix).collect(Collectors.joining("\n")));
  }

  @Test
  void readsContinuationLinesWithoutAPrefix() {
    String padded =
        STAMPED.replaceAll(
            "(?m)^\\[.{12}\\]  ((?:active|unevict|slab|mapped|sec|kernel_|free).*)",
            "                $1");
    assertThat(padded).isNotEqualTo(STAMPED);
    assertThat(content(OomReports.parse(padded).get(0))).isEqualTo(EXPECTED);
  }

  @Test
  void readsContinuationLinesThatSyslogEncoded() {
    String encoded =
        STAMPED
            .replaceAll(
                "\n\\[.{12}\\]  (active_file|unevictable|slab_r|mapped|sec_|kernel_|free)",
                "#012 $1")
            .replaceAll("(?m)^\\[", "Mar 24 13:09:13 host kernel: [");
    assertThat(encoded).contains("#012 active_file");
    assertThat(content(OomReports.parse(encoded).get(0))).isEqualTo(EXPECTED);
  }

  @Test
  void countsLinesThatAreNumbered() {
    for (String form : List.of("%d:%s", "%d-%s", "%6d\t%s", "%7d %s")) {
      StringBuilder log = new StringBuilder("98:x\n");
      for (int i = 0; i < BARE.size(); i++) {
        log.append(form.formatted(i + 99, BARE.get(i))).append('\n');
      }
      assertThat(content(OomReports.parse(log.toString()).get(0))).isEqualTo(EXPECTED);
    }
  }

  static Stream<Arguments> shownByTheFirstLine() {
    return Stream.of(
        style("date and no host", l -> "2026-01-01T00:00:00.123456789+02:00 " + l),
        style("date, no host, two blanks", l -> "2026-01-01T00:00:00Z  " + l),
        style("date, no host, tab", l -> "2026-11-22 08:54:16.123\t" + l),
        style("date and labels", l -> "2026-11-22T08:54:16+01:00 {host=\"h\", job=\"j\"} " + l),
        style("cat -A", l -> "[    1.000000] " + l + "$"),
        style("Markdown table", l -> "| [    1.000000] " + l + "   |"),
        style("YAML list", l -> "  - \"[    1.000000] " + l + "\""),
        style("line break of Markdown", l -> "[    1.000000] " + l + "\\"),
        style("blanks", l -> "[    1.000000] " + l + "  "),
        style(
            "Nexus",
            l -> "2026 Nov 22 08:54:16 sw %KERN-4-SYSTEM_MSG: [    1.0] " + l + " - kernel"),
        style("Markdown", l -> ("[    1.000000] " + l).replaceAll("([_*<>\\[\\]])", "\\\\$1")),
        style(
            "every line twice",
            l ->
                "[    1.%06d] %s\n"
                    .formatted(Math.abs(l.hashCode() % 1_000_000), l)
                    .repeat(2)
                    .strip()),
        style("box", l -> "\u2502 %-220s \u2502".formatted("[    1.000000] " + l)),
        style("rows of SQL", l -> "(7, '[    1.000000] " + l + "'),"),
        style("backtick", l -> "`" + l + "`"),
        style("named quotation", l -> "JD> [    1.000000] " + l),
        style("semicolons", l -> "2026-11-22T08:54:16Z;h;\"[    1.000000] " + l + "\""),
        style("logging of Python", l -> "2026-01-25 14:59:30,123 - root - INFO - [ 1.000000] " + l),
        style("logging of a test", l -> "2026-01-25 14:59:30,123 INFO console [ 1.000000] " + l),
        style(
            "RFC 5424, two elements",
            l -> "<4>1 2026-11-22T08:54:16Z h kernel - - [a][b c=\"1\"] [ 1.000000] " + l),
        style(
            "RFC 6587",
            l -> l.length() + " <4>1 2026-11-22T08:54:16Z h kernel - - - [ 1.000000] " + l),
        style("virsh", l -> "2026-01-25 14:59:30.123+0000: [    1.000000] " + l),
        style("metalog", l -> "Jan 25 14:59:30 [kernel] [    1.000000] " + l),
        style(
            "HTML table",
            l ->
                "<tr><td>7</td><td class=\"l\">[ 1.000000] "
                    + l.replace("<", "&lt;").replace(">", "&gt;")
                    + "</td></tr>"),
        style("found words", l -> "[    1.000000] " + l.replaceAll("oom|Kill", "<em>$0</em>")),
        style(
            "bold words",
            l -> "[    1.000000] " + l.replaceAll("Out of memory|invoked oom-killer", "**$0**")),
        style("colours of a forum", l -> "[color=#f00][    1.000000] " + l + "[/color]"),
        style("colours without escapes", l -> "\ufffd[32m[    1.000000] [0m[33m" + l + "[0m"),
        style("columns", l -> "2:59 PM\t[ 1.000000] " + l + "\tkernel"),
        style("entry in lines", l -> "2:59 PM\n" + l + "\nkernel"),
        style(
            "entry in lines, with date and host",
            l -> "2026-01-25 14:59:30.000 CET\nweb-1\nkernel\n" + l),
        style("numbers in lines of their own", l -> l.length() + "\n[    1.000000] " + l),
        style("no-break", l -> ("[    1.000000] " + l).replace(' ', '\u00a0')));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shownByTheFirstLine")
  void takesAwayWhatTheFirstLineShows(String name, UnaryOperator<String> style) {
    List<OomReport> reports =
        OomReports.parse(BARE.stream().map(style).collect(Collectors.joining("\n")));
    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).unread()).isEmpty();
    assertThat(content(reports.get(0))).isEqualTo(EXPECTED);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shownByTheFirstLine")
  void takesItAwayFromEveryReport(String name, UnaryOperator<String> style) {
    for (String golden : Goldens.names(Goldens.LOG)) {
      for (OomReport report : OomReports.parse(Goldens.text(golden, Goldens.LOG))) {
        if (report.trigger().isPresent() && !golden.endsWith("-names")) {
          List<String> texts =
              report.lines().stream()
                  .filter(l -> l.kind() != LineKind.FOREIGN)
                  .map(OomReport.Line::text)
                  .filter(l -> !l.isBlank())
                  .toList();
          assertThat(sizes(parse(texts, style)))
              .as(golden)
              .isEqualTo(sizes(parse(texts, l -> "[    1.000000] " + l)));
        }
      }
    }
  }

  private static List<Object> sizes(List<OomReport> reports) {
    return reports.stream()
        .<Object>map(
            r -> {
              Map<String, Object> json = JsonMaps.read(JsonText.of(ReportJson.of(r, "x")));
              json.keySet().removeAll(List.of("firstLine", "lastLine", "micros", "date"));
              json.values().forEach(PrefixesTest::dropPlace);
              return json;
            })
        .toList();
  }

  static Stream<Arguments> inOneLine() {
    return Stream.of(
        Arguments.of("string", "\"", "\\n", "\""),
        Arguments.of("field", "{\"changed\": true, \"stdout\": \"", "\\n", "\"}"),
        Arguments.of("list of Python", "lines = ['", "', '", "']"),
        Arguments.of("list of lines in Python", "['", "\\n', '", "\\n']"),
        Arguments.of("list in JSON", "[\"", "\",\"", "\"]"),
        Arguments.of(
            "list in a field", "{\"changed\": true, \"stdout_lines\": [\"", "\", \"", "\"]}"),
        Arguments.of("line separators", "", "\u2028", ""),
        Arguments.of("HTML", "<p>", "<br>", "</p>"),
        Arguments.of("returns", "", "\r", ""),
        Arguments.of("page without line ends", "", " ", ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inOneLine")
  void readsAReportInOneLine(String name, String before, String between, String after) {
    List<String> lines = new ArrayList<>();
    for (String line : BARE) {
      String clock = "[    1.%06d] ".formatted(lines.size());
      lines.add(clock + (between.startsWith("<") ? line.replace("<", "&lt;") : line));
    }
    String log = lines.stream().collect(Collectors.joining(between, before, after));
    List<OomReport> reports = OomReports.parse(log);
    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).unread()).isEmpty();
    assertThat(content(reports.get(0))).isEqualTo(EXPECTED);
  }

  @Test
  void takesAwayTheSignOfADiff() {
    String log = BARE.stream().map(l -> "+" + l).collect(Collectors.joining("\n"));
    assertThat(content(OomReports.parse(log).get(0))).isEqualTo(EXPECTED);
  }

  @Test
  void takesAwayWhatTheCpuLineShowsToBeNoName() {
    for (String mark : List.of("dmesg.txt:", "dmesg.txt-%s-", "[kernel] ", "logs of h/a.txt-%s-")) {
      StringBuilder log = new StringBuilder();
      for (int i = 0; i < BARE.size(); i++) {
        String line = BARE.get(i);
        String mine = mark.replace("%s", String.valueOf(i + 98));
        // grep -C marks the lines that match in another way.
        log.append(line.contains("oom") ? mine.replace('-', ':') : mine).append(line).append('\n');
      }
      assertThat(content(OomReports.parse(log.toString()).get(0))).as(mark).isEqualTo(EXPECTED);
    }
  }

  @Test
  void tellsANameWithABlankFromAHost() {
    List<String> lines = BARE.stream().map(l -> l.replace("oomt", "Web Content")).toList();
    String log = lines.stream().map(l -> "Jan 25 14:59:30 " + l).collect(Collectors.joining("\n"));
    assertThat(content(OomReports.parse(log).get(0)))
        .isEqualTo(content(OomReports.parse(String.join("\n", lines)).get(0)));
  }

  @Test
  void readsALineWithMoreBlanksThanTheKernelWrites() {
    String log =
        BARE.stream()
            .map(l -> l.startsWith("[") ? l : l.replaceAll("(?<=[\\w:,]) (?=\\w)", "  "))
            .collect(Collectors.joining("\n"));
    OomReport report = OomReports.parse(log).get(0);
    assertThat(report.unread()).isEmpty();
    assertThat(report.memory())
        .isEqualTo(OomReports.parse(String.join("\n", BARE)).get(0).memory());
    assertThat(report.kill().orElseThrow().anonRssKb()).isPresent();
    assertThat(report.trigger().orElseThrow().comm()).isEqualTo("oomt");
  }

  @Test
  void readsOnceWhatAnsibleGivesTwice() {
    String text = String.join("\\n", BARE);
    String list = String.join("\", \"", BARE);
    List<OomReport> reports =
        OomReports.parse(
            "ok: [h] => {\"stdout\": \"" + text + "\", \"stdout_lines\": [\"" + list + "\"]}");
    assertThat(reports).hasSize(1);
    assertThat(content(reports.get(0))).isEqualTo(EXPECTED);
  }

  @Test
  void readsTheMiddleOfAReport() {
    int table = BARE.indexOf("Tasks state (memory values in pages):");
    OomReport report = OomReports.parse(String.join("\n", BARE.subList(3, table + 2))).get(0);
    assertThat(report.zones()).isNotEmpty();
    assertThat(report.tableIsEmpty()).isFalse();
    String usage = "memory: usage 51200kB, limit 51200kB, failcnt 73";
    assertThat(OomReports.parse(usage).get(0).memcg().orElseThrow().limitKb()).hasValue(51_200);
  }

  @Test
  void keepsTheColumnsOfEventsOutOfTheMessage() {
    String log =
        "5m   Warning   OOMKilling   node/n1   Memory cgroup out of memory: Killed process 7 (x)"
            + " total-vm:1kB, anon-rss:1kB, file-rss:0kB";
    assertThat(OomReports.parse(log).get(0).kill().orElseThrow().message())
        .hasValue("Memory cgroup out of memory");
  }

  @Test
  void keepsTheKernelsClock() {
    assertThat(micros("[   12.000345] ")).isEqualTo(12_000_345L);
    assertThat(micros("Mar 24 13:09:13 h kernel: [4771.273108] ")).isEqualTo(4_771_273_108L);
    assertThat(micros("<3>[ 1.5] ")).isEqualTo(1_500_000L);
    assertThat(micros("3,9,77,-;")).isEqualTo(77L);
  }

  @Test
  void skipsOtherProgramsLinesInTheMiddle() {
    String log =
        BARE.stream()
            .map(
                l ->
                    "Oct 12 19:00:20 node kernel: "
                        + l
                        + "\nOct 12 19:00:20 node watcher.sh[77]: [  9] 0 9 1")
            .collect(Collectors.joining("\n"));
    OomReport report = OomReports.parse(log).get(0);
    assertThat(content(report)).isEqualTo(EXPECTED);
    assertThat(report.unread()).isEmpty();
    assertThat(report.lines()).anyMatch(l -> l.kind() == LineKind.FOREIGN);
  }

  @Test
  void findsKernelTextAfterAProgramsTextOnTheSameConsoleLine() {
    String log = STAMPED.replaceFirst("(?m)^(\\[.{12}\\] Node 0 DMA free)", "statm=5$1");
    assertThat(log).contains("statm=5[");
    assertThat(content(OomReports.parse(log).get(0))).isEqualTo(EXPECTED);
  }

  private static long micros(String prefix) {
    String kill = "Out of memory: Killed process 7 (x) total-vm:1kB, anon-rss:1kB, file-rss:0kB";
    return OomReports.parse(prefix + kill).get(0).kill().orElseThrow().micros().orElseThrow();
  }

  /** What the report says, without where it stood in the input. */
  private static Object content(OomReport report) {
    Map<String, Object> json = JsonMaps.read(JsonText.of(ReportJson.of(report, "x")));
    json.remove("firstLine");
    json.remove("lastLine");
    json.remove("micros");
    json.remove("date");
    json.values().forEach(PrefixesTest::dropPlace);
    json.put("kinds", kinds(report));
    return json;
  }

  private static String kinds(OomReport report) {
    return report.lines().stream()
        .filter(l -> l.kind() != LineKind.FOREIGN)
        .map(l -> l.kind().name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(" "));
  }

  private static void dropPlace(Object value) {
    if (value instanceof Map<?, ?> map) {
      map.remove("line");
      map.remove("micros");
    } else if (value instanceof List<?> list) {
      list.forEach(PrefixesTest::dropPlace);
    }
  }
}
