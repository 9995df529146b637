package oomlab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import oomlab.book.Jupyter;
import oomlab.book.Kernelspec;
import oomlab.book.Project;
import oomlab.book.PythonInstallation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** Kernelspecs in a reader's home, and what a Jupyter server sees of them and of the project's. */
@Timeout(120)
class KernelOptionTest {
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path dir;

  private Project project = new Project(Path.of(""));
  private PythonInstallation python = new PythonInstallation(Path.of(""), Path.of(""), "");

  @Command
  private static final class Asked {
    @Mixin private KernelOption kernel = new KernelOption();
  }

  @BeforeEach
  void makeProject() throws IOException {
    project = new Project(Files.createDirectories(dir.resolve("a project")));
    python = new PythonInstallation(dir.resolve("p/bin/python3"), dir.resolve("p"), "");
    Files.createDirectories(project.state().resolve("tmp"));
    // Its time is asked for; a kernel's class-data archive cannot be made of it.
    Files.createDirectories(project.commands().getParent());
    Files.createFile(project.commands());
  }

  @Test
  void builtInOneAloneNeedsNoOther() throws Exception {
    assertThat(menu()).containsExactly(Map.entry("java", "Java"));
  }

  @Test
  void readersOwnJavaStaysInTheMenu() throws Exception {
    own("java", "IJava", "ijava-1.4.0.jar");
    assertThat(menu()).containsOnly(Map.entry("java", "Java"), Map.entry("ijava", "IJava"));
  }

  @Test
  void twoOfOneLookAreToldApart() throws Exception {
    own("java", "Java", "ijava-1.3.0.jar");
    own("ijava", "Mine", "other.jar");
    assertThat(menu())
        .containsOnly(
            Map.entry("java", "Java"),
            Map.entry("java-ijava", "Java (ijava)"),
            Map.entry("ijava", "Mine"));
  }

  @Test
  void chosenOneIsTheOneThatNotebooksAskFor() throws Exception {
    own("java", "Java (jjava)", "jjava.jar");
    for (String name : List.of("jjava", "JJava", "java")) {
      assertThat(menu("--kernel", name))
          .containsOnly(
              Map.entry("java", "Java (jjava)"), Map.entry("built-in", "Java (built in)"));
    }
  }

  @Test
  void ofAnEarlierMenuNothingIsLeft() throws Exception {
    own("java", "IJava", "ijava-1.4.0.jar");
    menu();
    Files.delete(dir.resolve("home/.local/share/jupyter/kernels/java/kernel.json"));
    assertThat(menu()).containsExactly(Map.entry("java", "Java"));
  }

  @Test
  void executesOnACopy() throws Exception {
    own("java", "Java (jjava)", "jjava.jar");
    Kernelspec copy =
        CommandLine.populateCommand(new Asked(), "--kernel=jjava")
            .kernel
            .toExecute(project, environment(), jupyter(), python);
    assertThat(copy.folder()).startsWithRaw(project.root().resolve("target/borrowed"));
    assertThat(Files.readString(copy.folder().resolve("kernel.json"))).contains("jjava.jar");
  }

  @Test
  void refusesWhatIsNotThere() throws IOException {
    own("lisp", "Old Lisp", "lisp");
    assertThatThrownBy(() -> menu("--kernel", "ijava"))
        .isInstanceOf(ParameterException.class)
        .hasMessageStartingWith("--kernel ijava: Jupyter knows no such kernel; it knows lisp")
        .hasMessageEndingWith(", and jjava can be fetched.");
  }

  /** Returns the kernels that a server would show, with what it calls them. */
  private Map<String, String> menu(String... arguments) throws Exception {
    Path path =
        CommandLine.populateCommand(new Asked(), arguments)
            .kernel
            .menu(project, environment(), jupyter(), python);
    Map<String, String> shown = new TreeMap<>();
    Kernelspec.list(List.of(path, Kernelspec.searchPath(environment(), Optional.of(python)).get(0)))
        .forEach((name, spec) -> shown.put(name, spec.displayName()));
    return shown;
  }

  private Map<String, String> environment() {
    return Map.of("HOME", dir.resolve("home").toString(), "PATH", dir.toString());
  }

  private Jupyter jupyter() {
    return Jupyter.on(project, environment(), new PrintStream(new ByteArrayOutputStream()));
  }

  private void own(String name, String shown, String jar) throws IOException {
    Path folder =
        Files.createDirectories(dir.resolve("home/.local/share/jupyter/kernels").resolve(name));
    Files.writeString(
        folder.resolve("kernel.json"),
        "{\"argv\":[\"java\",\"-jar\",\"{resource_dir}/"
            + jar
            + "\"],\"display_name\":\""
            + shown
            + "\",\"language\":\""
            + (jar.equals("lisp") ? "lisp" : "java")
            + "\"}");
  }
}
