package oomlab.assign;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import oomlab.handin.HandIns;
import oomlab.handin.Received;
import oomlab.ipynb.Cell;
import oomlab.ipynb.Checksum;
import oomlab.ipynb.DelimitedRegion;
import oomlab.ipynb.NbgraderMetadata;
import oomlab.ipynb.NbgraderMetadata.Kind;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.SourceText;

/** Whether a student's notebook can be handed in, as far as it shows without being run. */
public final class Readiness {
  private static final Pattern BLANK = Pattern.compile("[\\s.…?_]*");

  private final Notebook notebook;
  private final List<Line> lines = new ArrayList<>();

  /**
   * One thing that was looked at.
   *
   * @param ready whether it is as it should be
   */
  public record Line(boolean ready, String text) {
    /** Keeps a stranger's control characters off the terminal. */
    public Line {
      text = text.replaceAll("\\p{Cc}", "?");
    }

    @Override
    public String toString() {
      return (ready ? "ok       " : "missing  ") + text;
    }
  }

  private Readiness(Notebook notebook) {
    this.notebook = notebook;
  }

  /**
   * Looks at a notebook.
   *
   * @param release the notebook as students get it; without it a deleted cell is not seen
   * @param folder where the notebook lies, for the run that is handed in with it
   */
  public static List<Line> of(Notebook notebook, Optional<Notebook> release, Path folder) {
    Readiness readiness = new Readiness(notebook);
    readiness.look(release, folder);
    return List.copyOf(readiness.lines);
  }

  private void look(Optional<Notebook> release, Path folder) {
    long marked = notebook.cells().stream().filter(CheckMetadata::named).count();
    if (marked == 0) {
      missing("this is no assignment: no cell is marked for grading");
      return;
    }
    if (secret(notebook)) {
      missing("this is the source with the solutions, not what students get");
      return;
    }
    ready("the notebook can be read, and has %d cells of the assignment".formatted(marked));
    duplicates();
    Map<String, Cell> originals = new HashMap<>();
    release.ifPresent(
        r ->
            r.cells().stream()
                .filter(CheckMetadata::named)
                .forEach(cell -> originals.put(cell.gradeId(), cell)));
    release.ifPresent(this::absent);
    changed(originals);
    forbidden(release.orElse(notebook));
    studentId();
    run(folder);
    answers();
  }

  private static boolean secret(Notebook notebook) {
    return notebook.cells().stream()
        .anyMatch(
            cell ->
                CheckMetadata.named(cell)
                    && cell.nbgrader().flatMap(NbgraderMetadata::checksum).isEmpty()
                    && (DelimitedRegion.SOLUTION.isIn(cell.source())
                        || DelimitedRegion.HIDDEN_TESTS.isIn(cell.source())));
  }

  private void duplicates() {
    Map<String, Integer> numbers = new HashMap<>();
    int number = 0;
    for (Cell cell : notebook.cells()) {
      number++;
      if (CheckMetadata.named(cell)) {
        Integer first = numbers.put(cell.gradeId(), number);
        if (cell.gradeId().isEmpty()) {
          missing(
              "cell %d has lost its grade_id: copy it from a fresh notebook, with Copy Cell"
                  .formatted(number));
        } else if (first != null) {
          missing(
              "%s is there twice, as cells %d and %d: delete the one that you do not mean"
                  .formatted(cell.gradeId(), first, number));
        }
      }
    }
  }

  private void absent(Notebook release) {
    int before = lines.size();
    for (Cell cell : release.cells()) {
      if (CheckMetadata.named(cell)
          && notebook.cells().stream().noneMatch(c -> c.gradeId().equals(cell.gradeId()))) {
        missing(
            "%s, %s, was deleted: copy it from a fresh notebook, with Copy Cell"
                .formatted(cell.gradeId(), words(cell.kind())));
      }
    }
    if (lines.size() == before) {
      ready("no cell of the assignment was deleted");
    }
  }

  private void changed(Map<String, Cell> originals) {
    int before = lines.size();
    for (Cell cell : notebook.cells()) {
      if (!CheckMetadata.named(cell)) {
        continue;
      }
      NbgraderMetadata nbgrader =
          originals.getOrDefault(cell.gradeId(), cell).nbgrader().orElseThrow();
      boolean same =
          nbgrader.checksum().isPresent()
              && cell.nbgrader().filter(Readiness::complete).isPresent()
              && texts(cell, originals).stream()
                  .map(text -> Checksum.of(cell.withSource(text)))
                  .anyMatch(nbgrader.checksum().get()::equals);
      if (!nbgrader.cellType().orElse(cell.type().word()).equals(cell.type().word())) {
        missing(
            "%s was turned into a %s cell; turn it back into %s"
                .formatted(cell.gradeId(), cell.type().word(), nbgrader.cellType().orElse("")));
      } else if (nbgrader.isLocked() && !same) {
        missing(
            "%s, %s, was changed: what counts is the original"
                .formatted(cell.gradeId(), words(cell.kind())));
      }
    }
    if (lines.size() == before) {
      ready("no test and no text of the assignment was changed");
    }
  }

  /** Returns what the text may have been before an editor changed its line ends or blanks. */
  private static List<String> texts(Cell cell, Map<String, Cell> originals) {
    String text = cell.source();
    String original = originals.getOrDefault(cell.gradeId(), cell).source();
    if (!SourceText.same(text, original)) {
      return List.of(text);
    }
    String plain = SourceText.plain(text);
    return List.of(original, SourceText.unixLines(text), plain, plain + "\n", plain + "\n\n");
  }

  private void forbidden(Notebook asking) {
    List<Cell> own =
        notebook.cells().stream()
            .filter(cell -> cell.nbgrader().filter(NbgraderMetadata::isLocked).isEmpty())
            .toList();
    for (ForbiddenUse use : ForbiddenUse.find(asking.metadata(), own)) {
      String where = use.gradeId().isEmpty() ? "a cell of your own" : use.gradeId();
      missing(where + ": " + use.sentence());
    }
  }

  private static boolean complete(NbgraderMetadata nbgrader) {
    return !nbgrader.grade() || nbgrader.points().isPresent();
  }

  private void studentId() {
    String variable = StudentId.variable(notebook.metadata()).orElse("studentId");
    boolean asked =
        notebook.cells().stream()
            .anyMatch(c -> c.type() == Cell.Type.CODE && c.source().contains(variable));
    Optional<String> id = StudentId.in(notebook.cells(), variable);
    if (!asked) {
      return;
    }
    if (id.filter(i -> !BLANK.matcher(i).matches()).isEmpty()) {
      missing("your student id is not there, as in  String %s = \"s1234567\";".formatted(variable));
    } else {
      ready("your student id is " + id.get());
    }
  }

  private void run(Path folder) {
    boolean asked =
        notebook.cells().stream()
            .map(Cell::source)
            .anyMatch(source -> source.contains("handIn(") || source.contains("runs/hand-in"));
    if (!asked) {
      return;
    }
    String run = notebook.metadata().path("oomlab").path("run").asString("runs/hand-in");
    Received received = HandIns.read(folder.resolve(run));
    if (received instanceof Received.Bundle) {
      ready("your run lies in %s; hand in the folder, too".formatted(run));
    } else if (!Files.isDirectory(folder.resolve(run))) {
      missing(
          "your run is not there: the cell with handIn makes %s beside the notebook"
              .formatted(run));
    } else {
      missing("your run cannot be read: " + ((Received.Broken) received).finding().sentence());
    }
  }

  private void answers() {
    int done = 0;
    for (Cell cell : notebook.cells()) {
      if (cell.kind() != Kind.ANSWER && cell.kind() != Kind.MANUAL) {
        continue;
      }
      if (stub(cell)) {
        missing("%s is not done yet".formatted(cell.gradeId()));
      } else {
        done++;
      }
    }
    ready("answers: %d done".formatted(done));
  }

  private static boolean stub(Cell cell) {
    String stub =
        cell.type() == Cell.Type.CODE ? ClearSolutions.JAVA_STUB : ClearSolutions.TEXT_STUB;
    String last = stub.substring(stub.lastIndexOf('\n') + 1);
    return Checksum.fits(cell)
        || cell.source().isBlank()
        || cell.source().lines().anyMatch(line -> line.strip().equals(last));
  }

  private static String words(Kind kind) {
    return switch (kind) {
      case ANSWER, MANUAL -> "an answer";
      case TESTS -> "a test";
      case TASK -> "a task";
      case READ_ONLY, NONE -> "a part of the text";
    };
  }

  private void ready(String text) {
    lines.add(new Line(true, text));
  }

  private void missing(String text) {
    lines.add(new Line(false, text));
  }
}
