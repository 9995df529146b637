package oomlab.internal.json;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import oomlab.report.LineKind;
import oomlab.report.OomReport;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A report as the JSON that {@code ./oomlab report --json} prints: the records of {@link OomReport}
 * by their own names, with the differences below. This is an interface: fields are added, never
 * renamed; what a report does not say is left out; lists are always there.
 */
public final class ReportJson {
  private static final JsonMapper MAPPER =
      Json.mapper()
          .rebuild()
          .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
          .addMixIn(OomReport.class, Report.class)
          .addMixIn(OomReport.Line.class, Line.class)
          .addMixIn(OomReport.Memory.class, Memory.class)
          .addMixIn(OomReport.Outcome.class, Outcome.class)
          .addMixIn(OomReport.Trigger.class, Trigger.class)
          .addMixIn(OomReport.Memcg.class, Memcg.class)
          .addMixIn(OomReport.Node.class, FieldsByName.class)
          .addMixIn(OomReport.Zone.class, FieldsByName.class)
          .addMixIn(OomReport.Task.class, Task.class)
          .build();

  private ReportJson() {}

  /**
   * Returns the report as ordered maps and lists.
   *
   * @param file the file's name as the user gave it, {@code -} for standard input
   */
  public static Map<String, Object> of(OomReport report, String file) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("file", file);
    Map<?, ?> fields = MAPPER.convertValue(report, Map.class);
    fields.forEach((name, value) -> out.put(String.valueOf(name), value));
    return out;
  }

  @JsonPropertyOrder({
    "firstLine",
    "lastLine",
    "source",
    "cause",
    "memory",
    "tasks",
    "outcome",
    "unread",
    "problems"
  })
  interface Report {
    @JsonProperty
    int firstLine();

    @JsonProperty
    int lastLine();

    @JsonUnwrapped
    OomReport.Source source();

    @JsonUnwrapped
    OomReport.Cause cause();

    @JsonUnwrapped
    OomReport.Memory memory();

    @JsonUnwrapped
    OomReport.Outcome outcome();

    @JsonProperty
    List<OomReport.Line> unread();

    @JsonIgnore
    List<OomReport.Line> lines();
  }

  interface Line {
    @JsonProperty("line")
    int number();

    @JsonIgnore
    LineKind kind();
  }

  interface Memory {
    @JsonInclude(Include.NON_EMPTY)
    Map<String, Long> memInfo();

    @JsonInclude(Include.NON_EMPTY)
    List<OomReport.Allocation> allocations();
  }

  interface Outcome {
    @JsonInclude(Include.NON_DEFAULT)
    boolean noKillable();

    @JsonProperty
    @JsonInclude(Include.NON_DEFAULT)
    boolean deadlocked();
  }

  interface Trigger {
    @JsonSerialize(using = Hexadecimal.class)
    OptionalLong gfpMask();

    @JsonProperty("gfpFlags")
    Optional<List<String>> gfpNames();
  }

  interface Memcg {
    @JsonInclude(Include.NON_EMPTY)
    Map<String, Long> stat();

    @JsonInclude(Include.NON_EMPTY)
    List<OomReport.Group> groups();
  }

  interface FieldsByName {
    @JsonAnyGetter
    Map<String, Long> fields();
  }

  interface Task {
    @JsonInclude(Include.NON_EMPTY)
    @JsonFormat(with = JsonFormat.Feature.WRITE_SORTED_MAP_ENTRIES)
    Map<String, String> other();
  }

  private static final class Hexadecimal extends ValueSerializer<OptionalLong> {
    @Override
    public void serialize(OptionalLong value, JsonGenerator out, SerializationContext context) {
      out.writeString("0x" + Long.toHexString(value.getAsLong()));
    }

    @Override
    public boolean isEmpty(SerializationContext context, OptionalLong value) {
      return value.isEmpty();
    }
  }
}
