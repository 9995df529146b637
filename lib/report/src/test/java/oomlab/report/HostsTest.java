package oomlab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The reports of two machines, line by line in one stream, come out as if each were alone. */
class HostsTest {
  private static final List<String> ONE = kernel("v6.12-x86_64-global");
  private static final List<String> OTHER = kernel("v5.10-x86_64-swap");

  private static List<String> kernel(String golden) {
    return Goldens.text(golden, Goldens.LOG).lines().filter(l -> l.startsWith("[")).toList();
  }

  static Stream<Arguments> styles() {
    return Stream.of(
        style("syslog", (h, l) -> "Jan 25 14:59:30 " + h + " kernel: " + l),
        style("syslog without a tag", (h, l) -> "Jan 25 14:59:30 " + h + " " + l),
        style("syslog, bare", (h, l) -> "Jan 25 14:59:30 " + h + " kernel: " + bare(l)),
        style("syslog in French", (h, l) -> "janv. 25 14:59:30 " + h + " kernel: " + l),
        style("syslog with a level", (h, l) -> "Jan 25 14:59:30 " + h + " kern.warn kernel: " + l),
        style("RFC 5424", (h, l) -> "<4>1 2026-01-25T14:59:30.1Z " + h + " kernel - - - " + l),
        style(
            "journal, short-iso",
            (h, l) -> "2026-01-25T14:59:30+0100 " + h + " kernel: " + bare(l)),
        style(
            "journal, short-full",
            (h, l) -> "Sun 2026-01-25 14:59:30 CET " + h + " kernel: " + bare(l)),
        style("journal, unix", (h, l) -> "1795337000.123456 " + h + " kernel: " + bare(l)),
        style("journal, monotonic", (h, l) -> "[ 1234.567890] " + h + " kernel: " + bare(l)),
        style(
            "journal, json",
            (h, l) -> json("_TRANSPORT", "kernel", "MESSAGE", bare(l), "_HOSTNAME", h)),
        style(
            "journal, json-pretty",
            (h, l) ->
                "{\n\t\"MESSAGE\" : \"%s\",\n\t\"_TRANSPORT\" : \"kernel\",\n\t\"_HOSTNAME\" : \"%s\"\n}"
                    .formatted(escaped(bare(l)), h)),
        style(
            "journal, export",
            (h, l) ->
                "__CURSOR=s=1\n__REALTIME_TIMESTAMP=1795337000123456\nMESSAGE=%s\n_HOSTNAME=%s\n_TRANSPORT=kernel\n"
                    .formatted(bare(l), h)),
        style("Docker", (h, l) -> json("log", l + "\n", "hostname", h, "stream", "stdout")),
        style(
            "fluent-bit",
            (h, l) ->
                "{\"log\":\"%s\",\"kubernetes\":{\"pod_name\":\"kmsg\",\"host\":\"%s\"}}"
                    .formatted(escaped(l), h)),
        style(
            "Elastic",
            (h, l) ->
                "{\"_source\":{\"message\":\"%s\",\"host\":{\"os\":\"x\",\"name\":\"%s\"}}}"
                    .formatted(escaped(l), h)),
        style(
            "Elastic, pretty",
            (h, l) ->
                "      {\n        \"_source\": {\n          \"message\": \"%s\",\n          \"host\": {\n            \"name\": \"%s\"\n          }\n        }\n      },"
                    .formatted(escaped(l), h)),
        style(
            "Google",
            (h, l) ->
                "{\"jsonPayload\":{\"MESSAGE\":\"%s\"},\"resource\":{\"labels\":{\"node_name\":\"%s\"}}}"
                    .formatted(escaped(bare(l)), h)),
        style(
            "syslog in JSON", (h, l) -> json("message", "Jan 25 14:59:30 " + h + " kernel: " + l)),
        style(
            "logcli",
            (h, l) ->
                "{\"labels\":{\"instance\":\"%s\"},\"line\":\"%s\",\"timestamp\":\"2026-01-25T14:59:30Z\"}"
                    .formatted(h, escaped(l))),
        style("compose", (h, l) -> h + "-1  | " + l),
        style("kubectl", (h, l) -> "[pod/" + h + "/kmsg] " + l),
        style("stern", (h, l) -> "kmsg-" + h + "-x7f9q kmsg " + l));
  }

  private static Arguments style(String name, BinaryOperator<String> style) {
    return Arguments.of(name, style);
  }

  private static String bare(String line) {
    return line.replaceFirst("^\\[.{12}\\] ", "");
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static String json(String... fields) {
    return IntStream.range(0, fields.length / 2)
        .mapToObj(i -> "\"%s\":\"%s\"".formatted(fields[2 * i], escaped(fields[2 * i + 1])))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static List<String> mixed(UnaryOperator<String> one, UnaryOperator<String> other) {
    List<String> log = new ArrayList<>();
    for (int i = 0; i < Math.max(ONE.size(), OTHER.size()); i++) {
      if (i < ONE.size()) {
        log.add(one.apply(ONE.get(i)));
      }
      if (i < OTHER.size()) {
        log.add(other.apply(OTHER.get(i)));
      }
    }
    return log;
  }

  private static void both(List<OomReport> reports) {
    List<OomReport> alone = new ArrayList<>(OomReports.parse(String.join("\n", ONE)));
    alone.addAll(OomReports.parse(String.join("\n", OTHER)));
    assertThat(reports)
        .extracting(HostsTest::content)
        .containsExactlyInAnyOrderElementsOf(alone.stream().map(HostsTest::content).toList());
  }

  private static Object content(OomReport r) {
    return List.of(
        r.trigger().map(t -> t.comm() + t.pid()),
        r.tasks().stream().map(t -> t.pid() + t.name() + t.rssPages()).toList(),
        r.kills().stream().map(k -> k.pid() + k.comm() + k.totalVmKb()).toList(),
        r.memInfo(),
        r.zones().stream().map(OomReport.Zone::fields).toList(),
        r.unread().size());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("styles")
  void twoMachines(String name, BinaryOperator<String> style) {
    both(
        OomReports.parse(
            String.join("\n", mixed(l -> style.apply("nodea", l), l -> style.apply("nodeb", l)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("styles")
  void twoMachinesNewestFirst(String name, BinaryOperator<String> style) {
    List<String> log = mixed(l -> style.apply("nodea", l), l -> style.apply("nodeb", l));
    Collections.reverse(log);
    both(OomReports.parse(String.join("\n", log)));
  }

  @Test
  void columnOfAnExport() {
    both(
        OomReports.parse(
            "time,hostname,message\n"
                + String.join(
                    "\n",
                    mixed(
                        l -> "14:59,nodea,\"%s\"".formatted(l.replace("\"", "\"\"")),
                        l -> "14:59,nodeb,\"%s\"".formatted(l.replace("\"", "\"\""))))));
  }

  @Test
  void streamsInOneLine() {
    both(OomReports.parse(streams("\"host\":\"nodea\"", ONE, "\"host\":\"nodeb\"", OTHER)));
    List<String> backwards = new ArrayList<>(ONE);
    Collections.reverse(backwards);
    both(
        OomReports.parse(
            streams("\"instance\":\"nodea\"", backwards, "\"instance\":\"nodeb\"", OTHER)));
  }

  private static String streams(
      String label, List<String> lines, String otherLabel, List<String> otherLines) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"streams\",\"result\":[{\"stream\":{\"job\":\"k\",%s},\"values\":[%s]},{\"stream\":{%s},\"values\":[%s]}]}}"
        .formatted(label, values(lines), otherLabel, values(otherLines));
  }

  private static String values(List<String> lines) {
    return lines.stream()
        .map(l -> "[\"1623442640000000000\",\"%s\"]".formatted(escaped(bare(l))))
        .collect(Collectors.joining(","));
  }

  @Test
  void recordsInOneLine() {
    both(
        OomReports.parse(
            "[%s]"
                .formatted(
                    String.join(
                        ",",
                        mixed(
                            l -> json("MESSAGE", bare(l), "_HOSTNAME", "nodea"),
                            l -> json("MESSAGE", bare(l), "_HOSTNAME", "nodeb"))))));
    List<OomReport> reports =
        OomReports.parse(
            "{\"events\":[%s]}"
                .formatted(
                    ONE.stream()
                        .map(
                            l ->
                                "{\"timestamp\":1623442640000,\"message\":\"%s\"}"
                                    .formatted(escaped(l)))
                        .collect(Collectors.joining(","))));
    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).source().date()).hasValue("2021-06-11T20:17:20.000000Z");
    assertThat(reports.get(0).lines()).allMatch(line -> line.number() == 1);
  }

  @Test
  void valuesInALineEach() {
    String log =
        ONE.stream()
            .map(l -> "   [\"1623442640000000000\", \"%s\"],".formatted(escaped(bare(l))))
            .collect(Collectors.joining("\n"));
    List<OomReport> reports = OomReports.parse(log);
    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).unread()).isEmpty();
    assertThat(reports.get(0).tasks()).isNotEmpty();
  }

  /**
   * An application names its own host, and the kernel's lines have none: or the other way round.
   */
  @Test
  void recordsOfWhichSomeNameNoMachine() {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < ONE.size(); i++) {
      log.append(json("message", ONE.get(i))).append('\n');
      log.append(json("message", "GET /index.html", "host", "pod" + i % 3)).append('\n');
    }
    List<OomReport> reports = OomReports.parse(log.toString());
    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).tasks()).isNotEmpty();
    StringBuilder half = new StringBuilder();
    for (int i = 0; i < ONE.size(); i++) {
      String host = i % 2 == 0 ? "nodea" : "";
      half.append(
              host.isEmpty()
                  ? json("message", ONE.get(i))
                  : json("message", ONE.get(i), "host", host))
          .append('\n');
    }
    assertThat(OomReports.parse(half.toString())).hasSize(1);
  }
}
