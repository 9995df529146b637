package oomlab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import oomlab.book.Project;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestReportsTest {
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path target;

  @Test
  void everyModuleThatMavenBuildsIsSummedUp() throws Exception {
    List<String> built =
        Pattern.compile("<module>(.*?)</module>")
            .matcher(Files.readString(Path.of("pom.xml")))
            .results()
            .map(module -> module.group(1))
            .toList();
    assertThat(new Project(Path.of("")).modules().map(Path::toString))
        .hasSizeGreaterThan(5)
        .containsExactlyInAnyOrderElementsOf(built);
  }

  @Test
  void addsUpBothFoldersAndKeepsTheReasons() throws IOException {
    report(
        "surefire-reports/TEST-a.xml",
        "<testsuite><testcase name='a'/><testcase name='b'><failure message='x'/></testcase>"
            + "</testsuite>");
    report(
        "failsafe-reports/TEST-b.xml",
        "<testsuite><testcase name='c'><skipped message='no cgroup'/></testcase>"
            + "<testcase name='d'><error/></testcase><testcase name='e'><skipped/></testcase>"
            + "<testcase name='f'><skipped type='a.B'><![CDATA[a.B: Assumption failed: no log\n\tat a.C]]></skipped>"
            + "</testcase>"
            + "</testsuite>");
    TestReports reports = TestReports.read(List.of(target), 0);
    assertThat(reports.passed()).isEqualTo(1);
    assertThat(reports.failed()).isEqualTo(2);
    assertThat(reports.skipped()).isEqualTo(3);
    assertThat(reports.reasons())
        .containsOnly(entry("no cgroup", 1), entry("no log", 1), entry("no reason given", 1));
  }

  @Test
  void leavesOutReportsOfAnEarlierRun() throws IOException {
    Path old = report("surefire-reports/TEST-a.xml", "<testsuite><testcase/></testsuite>");
    long later = Files.getLastModifiedTime(old).toMillis() + 1000;
    assertThat(TestReports.read(List.of(target), later).passed()).isZero();
  }

  @Test
  void namesAReportThatCannotBeRead() throws IOException {
    report("surefire-reports/TEST-a.xml", "<testsuite>");
    assertThatThrownBy(() -> TestReports.read(List.of(target), 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("TEST-a.xml");
  }

  private Path report(String name, String xml) throws IOException {
    Path file = target.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, xml);
  }
}
