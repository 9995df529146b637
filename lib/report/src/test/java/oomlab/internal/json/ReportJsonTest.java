package oomlab.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import oomlab.report.LineKind;
import oomlab.report.OomReport;
import org.junit.jupiter.api.Test;

class ReportJsonTest {
  /** Components that stand in JSON under another name, as fields of the object around, or not. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "source",
          "cause",
          "memory",
          "outcome",
          "lines",
          "kind",
          "number",
          "fields",
          "gfpNames",
          "sentence",
          "values");

  private final Set<String> components = new TreeSet<>();

  @Test
  void noPartOfAReportIsForgotten() throws ReflectiveOperationException {
    OomReport full = (OomReport) value(OomReport.class);
    Set<String> names = new TreeSet<>();
    collect(ReportJson.of(full, "x.log"), names);
    components.removeAll(ELSEWHERE);
    assertThat(components).hasSizeGreaterThan(80);
    assertThat(names).containsAll(components);
  }

  private static void collect(Object json, Set<String> names) {
    if (json instanceof Map<?, ?> map) {
      map.forEach(
          (name, value) -> {
            names.add(String.valueOf(name));
            collect(value, names);
          });
    } else if (json instanceof List<?> list) {
      list.forEach(item -> collect(item, names));
    }
  }

  /** Returns some value of a type that says everything it can say. */
  private Object value(Type type) throws ReflectiveOperationException {
    if (type instanceof ParameterizedType generic) {
      Type[] of = generic.getActualTypeArguments();
      if (generic.getRawType() == Map.class) {
        return Map.of("some", value(of[1]));
      }
      return generic.getRawType() == List.class ? List.of(value(of[0])) : Optional.of(value(of[0]));
    }
    Class<?> kind = (Class<?>) type;
    if (kind.isRecord()) {
      return record(kind);
    } else if (kind.isEnum()) {
      return kind == LineKind.class ? LineKind.UNREAD : kind.getEnumConstants()[0];
    }
    return switch (kind.getSimpleName()) {
      case "int", "Integer", "Object" -> 7;
      case "long", "Long" -> 7L;
      case "boolean", "Boolean" -> true;
      case "String" -> "System is deadlocked on memory";
      case "OptionalInt" -> OptionalInt.of(7);
      case "OptionalLong" -> OptionalLong.of(7);
      default -> throw new IllegalArgumentException("no value for a " + kind);
    };
  }

  private Object record(Class<?> kind) throws ReflectiveOperationException {
    RecordComponent[] parts = kind.getRecordComponents();
    Object[] values = new Object[parts.length];
    for (int i = 0; i < parts.length; i++) {
      components.add(parts[i].getName());
      values[i] = value(parts[i].getGenericType());
    }
    Constructor<?> constructor =
        kind.getDeclaredConstructor(
            Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new));
    constructor.setAccessible(true);
    return constructor.newInstance(values);
  }
}
