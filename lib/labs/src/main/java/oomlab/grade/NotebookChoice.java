package oomlab.grade;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import oomlab.assign.NotebookFile;
import oomlab.internal.text.Words;
import oomlab.ipynb.Cell;
import oomlab.ipynb.Checksum;
import oomlab.ipynb.NbgraderMetadata.Kind;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookException;
import oomlab.ipynb.SourceText;

/**
 * Finds the notebook that a student means among the files handed in: one with questions of the
 * assignment, whatever its name. Of several, one with answers goes before one without, then what
 * decides is the name, the depth, the number of questions, and the number of the copy.
 */
final class NotebookChoice {
  /** A student who hands in the whole book with it has some dozens. */
  private static final int MOST = 40;

  private final Map<String, Cell> assigned = new HashMap<>();
  private final String assignment;

  NotebookChoice(Assignment assignment) {
    this(assignment.name(), assignment.released());
  }

  /** Prepares to look for notebooks of this one, as students got it. */
  NotebookChoice(String assignment, Notebook released) {
    this.assignment = assignment;
    for (Cell cell : released.cells()) {
      if (cell.kind() != Kind.NONE) {
        assigned.put(cell.gradeId(), cell);
      }
    }
  }

  /** What was found. */
  sealed interface Found {
    /** Returns the notebook's name, or the sentence that says why there is none. */
    String words();

    /**
     * The notebook.
     *
     * @param name as the student called it, folders included
     * @param others names of other notebooks with answers, which do not count
     */
    record Chosen(String name, Path file, List<String> others) implements Found {
      @Override
      public String words() {
        return name;
      }
    }

    /** None; the sentence says what there was. */
    record None(String words) implements Found {}

    /** Several that could be meant; the sentence names them. */
    record Several(String words) implements Found {}
  }

  /** A notebook that could be meant; how many of the assignment's questions and answers it has. */
  private record Candidate(
      String name,
      Path file,
      UploadName upload,
      boolean readable,
      Set<String> texts,
      int questions,
      int answers) {
    int depth() {
      return (int) name.chars().filter(c -> c == '/').count();
    }
  }

  /** Looks among the files; unpacks zips if there is no answer outside of them. */
  Found find(SubmissionContents contents) throws IOException {
    List<Candidate> all = candidates(contents);
    while (contents.zipped() && all.stream().noneMatch(each -> each.answers() > 0)) {
      contents.unpack();
      all = candidates(contents);
    }
    if (all.isEmpty()) {
      return new Found.None(nothing(contents));
    }
    List<Candidate> pool = best(all);
    return pool.isEmpty() ? new Found.None(strange(notebooks(contents))) : chosen(pool);
  }

  /** Returns those that are meant if any is. */
  private List<Candidate> best(List<Candidate> all) {
    List<Predicate<Candidate>> signs =
        List.of(
            each -> each.answers() > 0,
            each -> each.questions() > 0,
            each ->
                !each.readable() && likeness(each.name()).compareTo(UploadName.Likeness.COPY) <= 0,
            each -> !each.readable());
    for (Predicate<Candidate> sign : signs) {
      List<Candidate> some = all.stream().filter(sign).toList();
      if (!some.isEmpty()) {
        return some;
      }
    }
    return List.of();
  }

  private Found chosen(List<Candidate> pool) {
    Comparator<Candidate> order =
        Comparator.comparing((Candidate each) -> likeness(each.name()))
            .thenComparingInt(Candidate::depth)
            .thenComparing(Comparator.comparingInt(Candidate::questions).reversed())
            .thenComparing(
                Comparator.comparingInt((Candidate each) -> each.upload().attempt()).reversed());
    List<Candidate> sorted = pool.stream().sorted(order).toList();
    Candidate first = sorted.get(0);
    List<Candidate> others =
        sorted.stream().filter(each -> !each.texts().equals(first.texts())).toList();
    List<Candidate> equal =
        others.stream().filter(each -> order.compare(first, each) == 0).toList();
    if (!equal.isEmpty()) {
      return new Found.Several(
          Words.words(
              "several notebooks could be meant: %s, %s; leave one of them",
              first.name(), names(equal)));
    }
    return new Found.Chosen(
        first.name(), first.file(), others.stream().map(Candidate::name).toList());
  }

  private static String names(List<Candidate> some) {
    return some.stream().map(Candidate::name).collect(Collectors.joining(", "));
  }

  private UploadName.Likeness likeness(String name) {
    return UploadName.of(SubmissionContents.last(name)).likeness(assignment);
  }

  private static List<String> notebooks(SubmissionContents contents) {
    return contents.files().keySet().stream().filter(NotebookChoice::notebook).toList();
  }

  private List<Candidate> candidates(SubmissionContents contents) throws IOException {
    List<Candidate> all = new ArrayList<>();
    List<String> nearest =
        notebooks(contents).stream()
            .sorted(Comparator.comparing(this::likeness))
            .limit(MOST)
            .toList();
    for (String name : nearest) {
      all.add(candidate(name, file(contents, name)));
    }
    return all;
  }

  private static boolean notebook(String name) {
    return UploadName.of(SubmissionContents.last(name)).notebook().isPresent();
  }

  private static Path file(SubmissionContents contents, String name) {
    return Objects.requireNonNull(contents.files().get(name));
  }

  private Candidate candidate(String name, Path file) throws IOException {
    UploadName upload = UploadName.of(SubmissionContents.last(name));
    try {
      Set<String> texts = new TreeSet<>();
      Set<String> questions = new TreeSet<>();
      int answers = 0;
      for (Cell cell : NotebookFile.submission(file).cells()) {
        Cell ours = assigned.get(cell.gradeId());
        texts.add(cell.gradeId() + '\n' + SourceText.plain(cell.source()));
        if (ours != null && ours.kind() != Kind.READ_ONLY) {
          questions.add(cell.gradeId());
          boolean answer = ours.kind() == Kind.ANSWER || ours.kind() == Kind.MANUAL;
          boolean untouched = SourceText.same(cell.source(), ours.source()) || Checksum.fits(cell);
          answers += answer && !untouched ? 1 : 0;
        }
      }
      return new Candidate(name, file, upload, true, texts, questions.size(), answers);
    } catch (NotebookException e) {
      return new Candidate(name, file, upload, false, Set.of(name), 0, 0);
    }
  }

  private static String strange(List<String> names) {
    String some = String.join(", ", names.subList(0, Math.min(5, names.size())));
    return names.size() == 1
        ? Words.words(
            "its notebook, %s, has no question of the assignment: it is another one, or a program"
                + " has removed the metadata of its cells",
            some)
        : Words.words("none of its notebooks has a question of the assignment: %s", some);
  }

  private static String nothing(SubmissionContents contents) {
    List<String> names = new ArrayList<>(contents.files().keySet());
    List<String> no = contents.leftOut().stream().filter(NotebookChoice::notebook).toList();
    if (!no.isEmpty()) {
      return Words.words("there is no notebook: %s is no plain file, or one too many", no.get(0));
    }
    if (!contents.refused().isEmpty()) {
      return Words.words("there is no notebook: %s", contents.refused().get(0));
    }
    return names.isEmpty()
        ? Words.words("there is no notebook: no file was handed in")
        : Words.words(
            "there is no notebook among what was handed in: %s",
            String.join(", ", names.subList(0, Math.min(5, names.size()))));
  }
}
