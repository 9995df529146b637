package oomlab.lms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import oomlab.lms.GradeTemplate.Filled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GradeTemplateTest {
  private static final List<String> TITLES =
      List.of("lab-oom", "Why did this process have to die?");

  private static FinalScore score(String name, double raw, double late) {
    LatePenalty penalty = new LatePenalty(LatePenalty.Kind.LATE, 1, late);
    return new FinalScore(name, false, 0, raw, 40, late == 0 ? LatePenalty.NONE : penalty);
  }

  private static Map<String, Delivery> deliveries(String... names) {
    Map<String, Delivery> all = new TreeMap<>();
    for (String each : names) {
      all.put(each, Delivery.named(each));
    }
    return all;
  }

  private static GradeTemplate template(LearningPlatform platform, String csv) throws LmsException {
    return GradeTemplate.read(
        "grades.csv", bytes(csv), platform, Optional.empty(), TITLES, 40, false);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static final String CANVAS =
      "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Lab OOM (777),Other (778),Final Score\r\n"
          + ",,,,,Manual Posting,,\r\n"
          + "    Points Possible,,,,,40.00,10.00,(read only)\r\n"
          + "\"Byron, Ada\",101,S1,ada,\"A; \"\"1\"\"\",,9.00,50\r\n"
          + "\"Ek, Bo\",102,S2,bo,B,3.00,8.00,40\r\n"
          + "\"Cox, Cleo\",103,S3,cleo,B,EX,8.00,40\r\n"
          + "\"=Day, Dan\",104,S4,dan,B,1.00,8.00,40\r\n"
          + "\"Student, Test\",199,,,B,,,\r\n";

  @Test
  void fillsACanvasGradebook() throws LmsException {
    Map<String, Delivery> deliveries =
        deliveries(
            "byronada_101_9_lab-oom",
            "ekbo_LATE_102_8_lab-oom",
            "coxcleo_103_7_lab-oom",
            "eveeve_105_6_lab-oom");
    List<FinalScore> scores =
        List.of(
            score("byronada_101_9_lab-oom", 29.125, 0),
            score("ekbo_LATE_102_8_lab-oom", 30, 2.5),
            score("coxcleo_103_7_lab-oom", 10, 0),
            score("eveeve_105_6_lab-oom", 11, 0));
    Filled filled = template(LearningPlatform.CANVAS, CANVAS).fill(deliveries, scores);
    assertThat(filled.rows()).isEqualTo(2);
    assertThat(filled.csv())
        .isEqualTo(
            CANVAS
                .replace("\"A; \"\"1\"\"\",,9.00", "\"A; \"\"1\"\"\",29.13,9.00")
                .replace("bo,B,3.00", "bo,B,27.5"));
    assertThat(filled.sentences())
        .containsExactly(
            "\"coxcleo_103_7_lab-oom\" is excused, or not among those who get the assignment: no"
                + " grade.",
            "\"eveeve_105_6_lab-oom\" has no row in grades.csv: no grade.");
  }

  @Test
  void findsStudentsOfFoldersByLoginOrName() throws LmsException {
    Map<String, Delivery> deliveries = deliveries("ada", "S2", "Cox Cleo", "104");
    List<FinalScore> scores = List.of(score("ada", 1, 0), score("S2", 2, 0), score("104", 4, 0));
    Filled filled = template(LearningPlatform.CANVAS, CANVAS).fill(deliveries, scores);
    assertThat(filled.csv()).contains("\",1,9.00").contains("bo,B,2,");
    assertThat(filled.sentences()).containsExactly("\"104\" has no row in grades.csv: no grade.");
  }

  @Test
  void leavesRowsThatAreNotOneStudents() throws LmsException {
    String twice = CANVAS + "\"Ek, Bo\",102,S9,bo2,C,,,\r\n";
    Map<String, Delivery> deliveries = deliveries("ekbo_102_8_lab-oom");
    Filled filled =
        template(LearningPlatform.CANVAS, twice)
            .fill(deliveries, List.of(score("ekbo_102_8_lab-oom", 5, 0)));
    assertThat(filled.csv()).isEqualTo(twice);
    assertThat(filled.sentences()).singleElement().asString().contains("2 rows");
  }

  private static final String MOODLE =
      "Identifier;\"Full name\";\"Email address\";Status;Grade;\"Maximum grade\";\"Grade can be"
          + " changed\";\"Last modified (submission)\";\"Last modified (grade)\";\"Feedback comments\"\n"
          + "\"Participant 12\";\"Ada Byron\";ada@uni.example;Submitted;;\"40,00\";Yes;-;-;\n"
          + "\"Participant 13\";\"Bo Ek\";bo@uni.example;Submitted;\"3,00\";\"40,00\";Yes;-;-;\"<p>My"
          + " own\nwords</p>\"\n"
          + "\"Participant 14\";\"Cleo Cox\";cleo@uni.example;Submitted;\"1,00\";\"40,00\";No;-;-;\n"
          + "\"Participant 15\";\"Dan Day\";dan@uni.example;-;;\"40,00\";Yes;-;-;";

  @Test
  void fillsAMoodleWorksheet() throws LmsException {
    String ada = "Ada Byron_12_assignsubmission_file_";
    String bo = "Bo Ek_13_assignsubmission_file_";
    String cleo = "Cleo Cox_14_assignsubmission_file_";
    Map<String, Delivery> deliveries = deliveries(ada, bo, cleo);
    Filled filled =
        template(LearningPlatform.MOODLE, MOODLE)
            .fill(deliveries, List.of(score(ada, 29.5, 1.25), score(bo, 40, 0), score(cleo, 5, 0)));
    assertThat(filled.csv())
        .isEqualTo(
            MOODLE
                .replace(
                    "ada@uni.example;Submitted;;\"40,00\";Yes;-;-;",
                    "ada@uni.example;Submitted;28,25;\"40,00\";Yes;-;-;\"29.5 of 40 points; 1 day late:"
                        + " 1.25 less\"")
                .replace("\"3,00\"", "\"40\""));
    assertThat(filled.sentences())
        .containsExactly(
            "\"" + cleo + "\" has a grade on the platform that cannot be changed: no grade.");
  }

  @Test
  void anIdOfAnotherAssignmentIsNotMadeUpForByAName() throws LmsException {
    String ada = "Ada Byron_99_assignsubmission_file_";
    Filled filled =
        template(LearningPlatform.MOODLE, MOODLE).fill(deliveries(ada), List.of(score(ada, 1, 0)));
    assertThat(filled.csv()).isEqualTo(MOODLE);
    Filled named =
        template(LearningPlatform.MOODLE, MOODLE)
            .fill(deliveries("dan"), List.of(score("dan", 1, 0)));
    assertThat(named.rows()).isEqualTo(1);
  }

  @Test
  void failedAndWaitingOnesAreSaid() throws LmsException {
    FinalScore failed = new FinalScore("dan", true, 0, 0, 0, LatePenalty.NONE);
    FinalScore waiting = new FinalScore("ada", false, 3, 20, 40, LatePenalty.NONE);
    Filled filled =
        template(LearningPlatform.MOODLE, MOODLE)
            .fill(deliveries("dan", "ada"), List.of(failed, waiting));
    assertThat(filled.rows()).isEqualTo(1);
    assertThat(filled.sentences())
        .containsExactly(
            "\"dan\" could not be graded: no grade.",
            "\"ada\" has a grade, but 3 of its answers wait for a person.");
  }

  @Test
  void saysWhatIsNoTemplate() {
    for (String wrong :
        List.of("", "a,b\n", "Student,ID,Section\n", "Student,ID,Section,X (1),Y (2)\n")) {
      assertThatThrownBy(() -> template(LearningPlatform.CANVAS, wrong))
          .isInstanceOf(LmsException.class)
          .hasMessageEndingWith(".");
    }
    assertThatThrownBy(() -> template(LearningPlatform.MOODLE, "Kennung;Bewertung\nT 1;\n"))
        .hasMessageContaining("--column: Kennung, Bewertung.");
    byte[] latin = "Identifier,Grade\nm\u00fc,\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(
            () ->
                GradeTemplate.read(
                    "g.csv", latin, LearningPlatform.MOODLE, Optional.empty(), TITLES, 40, false))
        .hasMessageContaining("UTF-8");
    assertThatThrownBy(
            () -> template(LearningPlatform.MOODLE, MOODLE.replace("\"40,00\"", "\"100,00\"")))
        .hasMessageContaining("a maximum of 100,00, the assignment one of 40");
  }

  @Test
  void scalesToAnotherMaximumIfAsked() throws LmsException {
    GradeTemplate template =
        GradeTemplate.read(
            "g.csv",
            bytes(MOODLE.replace("\"40,00\"", "\"100,00\"")),
            LearningPlatform.MOODLE,
            Optional.of("Grade"),
            TITLES,
            40,
            true);
    Filled filled = template.fill(deliveries("ada"), List.of(score("ada", 29, 0)));
    assertThat(filled.csv()).contains("Submitted;72,5;");
  }

  @Test
  void whatIsNotChangedStaysByteForByte() throws LmsException {
    for (String csv :
        List.of(
            "",
            "a",
            "a\n",
            "a,b\r\n",
            "\ufeffa;\"b;\"\"\n\"\"c\";\r\n;;\n\n\nx;y\r",
            "a\tb\nc\t\"d\"\n",
            "a,\"b\"c,d\"e\n")) {
      assertThat(CsvTable.parse("t", bytes(csv)).text()).isEqualTo(csv);
    }
  }

  @Test
  void feedbackGoesBackWhereItCameFrom(@TempDir Path folder) throws Exception {
    Path page = Files.writeString(folder.resolve("page.html"), "<p>Well done</p>");
    Map<String, Delivery> deliveries =
        deliveries(
            "Zoë B_1_assignsubmission_file_",
            "Bo Ek_2_assignsubmission_file",
            "ekbo_LATE_102_8_lab-oom",
            "anon_Xy1_9_lab-oom",
            "plain",
            "absent");
    Map<String, Path> pages = new TreeMap<>();
    deliveries.keySet().forEach(name -> pages.put(name, page));
    pages.put("absent", folder.resolve("nothing.html"));
    Path zip = folder.resolve("feedback.zip");
    assertThat(FeedbackZip.write(zip, deliveries.values(), pages, "lab-oom")).isEqualTo(5);
    try (ZipFile read = new ZipFile(zip.toFile())) {
      assertThat(read.stream().map(Object::toString))
          .containsExactly(
              "Bo Ek_2_assignsubmission_file/lab-oom-feedback.html",
              "Zoë B_1_assignsubmission_file_/lab-oom-feedback.html",
              "anon_Xy1_9_lab-oom.html",
              "ekbo_LATE_102_8_lab-oom.html",
              "plain/lab-oom-feedback.html");
    }
  }
}
