package oomlab.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("oomlab");

  @Test
  void reportIsPure() {
    noClasses()
        .that()
        .resideInAPackage("oomlab.report")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "oomlab.report",
            "oomlab.internal.text",
            "java.lang..",
            "java.util..",
            "java.math..",
            "java.nio.charset..",
            "java.time..",
            "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void explainIsPureAndKnowsOnlyReports() {
    noClasses()
        .that()
        .resideInAPackage("oomlab.explain")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "oomlab.explain", "oomlab.report", "java.lang..", "java.util..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void fieldsAreWordsAndNothingElse() {
    noClasses()
        .that()
        .resideInAPackage("oomlab.field")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "oomlab.field",
            "java.lang..",
            "java.util..",
            "java.io",
            "java.nio.charset",
            "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void notebookFilesAreJsonAndNothingElse() {
    noClasses()
        .that()
        .resideInAPackage("oomlab.ipynb")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "oomlab.ipynb",
            "tools.jackson..",
            "java.lang..",
            "java.util..",
            "java.math..",
            "java.nio",
            "java.nio.charset..",
            "java.security..",
            "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void kernelKnowsNothingOfTheProject() {
    noClasses()
        .that()
        .resideInAPackage("oomlab.kernel")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "oomlab",
            "oomlab.report",
            "oomlab.explain",
            "oomlab.field",
            "oomlab.proc",
            "oomlab.klog",
            "oomlab.posix",
            "oomlab.child",
            "oomlab.cgroup",
            "oomlab.guest",
            "oomlab.frame",
            "oomlab.chart",
            "oomlab.notebook",
            "oomlab.check",
            "oomlab.graded",
            "oomlab.handin",
            "oomlab.json",
            "oomlab.book",
            "oomlab.ipynb",
            "oomlab.assign",
            "oomlab.exam",
            "oomlab.cli")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void childNeedsNothingOfTheProject() {
    noClasses()
        .that()
        .resideInAPackage("oomlab.child")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("oomlab.child", "java..", "com.sun.jna..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void guestsKnowNothingOfWhatShowsThem() {
    noClasses()
        .that()
        .resideInAPackage("oomlab.guest")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "oomlab.frame",
            "oomlab.chart",
            "oomlab.notebook",
            "oomlab.book",
            "oomlab.cli",
            "oomlab.kernel")
        .check(CLASSES);
  }

  @Test
  void checksKnowNothingOfWhatShowsThem() {
    noClasses()
        .that()
        .resideInAPackage("oomlab.check")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "oomlab.frame",
            "oomlab.chart",
            "oomlab.notebook",
            "oomlab.book",
            "oomlab.cli",
            "oomlab.kernel",
            "java.io..",
            "java.nio.file..")
        .check(CLASSES);
  }

  /** What a handed-in run is held against is in the run; one class reads it, one a list of ours. */
  @Test
  void handInsAreExaminedWithoutLookingAround() {
    noClasses()
        .that()
        .resideInAPackage("oomlab.handin")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "oomlab.frame",
            "oomlab.chart",
            "oomlab.notebook",
            "oomlab.book",
            "oomlab.cli",
            "oomlab.cgroup",
            "oomlab.json",
            "oomlab.kernel")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("oomlab.handin")
        .and()
        .doNotHaveSimpleName("HandIns")
        .and()
        .doNotHaveSimpleName("BookRuns")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.io..", "java.nio.file..")
        .check(CLASSES);
  }

  @Test
  void gradedNotebooksReadNoFiles() {
    noClasses()
        .that()
        .resideInAPackage("oomlab.graded")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "oomlab.frame",
            "oomlab.chart",
            "oomlab.notebook",
            "oomlab.book",
            "oomlab.cli",
            "oomlab.kernel",
            "java.nio.file..")
        .check(CLASSES);
  }

  @Test
  void examsKnowNothingOfWhatIsExamined() {
    noClasses()
        .that()
        .resideInAPackage("oomlab.exam")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "oomlab.frame",
            "oomlab.chart",
            "oomlab.notebook",
            "oomlab.book",
            "oomlab.cli",
            "oomlab.check",
            "oomlab.explain",
            "oomlab.guest")
        .check(CLASSES);
  }

  @Test
  void gradesKnowNothingOfWhatPrints() {
    noClasses()
        .that()
        .resideInAPackage("oomlab.grade")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("oomlab.cli", "oomlab.notebook", "oomlab.frame", "oomlab.chart")
        .check(CLASSES);
  }

  @Test
  void eachLibraryHasOneImporter() {
    only("tech.tablesaw..", "oomlab.frame", "oomlab.notebook");
    only("org.knowm.xchart..", "oomlab.chart");
    only(
        "tools.jackson..",
        "oomlab.json",
        "oomlab.book",
        "oomlab.ipynb",
        "oomlab.assign",
        "oomlab.grade",
        "oomlab.exam");
    only("picocli..", "oomlab.cli");
    only("org.dflib.jjava..", "oomlab.kernel");
    only("com.sun.jna..", "oomlab.posix", "oomlab.child");
    only("org.zeromq..", "oomlab.kernel");
    only("com.google.gson..", "oomlab.kernel");
  }

  private static void only(String library, String... importers) {
    noClasses()
        .that()
        .resideOutsideOfPackages(importers)
        .and()
        .resideInAPackage("oomlab..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }
}
