package oomlab.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import oomlab.internal.json.Json;

/** What came of the host's experiment under one set of rights inside a guest. */
final class Situation {
  private final Map<String, List<String>> lines;

  /**
   * Takes what the guest sent.
   *
   * @param lines what was said after each word of the protocol
   */
  Situation(Map<String, List<String>> lines) {
    this.lines = lines;
  }

  int status() {
    return Integer.parseInt(text("status"));
  }

  String errors() {
    return text("err");
  }

  /** Cgroups of ours and processes that were there afterwards. */
  List<String> left() {
    return lines.getOrDefault("left", List.of());
  }

  /** The guest's uptime in seconds, at the end of it. */
  String seconds() {
    return text("seconds");
  }

  String text(String word) {
    return String.join("\n", lines.getOrDefault(word, List.of()));
  }

  Map<String, Object> json() {
    assertThat(status()).as(errors()).isZero();
    return Json.readMap(text("out"));
  }

  String kind() {
    return String.valueOf(map(json(), "verdict").get("kind"));
  }

  List<String> evidence() {
    return list(map(json(), "verdict"), "evidence").stream()
        .map(one -> String.valueOf(one.get("source")))
        .toList();
  }

  long number(String name) {
    return ((Number) json().getOrDefault(name, -1)).longValue();
  }

  boolean reported() {
    return json().containsKey("report");
  }

  Map<String, Object> report() {
    return map(json(), "report");
  }

  /** A row of the table of rights. */
  String row(String name) {
    if (status() != 0) {
      return "| %s | none | exit %d | | | | %s |".formatted(name, status(), errors());
    }
    return "| %s | %s | %s | %s | %d | %s | %s |"
        .formatted(
            name,
            json().get("backend"),
            kind(),
            String.join(", ", evidence()),
            number("samples"),
            reported() ? "yes" : "no",
            json().getOrDefault("kernelLogGap", ""));
  }

  static Map<String, Object> map(Map<String, Object> in, String name) {
    assertThat(in).containsKey(name);
    return typed((Map<?, ?>) in.getOrDefault(name, Map.of()));
  }

  static List<Map<String, Object>> list(Map<String, Object> in, String name) {
    List<Map<String, Object>> all = new ArrayList<>();
    ((List<?>) in.getOrDefault(name, List.of())).forEach(one -> all.add(typed((Map<?, ?>) one)));
    return all;
  }

  private static Map<String, Object> typed(Map<?, ?> map) {
    return map.entrySet().stream()
        .collect(Collectors.toMap(e -> String.valueOf(e.getKey()), Map.Entry::getValue));
  }
}
