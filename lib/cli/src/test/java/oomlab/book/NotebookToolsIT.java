package oomlab.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import oomlab.cli.BuiltInKernel;
import oomlab.testing.Links;
import oomlab.testing.TestPython;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tools that read and write notebooks leave the sources of all of them as they were, and
 * papermill runs a chapter with other settings.
 */
@Timeout(300)
class NotebookToolsIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Path NOTEBOOKS = Path.of("notebooks");

  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path root;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private Project project;

  @BeforeEach
  void copyNotebooks() throws IOException {
    project = SmallBook.in(root).project();
    for (Path notebook : originals()) {
      Path copy = copy(notebook);
      Files.createDirectories(copy.getParent());
      Files.copy(notebook, copy);
    }
  }

  @AfterEach
  void removeLinks() throws IOException {
    Links.removeUnder(root);
  }

  @Test
  void savingInJupyterChangesNoByte() throws Exception {
    run("jupyter-nbconvert", "--to", "notebook", "--inplace", copies(".ipynb"));
    for (Path notebook : originals()) {
      assertThat(copy(notebook)).hasSameBinaryContentAs(notebook);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"java:percent", "py:percent", "md", "md:myst"})
  void jupytextGivesBackWhatItWasGiven(String format) throws Exception {
    run("jupytext", "--quiet", "--to", format, copies(".ipynb"));
    String extension = "." + format.replaceFirst(":.*", "");
    run("jupytext", "--quiet", "--to", "ipynb", "--update", copies(extension));
    for (Path notebook : originals()) {
      JsonNode after = JSON.readTree(Files.readString(copy(notebook)));
      // What it notes of the other file's form.
      ((ObjectNode) after.get("metadata")).remove("jupytext");
      assertThat(after).as("%s", notebook).isEqualTo(JSON.readTree(Files.readString(notebook)));
    }
  }

  @Test
  void executingInPlaceAddsOutputsAlone() throws Exception {
    Path sheet = NOTEBOOKS.resolve("91-cheat-sheet.ipynb");
    BuiltInKernel.write(project);
    List<Path> executed = List.of(copy(sheet));
    run("jupyter-nbconvert", "--execute", "--to", "notebook", "--inplace", executed);
    assertThat(Files.readString(copy(sheet))).contains("\"output_type\": \"display_data\"");
    run("jupyter-nbconvert", "--clear-output", "--inplace", executed);
    assertThat(written(copy(sheet))).isEqualTo(written(sheet));
  }

  @Test
  void papermillRunsAChapterWithOtherSettings() throws Exception {
    BuiltInKernel.write(project);
    Path chapter = copy(NOTEBOOKS.resolve("01-kill-a-process.ipynb"));
    Path out = root.resolve("out.ipynb");
    List<String> settings = List.of("-p", "limit", "64M", "-p", "threads", "3");
    // It knows no Java; what it writes for C# is Java, too: var limit = "64M";
    List<String> plain = List.of("--language", ".net-csharp", "--no-progress-bar");
    run("papermill", plain, settings, "--cwd", project.notebooks(), chapter, out);
    JsonNode cells = JSON.readTree(Files.readString(out)).get("cells");
    String shown = cells.get(cellWith(cells, "show(experiment)")).get("outputs").toString();
    assertThat(shown).contains("64 MiB").containsPattern("threads +3\\b");
  }

  private static int cellWith(JsonNode cells, String code) {
    for (int i = 0; i < cells.size(); i++) {
      if (cells.get(i).get("source").toString().contains(code)) {
        return i;
      }
    }
    throw new AssertionError("no cell has " + code);
  }

  /** Returns the cells without what an execution notes in them: when it was. */
  private static JsonNode written(Path notebook) throws IOException {
    JsonNode cells = JSON.readTree(Files.readString(notebook)).get("cells");
    cells.forEach(cell -> ((ObjectNode) cell.get("metadata")).remove("execution"));
    return cells;
  }

  private static List<Path> originals() throws IOException {
    try (Stream<Path> files = Files.walk(NOTEBOOKS)) {
      return files
          .filter(file -> file.toString().endsWith(".ipynb"))
          .filter(file -> !file.toString().contains(".ipynb_checkpoints"))
          .sorted()
          .toList();
    }
  }

  private Path copy(Path notebook) {
    return project.notebooks().resolve(NOTEBOOKS.relativize(notebook));
  }

  private List<Path> copies(String extension) throws IOException {
    return originals().stream()
        .map(this::copy)
        .map(path -> Path.of(path.toString().replaceFirst("\\.ipynb$", extension)))
        .toList();
  }

  private void run(String program, Object... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(TestPython.program(program).toString()));
    for (Object argument : arguments) {
      List<?> each = argument instanceof List<?> files ? files : List.of(argument);
      each.forEach(one -> command.add(one.toString()));
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = new TreeMap<>(Book.environment(project, System.getenv()));
    environment.put("OOMLAB_RECORDED", "1");
    environment.put("JUPYTER_PATH", project.jupyterPath().toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
  }
}
