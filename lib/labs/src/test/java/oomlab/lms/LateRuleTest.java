package oomlab.lms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import oomlab.lms.LatePenalty.Kind;
import oomlab.lms.LateRule.Cost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LateRuleTest {
  private static LateRule rule(String due, String cost, int graceMinutes, int maxDays)
      throws LmsException {
    return new LateRule(
        Timestamps.due(due),
        Cost.parse(cost),
        Duration.ofMinutes(graceMinutes),
        maxDays < 0 ? OptionalInt.empty() : OptionalInt.of(maxDays));
  }

  private static LatePenalty at(LateRule rule, String time, double score) {
    Optional<Instant> when = Timestamps.parse(time, ZoneOffset.UTC);
    assertThat(when).as(time).isPresent();
    return rule.penalty(when, false, false, score, 40);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T22:59:00Z, 0",
    "2026-03-01T23:59+01:00, 0",
    "2026-03-02T00:29+01:00, 0",
    "2026-03-02T00:29:00.001+01:00, 1",
    "2026-03-03T00:29+01:00, 1",
    "2026-03-03T00:30+01:00, 2",
    "2026-03-02T23:30:00+00:00, 2",
    "2026-02-01T00:00+01:00, 0",
  })
  void countsDaysThatHaveBegun(String time, int days) throws LmsException {
    LateRule rule = rule("2026-03-01T23:59+01:00", "1", 30, -1);
    assertThat(at(rule, time, 30).days()).isEqualTo(days);
    assertThat(at(rule, time, 30).points()).isEqualTo(days);
  }

  /** In Berlin the clocks went forward on 2026-03-29, and go back on 2026-10-25. */
  @ParameterizedTest
  @CsvSource({
    "2026-03-28T23:59[Europe/Berlin], 2026-03-29T23:59+02:00, 1",
    "2026-03-28T23:59[Europe/Berlin], 2026-03-30T00:00+02:00, 2",
    "2026-03-28T23:59+01:00, 2026-03-30T00:00+02:00, 1",
    "2026-10-24T23:59[Europe/Berlin], 2026-10-25T23:59+01:00, 1",
    "2026-10-24T23:59[Europe/Berlin], 2026-10-26T00:00+01:00, 2",
    "2026-10-24T23:59+02:00, 2026-10-25T23:59+01:00, 2",
    "2026-10-25T02:30[Europe/Berlin], 2026-10-25T02:30+01:00, 0",
    "2026-10-25T02:30[Europe/Berlin], 2026-10-25T02:31+01:00, 1",
    "2026-10-25T02:30+02:00[Europe/Berlin], 2026-10-25T02:30+01:00, 1",
    "2026-03-07T12:00[America/New_York], 2026-03-08T12:00-04:00, 1",
    "2026-03-01T23:59[Asia/Kolkata], 2026-03-01T18:30:00Z, 1",
  })
  void clocksThatChangeMakeNoDay(String due, String time, int days) throws LmsException {
    assertThat(at(rule(due, "1", 0, -1), time, 40).days()).isEqualTo(days);
  }

  @Test
  void losesNoMoreThanItHas() throws LmsException {
    LateRule points = rule("2026-03-01T12:00Z", "15", 0, 3);
    assertThat(at(points, "2026-03-03T12:00Z", 40)).isEqualTo(new LatePenalty(Kind.LATE, 2, 30));
    assertThat(at(points, "2026-03-04T12:00Z", 40).points()).isEqualTo(40);
    assertThat(at(points, "2026-03-04T12:01Z", 25.5))
        .isEqualTo(new LatePenalty(Kind.TOO_LATE, 4, 25.5));
    LateRule share = rule("2026-03-01T12:00Z", "10%", 0, -1);
    assertThat(at(share, "2026-03-03T11:00Z", 40).points()).isEqualTo(8);
    assertThat(at(share, "2031-03-03T11:00Z", 3).points()).isEqualTo(3);
    assertThat(at(share, "2026-03-01T12:00Z", 0)).isEqualTo(LatePenalty.NONE);
    assertThat(new FinalScore("a", false, 0, 3, 40, at(share, "2031-03-03T11:00Z", 3)).score())
        .isZero();
    LateRule none = rule("2026-03-01T12:00Z", "1", 0, 0);
    assertThat(at(none, "2026-03-01T12:01Z", 9).kind()).isEqualTo(Kind.TOO_LATE);
  }

  @Test
  void withoutATimeOnlyThePlatformKnows() throws LmsException {
    LateRule rule = rule("2026-03-01T12:00Z", "1", 0, -1);
    Optional<Instant> none = Optional.empty();
    assertThat(rule.penalty(none, false, false, 9, 40).kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(rule.penalty(none, true, true, 9, 40).kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(rule.penalty(none, false, true, 9, 40).kind()).isEqualTo(Kind.IN_TIME);
    assertThat(rule.penalty(none, true, true, 9, 40).points()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tomorrow",
        "2026-03-01",
        "2026-03-01T23:59",
        "2026-02-30T23:59Z",
        "2026-03-01T24:30Z",
        "2026-03-29T02:30[Europe/Berlin]",
        "2026-03-01T23:59[Europe/Nowhere]",
        "2026-07-01T23:59+01:00[Europe/Berlin]",
        "2026-03-01T23:59+19:00",
        "2026-03-01T23:59+01:00; rm"
      })
  void saysWhatIsNoDueTime(String text) {
    assertThatThrownBy(() -> Timestamps.due(text))
        .isInstanceOf(LmsException.class)
        .hasMessageEndingWith(".");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1 point", "101%", "1,5", "1e3", "NaN", "1%%"})
  void saysWhatIsNoPenalty(String text) {
    assertThatThrownBy(() -> Cost.parse(text)).isInstanceOf(LmsException.class);
  }

  @Test
  void readsTimesAsNbgraderWritesThem() {
    for (String text :
        List.of(
            "2015-02-02 15:58:23.948203 UTC",
            "2015-02-02 15:58:23.948203",
            "2015-02-02 10:58:23.948203 America/New_York",
            "2015-02-02 16:58:23.948203 +0100",
            "2015-02-02T16:58:23.948203 CET")) {
      assertThat(Timestamps.parse(text, ZoneOffset.UTC))
          .as(text)
          .contains(Instant.parse("2015-02-02T15:58:23.948203Z"));
    }
  }

  @Test
  void readsATableOfTimes() throws LmsException {
    List<Delivery> deliveries =
        List.of(
            Delivery.named("Ada Byron_12_assignsubmission_file_"),
            Delivery.named("Bo Ek_13_assignsubmission_file_"),
            Delivery.named("Bo Ek_14_assignsubmission_file_"),
            Delivery.named("cleo"));
    String csv =
        "\ufeffTime;Student;Note\r\n2026-03-01 10:00;12;x\r\n2026-03-01 12:00;ada byron;\r\n"
            + ";;\r\n\"2026-03-02T00:00Z\";cleo;\r\n2026-03-02T00:00Z;Bo Ek;\r\n2026-03-02T00:00Z;dan;";
    SubmissionTimes.Read read =
        SubmissionTimes.parse(
            "times.csv",
            csv.getBytes(StandardCharsets.UTF_8),
            deliveries,
            ZoneId.of("Europe/Berlin"));
    assertThat(read.byName())
        .isEqualTo(
            Map.of(
                "Ada Byron_12_assignsubmission_file_", Instant.parse("2026-03-01T11:00:00Z"),
                "cleo", Instant.parse("2026-03-02T00:00:00Z")));
    assertThat(read.unknown()).containsExactly("Bo Ek", "dan");
    for (String wrong :
        List.of("", "name,time\n", "student,time\nada,noon\n", "student,time\n\"a")) {
      byte[] bytes = wrong.getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> SubmissionTimes.parse("t", bytes, deliveries, ZoneOffset.UTC))
          .isInstanceOf(LmsException.class)
          .hasMessageEndingWith(".");
    }
  }

  @Test
  void readsTimesFromMoodlesWorksheet() throws LmsException {
    String csv =
        """
        Identifier,"Full name",Grade,"Last modified (submission)"
        "Participant 12","Ada Byron",,"Sunday, 1 March 2026, 11:05 PM"
        "Participant 13","Bo Ek",,"Sunday, March 29, 2026, 12:30 am"
        "Participant 14","Cleo Cox",,-
        """;
    SubmissionTimes.Read read =
        SubmissionTimes.parse(
            "worksheet.csv",
            csv.getBytes(StandardCharsets.UTF_8),
            List.of(
                Delivery.named("Ada Byron_12_assignsubmission_file_"),
                Delivery.named("Bo Ek_13_assignsubmission_file")),
            ZoneId.of("Europe/Berlin"));
    assertThat(read.byName())
        .isEqualTo(
            Map.of(
                "Ada Byron_12_assignsubmission_file_", Instant.parse("2026-03-01T22:05:00Z"),
                "Bo Ek_13_assignsubmission_file", Instant.parse("2026-03-28T23:30:00Z")));
    assertThat(read.unknown()).isEmpty();
  }
}
