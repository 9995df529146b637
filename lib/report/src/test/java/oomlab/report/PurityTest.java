package oomlab.report;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

/** That text becomes records and sentences without input or output: it runs in a browser, too. */
class PurityTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("oomlab");

  @Test
  void reportIsPure() {
    only(
        "oomlab.report",
        "oomlab.report",
        "oomlab.internal.text",
        "java.lang..",
        "java.util..",
        "java.math..",
        "java.nio.charset..",
        "java.time..",
        "org.jspecify..");
  }

  @Test
  void explainIsPureAndKnowsOnlyReports() {
    only(
        "oomlab.explain",
        "oomlab.explain",
        "oomlab.report",
        "oomlab.internal.text",
        "java.lang..",
        "java.util..",
        "org.jspecify..");
  }

  /** Allows these packages and, for it is no output, bytes in memory. */
  private static void only(String packageName, String... allowed) {
    noClasses()
        .that()
        .resideInAPackage(packageName)
        .should()
        .dependOnClassesThat(
            resideOutsideOfPackages(allowed).and(not(equivalentTo(ByteArrayOutputStream.class))))
        .check(CLASSES);
  }
}
