package oomlab.assign;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import oomlab.handin.HandIns;
import oomlab.handin.Received;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Retelling;
import oomlab.ipynb.Cell;
import oomlab.ipynb.Checksum;
import oomlab.ipynb.DelimitedRegion;
import oomlab.ipynb.NbgraderMetadata;
import oomlab.ipynb.NbgraderMetadata.Kind;
import oomlab.ipynb.Notebook;

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

    private String in(Retelling retelling) {
      return retelling.translated(ready ? later("ok       ") : later("missing  ")) + text;
    }

    @Override
    public String toString() {
      return (ready ? words("ok       ") : words("missing  ")) + text;
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

  /** Returns the line for a test that was run. */
  public static Line of(TestResult result) {
    return new Line(
        result.passed(),
        result.passed()
            ? words("%s passes", result.gradeId())
            : words("%s fails: %s", result.gradeId(), result.why()));
  }

  /**
   * Returns all lines and one that sums them up, in the language that the notebook says it is in.
   */
  public static List<String> inItsLanguage(List<Line> lines, Notebook notebook) {
    Retelling retelling =
        Retelling.of(LabTranslation.language(notebook).map(Catalog::of).orElse(Catalog.ENGLISH));
    List<String> said = new ArrayList<>();
    for (Line line : lines) {
      said.add(new Line(line.ready(), retelling.of(line.text())).in(retelling));
    }
    long missing = lines.stream().filter(line -> !line.ready()).count();
    said.add(
        retelling.of(
            missing == 0
                ? words("Ready to hand in.")
                : missing == 1
                    ? words("Not ready: one thing is missing.")
                    : words("Not ready: %d things are missing.", missing)));
    return said;
  }

  private void look(Optional<Notebook> release, Path folder) {
    long marked = notebook.cells().stream().filter(CheckMetadata::named).count();
    if (marked == 0) {
      missing(
          words(
              "this is no assignment: no cell is marked for grading; if it was one, copy your"
                  + " answers into a fresh notebook"));
      return;
    }
    if (secret(notebook)) {
      missing(words("this is the source with the solutions, not what students get"));
      return;
    }
    ready(words("the notebook can be read, and has %d cells of the assignment", marked));
    new CellReadiness(notebook, lines).look(release);
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

  private void forbidden(Notebook asking) {
    List<Cell> own =
        notebook.cells().stream()
            .filter(cell -> cell.nbgrader().filter(NbgraderMetadata::isLocked).isEmpty())
            .toList();
    for (ForbiddenUse use : ForbiddenUse.find(asking.metadata(), own)) {
      String where = use.gradeId().isEmpty() ? words("a cell of your own") : use.gradeId();
      missing(words("%s: %s", where, use.sentence()));
    }
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
      missing(words("your student id is not there, as in  String %s = \"s1234567\";", variable));
    } else {
      ready(words("your student id is %s", id.get()));
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
      ready(words("your run lies in %s; hand in the folder, too", run));
    } else if (!Files.isDirectory(folder.resolve(run))) {
      missing(
          words("your run is not there: the cell with handIn makes %s beside the notebook", run));
    } else {
      missing(
          words("your run cannot be read: %s", ((Received.Broken) received).finding().sentence()));
    }
  }

  private void answers() {
    int done = 0;
    for (Cell cell : notebook.cells()) {
      if (cell.kind() != Kind.ANSWER && cell.kind() != Kind.MANUAL) {
        continue;
      }
      if (stub(cell)) {
        missing(words("%s is not done yet", cell.gradeId()));
      } else {
        done++;
      }
    }
    ready(words("answers: %d done", done));
  }

  private static boolean stub(Cell cell) {
    String stub =
        cell.type() == Cell.Type.CODE ? ClearSolutions.JAVA_STUB : ClearSolutions.TEXT_STUB;
    String last = stub.substring(stub.lastIndexOf('\n') + 1);
    return Checksum.fits(cell)
        || cell.source().isBlank()
        || cell.source().lines().anyMatch(line -> line.strip().equals(last));
  }

  private void ready(String text) {
    lines.add(new Line(true, text));
  }

  private void missing(String text) {
    lines.add(new Line(false, text));
  }
}
