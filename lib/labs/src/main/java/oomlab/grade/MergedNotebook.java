package oomlab.grade;

import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import oomlab.grade.Remark.Weight;
import oomlab.ipynb.Cell;
import oomlab.ipynb.Checksum;
import oomlab.ipynb.NbgraderMetadata;
import oomlab.ipynb.NbgraderMetadata.Kind;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.SourceText;

/**
 * The notebook that is graded: a submission merged into the instructor's.
 *
 * <p>Order, tests, points and everything locked are the instructor's, answers are the student's,
 * found by their {@code grade_id}. A cell of the student's own stays behind the one that it
 * followed.
 *
 * @param parts the cells, in the order in which they run
 * @param missing cells of the assignment that the submission lacks
 * @param remarks what is odd about the submission
 */
public record MergedNotebook(List<Part> parts, List<Cell> missing, List<Remark> remarks) {
  /** A tag by which nbclient skips a cell. */
  private static final String SKIP = "skip-execution";

  /** Makes the lists unmodifiable. */
  public MergedNotebook {
    parts = List.copyOf(parts);
    missing = List.copyOf(missing);
    remarks = List.copyOf(remarks);
  }

  /**
   * One cell of it.
   *
   * @param cell as it runs, with the instructor's mark
   * @param students whether its text is the student's
   * @param unchanged whether an answer is still what was handed out
   * @param skipped whether it is the student's own and tagged to be skipped
   */
  public record Part(Cell cell, boolean students, boolean unchanged, boolean skipped) {}

  /**
   * Merges.
   *
   * @param prepared the assignment with cleared answers, whole tests and checksums, as nbgrader
   *     keeps it
   * @param released the assignment as it was handed out
   */
  public static MergedNotebook of(Notebook prepared, Notebook released, Notebook submission) {
    return new Merger(prepared, released, submission).merge();
  }

  /** Returns the cells whose text is the student's. */
  List<Cell> students() {
    return parts.stream().filter(Part::students).map(Part::cell).toList();
  }

  /**
   * Returns whether an answer that a person marks was left alone, while the student's own cell of
   * its type stands right below it.
   */
  boolean isAnsweredBelow(Part part) {
    int next = parts.indexOf(part) + 1;
    if (part.cell().kind() != Kind.MANUAL || !Checksum.fits(part.cell()) || next == parts.size()) {
      return false;
    }
    Cell below = parts.get(next).cell();
    return below.kind() == Kind.NONE
        && below.type() == part.cell().type()
        && !below.source().isBlank();
  }

  /** The work on one submission. */
  private static final class Merger {
    private final Map<String, Cell> known = new LinkedHashMap<>();
    private final Map<String, Integer> given = new HashMap<>();
    private final Map<String, String> handedOut = new HashMap<>();
    private final Map<String, List<Part>> after = new LinkedHashMap<>();
    private final List<Remark> remarks = new ArrayList<>();
    private final Notebook submission;

    Merger(Notebook prepared, Notebook released, Notebook submission) {
      this.submission = submission;
      released.cells().forEach(cell -> handedOut.put(cell.gradeId(), cell.source()));
      for (Cell cell : prepared.cells()) {
        if (cell.kind() != Kind.NONE) {
          known.put(cell.gradeId(), cell);
        }
      }
    }

    MergedNotebook merge() {
      find();
      String before = "";
      List<String> order = new ArrayList<>();
      for (int i = 0; i < submission.cells().size(); i++) {
        Cell cell = submission.cells().get(i);
        String id = cell.gradeId();
        if (known.containsKey(id) && given.getOrDefault(id, -1) == i) {
          before = id;
          order.add(id);
        } else if (!known.containsKey(id) || !(joined(cell) || unchanged(cell))) {
          after.computeIfAbsent(before, key -> new ArrayList<>()).add(own(cell));
        }
      }
      if (!order.equals(known.keySet().stream().filter(given::containsKey).toList())) {
        note(
            "",
            "reordered",
            Weight.NOTE,
            words("cells stand in another order; they run in the assignment's"));
      }
      List<Part> parts = new ArrayList<>(after.getOrDefault("", List.of()));
      List<Cell> missing = new ArrayList<>();
      for (Cell cell : known.values()) {
        String id = cell.gradeId();
        if (given.containsKey(id)) {
          Cell theirs = submission.cells().get(given.get(id));
          parts.add(part(cell, theirs));
          written(cell, theirs).ifPresent(own -> parts.add(own(own)));
        } else {
          missing.add(cell);
          note(
              id,
              "missing-cell",
              Weight.WARNING,
              words(
                  cell.kind() == Kind.TESTS
                      ? "the tests \"%s\" is missing"
                      : "the cell \"%s\" is missing",
                  id));
        }
        parts.addAll(after.getOrDefault(id, List.of()));
      }
      return new MergedNotebook(parts, missing, remarks);
    }

    /**
     * Of several cells with one name the last answered one counts, and of the assignment's own the
     * first that is as it was handed out; for nbgrader, the last.
     */
    private void find() {
      Map<String, Long> count =
          submission.cells().stream()
              .map(Cell::gradeId)
              .filter(known::containsKey)
              .collect(Collectors.groupingBy(id -> id, Collectors.counting()));
      for (int i = 0; i < submission.cells().size(); i++) {
        Cell cell = submission.cells().get(i);
        int before = given.getOrDefault(cell.gradeId(), -1);
        Cell ours = known.get(cell.gradeId());
        boolean same = before < 0 || unchanged(submission.cells().get(before));
        boolean better =
            (ours != null && locked(ours)) ? !same && unchanged(cell) : same || !unchanged(cell);
        if (before < 0 || better) {
          given.put(cell.gradeId(), i);
        }
      }
      count.forEach(
          (id, times) -> {
            if (times > 1) {
              note(id, "duplicate-cell", Weight.NOTE, duplicate(id, times));
            }
          });
    }

    private String duplicate(String id, long times) {
      Cell ours = Objects.requireNonNull(known.get(id));
      return ours.kind() == Kind.MANUAL
          ? words(
              "it is there %d times, as a copied or a split cell is; its texts were joined", times)
          : ours.kind() == Kind.ANSWER
              ? words(
                  "it is there %d times, as a copied or a split cell is; what was written in all of"
                      + " them runs, and of two answers the last counts",
                  times)
              : words("it is there %d times, as a copied cell is; the assignment's runs", times);
    }

    /** Whether a cell is one of several with the name of an answer that a person marks. */
    private boolean joined(Cell cell) {
      Cell ours = known.get(cell.gradeId());
      return ours != null && ours.kind() == Kind.MANUAL;
    }

    /** A person gets to read all that was written, in whichever of the cells it stands. */
    private Cell all(Cell last) {
      List<String> texts =
          submission.cells().stream()
              .filter(cell -> cell.gradeId().equals(last.gradeId()))
              .filter(cell -> !unchanged(cell))
              .map(Cell::source)
              .distinct()
              .toList();
      return texts.size() < 2 ? last : last.withSource(String.join("\n\n", texts));
    }

    /** Returns what a student has written into a task's own cell, which is to stay as it was. */
    private Optional<Cell> written(Cell ours, Cell theirs) {
      if (ours.kind() != Kind.TASK || unchanged(theirs)) {
        return Optional.empty();
      }
      String asked = SourceText.plain(handedOut.getOrDefault(ours.gradeId(), ""));
      String text = SourceText.plain(theirs.source());
      String added = text.startsWith(asked) ? text.substring(asked.length()).strip() : text;
      return Optional.of(theirs.withSource(added)).filter(cell -> !cell.source().isBlank());
    }

    private Part own(Cell cell) {
      String id = cell.gradeId();
      if (!id.isEmpty() && !known.containsKey(id)) {
        String sentence = words("a cell is called \"%s\", which the assignment does not have", id);
        note(id, "unknown-cell", Weight.NOTE, sentence);
      }
      return new Part(
          cell.withSource(SourceText.unixLines(cell.source()))
              .withNbgrader(Optional.empty())
              .withoutTags(),
          true,
          false,
          cell.tags().contains(SKIP));
    }

    private Part part(Cell ours, Cell theirs) {
      String id = ours.gradeId();
      NbgraderMetadata nbgrader = ours.nbgrader().orElseThrow();
      boolean locked = locked(ours);
      compare(ours, theirs, locked);
      if (locked) {
        if (theirs.tags().contains(SKIP) && ours.type() == Cell.Type.CODE) {
          Weight weight = ours.kind() == Kind.TESTS ? Weight.CHEAT : Weight.WARNING;
          note(id, "skip-tag", weight, words("it is tagged to be skipped; it runs all the same"));
        }
        return new Part(ours.withoutTags(), false, false, false);
      }
      Cell answer =
          ours.withSource(source(ours, ours.kind() == Kind.MANUAL ? all(theirs) : theirs))
              .withAttachmentsOf(theirs)
              .withoutTags();
      boolean untouched = nbgrader.checksum().equals(Optional.of(Checksum.of(answer)));
      boolean unchanged = untouched || unchanged(theirs);
      if (ours.kind() == Kind.MANUAL && unchanged && !untouched) {
        note(id, "no-response", Weight.NOTE, words("nothing but blanks or line ends was changed"));
      }
      return new Part(answer, true, unchanged, theirs.tags().contains(SKIP));
    }

    private static boolean locked(Cell ours) {
      return ours.nbgrader().orElseThrow().isLocked() || ours.kind() == Kind.TASK;
    }

    /** A written answer keeps its line ends: nbgrader takes any other text than its own for one. */
    private static String source(Cell ours, Cell theirs) {
      return ours.kind() == Kind.MANUAL ? theirs.source() : SourceText.unixLines(theirs.source());
    }

    private boolean unchanged(Cell theirs) {
      return SourceText.same(theirs.source(), handedOut.getOrDefault(theirs.gradeId(), "\0"));
    }

    private void compare(Cell ours, Cell theirs, boolean locked) {
      String id = ours.gradeId();
      NbgraderMetadata nbgrader = ours.nbgrader().orElseThrow();
      NbgraderMetadata other = theirs.nbgrader().orElseThrow();
      if (theirs.type() != ours.type()) {
        note(
            id,
            "cell-type",
            Weight.WARNING,
            words(
                "its type was changed to %s; it is %s again",
                theirs.type().word(), ours.type().word()));
      }
      if (!nbgrader.points().equals(other.points())) {
        note(id, "points", Weight.CHEAT, words("its points were changed; the assignment's count"));
      }
      if (nbgrader.kind() != other.kind()) {
        note(id, "flags", Weight.WARNING, words("its marks were changed; the assignment's count"));
      }
      if (locked && !unchanged(theirs)) {
        note(
            id,
            "locked-cell-edited",
            ours.kind() == Kind.TASK ? Weight.NOTE : Weight.WARNING,
            ours.kind() == Kind.TASK
                ? words("it was edited; what was added stands below it")
                : words("it was edited; the assignment's text runs"));
      }
    }

    private void note(String id, String kind, Weight weight, String sentence) {
      remarks.add(new Remark(id, kind, weight, sentence));
    }
  }
}
