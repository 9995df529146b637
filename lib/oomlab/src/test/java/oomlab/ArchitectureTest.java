package oomlab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.properties.HasModifiers;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What Maven's modules cannot say about the packages of the library. */
class ArchitectureTest {
  private static final String INTERNAL = "oomlab.internal";
  private static final int MOST_PUBLIC_TYPES = 30;

  /** What a run is made of is handed out as it is. */
  private static final Set<String> PARTS_OF_A_RUN = Set.of("Recording", "LogRecord", "WaitStatus");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("oomlab");

  @Test
  void childNeedsLittleBesideItself() {
    noClasses()
        .that()
        .resideInAPackage("oomlab.internal.child")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "oomlab.internal.child", "oomlab", "java..", "com.sun.jna..", "org.jspecify..")
        .check(CLASSES);
    Set<String> used = new TreeSet<>();
    CLASSES.stream()
        .filter(each -> each.getPackageName().equals("oomlab.internal.child"))
        .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
        .map(dependency -> dependency.getTargetClass())
        .filter(target -> target.getPackageName().equals("oomlab"))
        .forEach(target -> used.add(target.getSimpleName()));
    assertThat(used).containsExactly("Touch");
  }

  @Test
  void eachLibraryHasItsImporters() {
    importers("tech.tablesaw..", "oomlab.table", "oomlab.internal.table");
    importers("org.knowm.xchart..", "oomlab.chart");
    importers("tools.jackson..", "oomlab.internal.runfile", "oomlab.internal.klog");
    importers("com.sun.jna..", "oomlab.internal.posix", "oomlab.internal.child");
  }

  @Test
  void hasFewPublicTypes() {
    List<String> types =
        api().stream().filter(JavaClass::isTopLevelClass).map(JavaClass::getName).sorted().toList();
    assertThat(types).hasSizeLessThanOrEqualTo(MOST_PUBLIC_TYPES);
  }

  @Test
  void publicSignaturesExposeNothingInternal() {
    Set<String> exposed = new TreeSet<>();
    for (JavaClass each : api()) {
      each.getFields().stream()
          .filter(ArchitectureTest::visible)
          .forEach(field -> note(exposed, field.getFullName(), List.of(field.getType())));
      for (JavaCodeUnit member : each.getCodeUnits()) {
        if (visible(member)) {
          List<JavaType> types = new ArrayList<>(member.getParameterTypes());
          types.add(member.getReturnType());
          note(exposed, member.getFullName(), types);
        }
      }
    }
    assertThat(exposed).isEmpty();
  }

  private static void note(Set<String> exposed, String member, List<JavaType> types) {
    types.stream()
        .flatMap(type -> type.getAllInvolvedRawTypes().stream())
        .filter(raw -> raw.getPackageName().startsWith(INTERNAL))
        .filter(raw -> !PARTS_OF_A_RUN.contains(raw.getSimpleName()))
        .forEach(raw -> exposed.add(member + ": " + raw.getSimpleName()));
  }

  private static List<JavaClass> api() {
    return CLASSES.stream()
        .filter(each -> !each.getPackageName().startsWith(INTERNAL))
        .filter(ArchitectureTest::reachable)
        .toList();
  }

  private static boolean reachable(JavaClass type) {
    return visible(type) && type.getEnclosingClass().map(ArchitectureTest::reachable).orElse(true);
  }

  private static boolean visible(HasModifiers member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC);
  }

  private static void importers(String library, String... importers) {
    noClasses()
        .that()
        .resideOutsideOfPackages(importers)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }
}
