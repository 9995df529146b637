package oomlab.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oomlab.cli.BuiltInKernel;
import oomlab.testing.Needs;
import tools.jackson.databind.json.JsonMapper;

/** A small copy of the project with a few short notebooks, executed on the built-in kernel. */
final class SmallBook {
  private static final JsonMapper JSON = new JsonMapper();

  private final Project project;

  private SmallBook(Project project) {
    this.project = project;
  }

  /** Makes the copy; jar, driver and recorded runs are links to the real ones. */
  static SmallBook in(Path root) throws IOException {
    Project project = new Project(root.toRealPath());
    Path jar =
        Path.of(System.getProperty("oomlab.jar", "target/oomlab-commands.jar")).toAbsolutePath();
    Needs.that(Files.isRegularFile(jar), jar + " is not there: mvn verify packages it");
    Files.createDirectories(root.resolve("target"));
    Files.createSymbolicLink(root.resolve("target/oomlab-commands.jar"), jar);
    Files.createSymbolicLink(root.resolve("target/oomlab.jar"), jar.resolveSibling("oomlab.jar"));
    Files.createDirectories(project.notebooks());
    Files.createDirectories(project.state().resolve("tmp"));
    Files.createDirectories(root.resolve("lib/workbook/src/main"));
    Files.createSymbolicLink(
        root.resolve("lib/workbook/src/main/python"),
        Path.of("lib/workbook/src/main/python").toAbsolutePath());
    Files.createSymbolicLink(
        project.notebooks().resolve("data"), Path.of("notebooks/data").toAbsolutePath());
    return new SmallBook(project);
  }

  Project project() {
    return project;
  }

  /** A cell of a notebook. */
  record Cell(String type, String id, String source, List<String> tags) {
    static Cell text(String id, String source) {
      return new Cell("markdown", id, source, List.of());
    }

    static Cell code(String id, String source) {
      return new Cell("code", id, source, List.of());
    }

    Cell tagged(String tag) {
      return new Cell(type, id, source, List.of(tag));
    }

    private Map<String, Object> json() {
      Map<String, Object> cell = new HashMap<>();
      cell.put("cell_type", type);
      cell.put("id", id);
      cell.put("metadata", tags.isEmpty() ? Map.of() : Map.of("tags", tags));
      cell.put("source", source);
      if (type.equals("code")) {
        cell.put("outputs", List.of());
        cell.put("execution_count", null);
      }
      return cell;
    }
  }

  /** Writes a notebook of a text and code cells. */
  void notebook(String name, String markdown, String... code) throws IOException {
    List<Cell> cells = new ArrayList<>(List.of(Cell.text("text", markdown)));
    for (String source : code) {
      cells.add(Cell.code("code-" + cells.size(), source));
    }
    notebook(name, cells);
  }

  void notebook(String name, List<Cell> cells) throws IOException {
    Map<String, Object> kernel = Map.of("name", "java", "display_name", "Java", "language", "java");
    Map<String, Object> notebook =
        Map.of(
            "cells",
            cells.stream().map(Cell::json).toList(),
            "metadata",
            Map.of("kernelspec", kernel),
            "nbformat",
            4,
            "nbformat_minor",
            5);
    Files.writeString(
        project.notebooks().resolve(name + ".ipynb"), JSON.writeValueAsString(notebook));
  }

  void translation(String language, String name, String text) throws IOException {
    Path file = project.notebooks().resolve(language).resolve(name + ".md");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  boolean execute(List<String> only, List<BookEvent> events) throws Exception {
    return execute(only, events, Optional.empty());
  }

  boolean execute(List<String> only, List<BookEvent> events, Optional<Path> browser)
      throws Exception {
    Map<String, String> environment = Book.environment(project, System.getenv());
    environment.put("OOMLAB_RECORDED", "1");
    Book book = Book.of(project, python(), environment);
    return browser
        .map(book::printedBy)
        .orElse(book)
        .execute(
            Notebooks.in(project.notebooks()).only(only),
            BuiltInKernel.write(project),
            2,
            100,
            events::add);
  }

  PythonInstallation python() {
    Optional<PythonInstallation> python =
        Jupyter.on(project, System.getenv(), System.out).find(PythonNeeds.BOOK);
    Needs.that(python.isPresent(), "no Python with nbclient and nbconvert");
    return python.orElseThrow();
  }

  Path page(String file) {
    return project.book().resolve(file);
  }

  String read(String file) throws IOException {
    return Files.readString(page(file));
  }
}
