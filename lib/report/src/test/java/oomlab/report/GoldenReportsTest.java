package oomlab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenReportsTest {
  static List<String> logs() {
    return Goldens.names(Goldens.LOG);
  }

  /** {@code -Doomlab.goldens=write} writes what is read now: then look at the difference. */
  @ParameterizedTest
  @MethodSource("logs")
  void readsWhatIsExpected(String name) throws IOException {
    String read =
        Goldens.json(name + Goldens.LOG, OomReports.parse(Goldens.text(name, Goldens.LOG)));
    if ("write".equals(System.getProperty("oomlab.goldens"))) {
      Files.writeString(Goldens.DIRECTORY.resolve(name + Goldens.EXPECTED), read);
    }
    assertThat(read).isEqualTo(Goldens.text(name, Goldens.EXPECTED));
  }

  @Test
  void everyLogHasAnExpectationAndTheOtherWayRound() {
    assertThat(logs()).isNotEmpty().isEqualTo(Goldens.names(Goldens.EXPECTED));
  }

  @ParameterizedTest
  @MethodSource("logs")
  void typesEveryLineOfTheReport(String name) {
    for (OomReport report : OomReports.parse(Goldens.text(name, Goldens.LOG))) {
      assertThat(report.unread()).isEmpty();
      assertThat(report.lines()).noneMatch(l -> l.kind() == LineKind.UNREAD);
      if (!name.endsWith("-json")) {
        assertThat(report.lines().stream().map(OomReport.Line::number).distinct())
            .hasSize(report.lastLine() - report.firstLine() + 1);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void readsTheSameFromAStream(String name) {
    String text = Goldens.text(name, Goldens.LOG);
    List<OomReport> streamed = new ArrayList<>();
    OomReports.Reader reader = OomReports.reader(streamed::add);
    text.lines().forEach(reader::line);
    reader.finish();
    assertThat(streamed).isEqualTo(OomReports.parse(text));
  }

  /** Also what is sent to another process only once depends on it. */
  @ParameterizedTest
  @MethodSource("logs")
  void noListOrMapOfAReportCanBeChanged(String name) throws ReflectiveOperationException {
    for (OomReport report : OomReports.parse(Goldens.text(name, Goldens.LOG))) {
      unchangeable(report);
    }
  }

  private static void unchangeable(Object value) throws ReflectiveOperationException {
    if (value instanceof Optional<?> optional && optional.isPresent()) {
      unchangeable(optional.get());
    } else if (value instanceof Map<?, ?> map) {
      assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
    } else if (value instanceof List<?> list) {
      assertThatThrownBy(list::clear).isInstanceOf(UnsupportedOperationException.class);
      for (Object each : list) {
        unchangeable(each);
      }
    } else if (value instanceof Record) {
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        unchangeable(component.getAccessor().invoke(value));
      }
    }
  }
}
