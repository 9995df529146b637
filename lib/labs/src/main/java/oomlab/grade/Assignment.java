package oomlab.grade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import oomlab.assign.LabTranslation;
import oomlab.assign.Release;
import oomlab.assign.SourceCells;
import oomlab.internal.text.Language;
import oomlab.ipynb.Cell;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookException;
import oomlab.ipynb.NotebookLimits;
import oomlab.trusted.SourceCell;

/**
 * An assignment as its instructor has it.
 *
 * @param name the notebook's name without {@code .ipynb}
 * @param folder where its other files lie
 * @param source with solutions, hidden tests and mark schemes
 * @param prepared with cleared answers, whole tests and checksums, as nbgrader keeps it
 * @param released as it was handed out
 * @param translations its text in other languages, by which it may have been handed out, too
 */
public record Assignment(
    String name,
    Path folder,
    Notebook source,
    Notebook prepared,
    Notebook released,
    List<LabTranslation> translations) {
  private static final NotebookLimits OWN = NotebookLimits.SUBMISSION;

  /**
   * Reads one.
   *
   * @param source its notebook, or the folder that holds it and no other
   * @throws IllegalArgumentException in one sentence, if it is no assignment
   */
  public static Assignment read(Path source) throws IOException {
    Path file = Files.isDirectory(source) ? only(source) : source;
    if (!Files.isRegularFile(file) || !file.toString().endsWith(".ipynb")) {
      throw new IllegalArgumentException(source + " is no notebook; name the assignment's source");
    }
    try {
      Notebook notebook = Notebook.parse(Files.readAllBytes(file), OWN);
      if (!notebook.language().equalsIgnoreCase("java")) {
        throw new IllegalArgumentException(
            file + " is not written in Java: its kernelspec must name the language java");
      }
      Assignment read =
          new Assignment(
              stem(file),
              Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/")),
              notebook,
              Release.prepared(notebook),
              Release.student(notebook),
              translations(file));
      if (read.graded().isEmpty()) {
        throw new IllegalArgumentException(
            file + " has no cell that gives points; see ./oomlab assign " + file + " --lint");
      }
      return read;
    } catch (NotebookException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static List<LabTranslation> translations(Path file) throws IOException {
    List<LabTranslation> all = new ArrayList<>();
    for (Language language : Language.values()) {
      LabTranslation.find(file, language).ifPresent(all::add);
    }
    return List.copyOf(all);
  }

  /**
   * Returns the assignment in the language that a submission of it says it is in; where there is no
   * such translation, as it is.
   */
  Assignment in(Notebook submission) throws NotebookException {
    Optional<LabTranslation> translation =
        LabTranslation.language(submission)
            .flatMap(l -> translations.stream().filter(t -> t.language() == l).findFirst());
    if (translation.isEmpty()) {
      return this;
    }
    Notebook translated = translation.get().apply(source);
    return new Assignment(
        name,
        folder,
        translated,
        Release.prepared(translated),
        Release.student(translated),
        List.of());
  }

  private static Path only(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> notebooks =
          files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
      if (notebooks.size() != 1) {
        throw new IllegalArgumentException(
            "%s holds %d notebooks; name one".formatted(folder, notebooks.size()));
      }
      return notebooks.get(0);
    }
  }

  static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.length() - ".ipynb".length());
  }

  /** Returns what to call it on a page: its title, or else its name. */
  public String title() {
    return source.metadata().path("title").asString(name);
  }

  /** Returns the cells that give points, in their order. */
  public List<Cell> graded() {
    return prepared.cells().stream()
        .filter(
            cell ->
                switch (cell.kind()) {
                  case TESTS, MANUAL, TASK -> true;
                  default -> false;
                })
        .toList();
  }

  /** Returns the packages that students' code does not get while it is graded. */
  public List<String> withheld() {
    return SourceCells.withheld(source);
  }

  /** Returns the code cells of the source, by which its tests run. */
  List<SourceCell> sourceCells() {
    return SourceCells.of(source);
  }
}
