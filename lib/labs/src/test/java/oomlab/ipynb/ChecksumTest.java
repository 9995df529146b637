package oomlab.ipynb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ChecksumTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void isWhatNbgraderComputes() throws IOException {
    List<String> refused = new ArrayList<>();
    int compared = 0;
    for (JsonNode each : cases()) {
      String name = each.path("name").stringValue();
      Cell cell;
      try {
        cell = cell(each.path("cell"));
      } catch (NotebookException e) {
        refused.add(name);
        continue;
      }
      if (each.has("fails")) {
        // nbgrader fails for half a character; here a sign for an unknown one stands in its place.
        assertThat(cell.source()).as(name).contains("\ufffd");
        continue;
      }
      assertThat(Checksum.of(cell)).as(name).isEqualTo(each.path("checksum").stringValue());
      compared++;
    }
    assertThat(compared).isGreaterThan(70);
    // No editor writes a NUL.
    assertThat(refused).containsExactly("NUL");
  }

  @Test
  void spellsPointsAsPythonDoes() throws IOException {
    for (JsonNode each : cases()) {
      JsonNode points = each.at("/cell/metadata/nbgrader/points");
      if (each.path("points_as_text").isString()) {
        assertThat(PythonNumbers.repr(PythonNumbers.value(points)))
            .isEqualTo(each.path("points_as_text").stringValue());
      }
    }
  }

  @Test
  void needsAMarkAndPoints() {
    Cell plain = Cell.of(Cell.Type.CODE, "a", "int i;");
    assertThatThrownBy(() -> Checksum.of(plain)).isInstanceOf(IllegalArgumentException.class);
  }

  private static JsonNode cases() throws IOException {
    try (InputStream in = ChecksumTest.class.getResourceAsStream("/oomlab/grade/checksums.json")) {
      return JSON.readTree(in).path("cases");
    }
  }

  private static Cell cell(JsonNode cell) throws NotebookException {
    String notebook =
        "{\"cells\": [%s], \"metadata\": {}, \"nbformat\": 4, \"nbformat_minor\": 5}"
            .formatted(escaped(cell));
    byte[] utf8 = notebook.getBytes(StandardCharsets.UTF_8);
    return Notebook.parse(utf8, NotebookLimits.SUBMISSION).cells().get(0);
  }

  /** Half a character has no UTF-8; a file can hold it escaped. */
  private static String escaped(JsonNode cell) {
    StringBuilder out = new StringBuilder();
    for (char c : cell.toString().toCharArray()) {
      if (Character.isSurrogate(c)) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
