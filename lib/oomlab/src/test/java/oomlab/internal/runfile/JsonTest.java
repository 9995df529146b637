package oomlab.internal.runfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class JsonTest {
  record Cell(
      String zebra,
      OptionalLong bytes,
      OptionalInt count,
      Optional<String> apple,
      List<Long> all) {}

  @Test
  void writesFieldsInTheirOrderAndLeavesOutWhatIsAbsent() {
    Cell cell = new Cell("z", OptionalLong.empty(), OptionalInt.of(3), Optional.of("a"), List.of());
    assertThat(Json.write(cell).replaceAll("\\s", ""))
        .isEqualTo("{\"zebra\":\"z\",\"count\":3,\"apple\":\"a\",\"all\":[]}");
  }

  @Test
  void readsBackWhatItWrote() {
    Cell cell =
        new Cell(
            "ž\n\"",
            OptionalLong.of(Long.MAX_VALUE),
            OptionalInt.empty(),
            Optional.empty(),
            List.of(1L));
    assertThat(Json.read(Json.write(cell), Cell.class)).isEqualTo(cell);
  }

  @Test
  void indentsTheSameWayEverywhere() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("b", List.of(1, 2));
    map.put("a", Map.of("c", true));
    assertThat(Json.write(map))
        .isEqualTo("{\n  \"b\" : [\n    1,\n    2\n  ],\n  \"a\" : {\n    \"c\" : true\n  }\n}");
  }

  @Test
  void saysWhereJsonIsBroken() {
    assertThatThrownBy(() -> Json.read("{\n \"a\": }", Cell.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not the expected JSON: line 2, column ");
  }
}
