package oomlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogDatesTest {
  private final LogDates dates =
      new LogDates(Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneId.of("Europe/Berlin")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mar 24 13:09:13                      | 2026-03-24T12:09:13Z",
        "Apr  1 16:45:10                      | 2026-04-01T14:45:10Z",
        "Thu Apr  1 16:45:10 2021             | 2021-04-01T14:45:10Z",
        "Apr  1 2021 16:45:10                 | 2021-04-01T14:45:10Z",
        "Nov22 08:54                          | 2026-11-22T07:54:00Z",
        "2026-09-19T17:27:56.87709+00:00      | 2026-09-19T17:27:56.877090Z",
        "2026-09-19T17:27:56,877090+02:00     | 2026-09-19T15:27:56.877090Z",
        "2026-09-19T17:27:56+0200             | 2026-09-19T15:27:56Z",
        "2026-09-19 17:27:56                  | 2026-09-19T15:27:56Z",
        "Sat 2026-09-19 17:27:56 UTC          | 2026-09-19T17:27:56Z",
        "2026-09-19                           | 2026-09-18T22:00:00Z",
        "ven. nov. 28 07:26:44 2025           | 2025-11-28T06:26:44Z",
        "sam. f\u00e9vr. 1 07:26:44 2025          | 2025-02-01T06:26:44Z",
        "ao\u00fbt 28 07:26:44                    | 2026-08-28T05:26:44Z",
        "Di Aug 12 03:54:03 2025              | 2025-08-12T01:54:03Z",
        "Mi M\u00e4r 12 03:54:03 2025              | 2025-03-12T02:54:03Z",
        "Di Dez  9 03:54:03 2025              | 2025-12-09T02:54:03Z",
        "\u6708  1\u6708 26 01:49:41 2026           | 2026-01-26T00:49:41Z",
        "\u516d 11\u6708 22 08:54:16 2025           | 2025-11-22T07:54:16Z",
        "\ud1a0 11\uc6d4 22 08:54:16 2025           | 2025-11-22T07:54:16Z",
        "pi\u0105 lis 28 07:26:44 2025             | 2025-11-28T06:26:44Z",
        "pt gru 12 07:26:44 2025              | 2025-12-12T06:26:44Z",
        "\u041f\u0442 \u0434\u0435\u043a 12 07:26:44 2025              | 2025-12-12T06:26:44Z",
        "\u0421\u0431 \u043d\u043e\u044f 22 08:54:16 2025              | 2025-11-22T07:54:16Z",
        "vie ene 30 07:26:44 2026             | 2026-01-30T06:26:44Z",
        "sex fev 13 07:26:44 2026             | 2026-02-13T06:26:44Z",
        "vr mrt 13 07:26:44 2026              | 2026-03-13T06:26:44Z",
        "Jan 25, 2026 @ 14:59:30.123          | 2026-01-25T13:59:30Z",
        "1695144476.877090                    | 2023-09-19T17:27:56.877090Z",
      })
  void readsADateOfALog(String text, String moment) {
    assertThat(dates.read(text)).contains(Instant.parse(moment));
  }

  @Test
  void takesADateWithoutAYearAsTheLastOneThatHasBeen() {
    assertThat(dates.read("Nov 24 12:59:59")).contains(Instant.parse("2026-11-24T11:59:59Z"));
    assertThat(dates.read("Nov 24 13:00:01")).contains(Instant.parse("2025-11-24T12:00:01Z"));
    assertThat(dates.read("Feb 29 10:00:00")).contains(Instant.parse("2024-02-29T09:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "yesterday", "Foo 24 13:09:13", "2026-13-01", "Apr 31 10:00:00", "+0.000012"})
  void readsNothingElse(String text) {
    assertThat(dates.read(text)).isEmpty();
  }
}
