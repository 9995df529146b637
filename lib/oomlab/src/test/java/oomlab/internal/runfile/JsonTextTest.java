package oomlab.internal.runfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import oomlab.internal.json.JsonText;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  @Test
  void writesTheBytesOfJackson() {
    StringBuilder every = new StringBuilder();
    for (char c = 0; c < 0x250; c++) {
      every.append(c);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("every \"letter\"", every + "\u2028\ud83d\ude00\ufeff\u202e");
    map.put("numbers", List.of(0, -1, Long.MAX_VALUE, 1.5));
    map.put("nothing", List.of());
    map.put("empty", Map.of());
    map.put("deep", List.of(List.of(true, Map.of("x", List.of(Map.of())))));
    assertThat(JsonText.of(map)).isEqualTo(Json.write(map));
    assertThat(JsonText.of(List.of())).isEqualTo(Json.write(List.of()));
  }
}
