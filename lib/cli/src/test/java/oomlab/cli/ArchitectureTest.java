package oomlab.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What Maven's modules cannot say about the packages of all of them. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("oomlab");

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
  void questionsAndVariantsKnowNeitherFilesNorWhatShowsThem() {
    noClasses()
        .that()
        .resideInAnyPackage("oomlab.check", "oomlab.graded")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "oomlab.notebook", "oomlab.book", "oomlab.table", "oomlab.chart", "java.nio.file..")
        .check(CLASSES);
  }

  /** What a handed-in run is held against is in the run; one class reads it, one a list of ours. */
  @Test
  void handInsAreExaminedWithoutReadingFiles() {
    noClasses()
        .that()
        .resideInAPackage("oomlab.handin")
        .and()
        .haveNameNotMatching(".*\\.(HandIns|HandedInFiles|BookRuns)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("oomlab.notebook", "oomlab.book", "java.io..", "java.nio.file..")
        .check(CLASSES);
  }

  @Test
  void sandboxKnowsNothingOfWhatRunsInIt() {
    noClasses()
        .that()
        .resideInAPackage("oomlab.sandbox")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "oomlab.notebook", "oomlab.check", "oomlab.ipynb", "oomlab.assign", "oomlab.grade")
        .check(CLASSES);
  }

  /** The Java kernel takes no more of the library than the translations of what it says. */
  @Test
  void kernelKnowsNothingOfTheLibraryButItsLanguages() {
    noClasses()
        .that()
        .resideInAPackage("oomlab.kernel")
        .should()
        .dependOnClassesThat(
            resideInAPackage("oomlab..")
                .and(not(resideInAnyPackage("oomlab.kernel", "oomlab.internal.text"))))
        .check(CLASSES);
  }

  @Test
  void eachLibraryHasItsImporters() {
    importers(
        "tech.tablesaw..",
        "oomlab.table",
        "oomlab.internal.table",
        "oomlab.notebook",
        "oomlab.check",
        "oomlab.trusted");
    importers("org.objectweb.asm..", "oomlab.trusted");
    importers(
        "tools.jackson..",
        "oomlab.internal.runfile",
        "oomlab.internal.klog",
        "oomlab.book",
        "oomlab.ipynb",
        "oomlab.assign",
        "oomlab.grade",
        "oomlab.sandbox",
        "oomlab.cli");
    importers("picocli..", "oomlab.cli");
    importers("org.teavm..", "oomlab.page");
    for (String library : new String[] {"org.dflib.jjava..", "org.zeromq..", "com.google.gson.."}) {
      importers(library, "oomlab.kernel");
    }
  }

  @Test
  void noSimpleNameStandsForTwoTypes() {
    Map<String, Long> count =
        CLASSES.stream()
            .filter(JavaClass::isTopLevelClass)
            .map(JavaClass::getSimpleName)
            .filter(name -> !name.equals("package-info"))
            .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
    count.values().removeIf(times -> times == 1);
    assertThat(count).isEmpty();
  }

  private static void importers(String library, String... importers) {
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
