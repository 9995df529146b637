package oomlab.grade;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oomlab.assign.Readiness;
import oomlab.grade.NotebookChoice.Found;
import oomlab.ipynb.Notebook;

/** What grading would say of the files in a student's folder, before they are handed in. */
public final class HandInForm {
  private HandInForm() {}

  /**
   * Looks at the folder that a notebook lies in, as if it were handed in as it is.
   *
   * @param file the notebook that is meant
   * @param notebook the same, as it was read
   * @param release what it was made from, if that is at hand
   */
  public static List<Readiness.Line> of(Path file, Notebook notebook, Optional<Notebook> release)
      throws IOException {
    String name = UploadName.of(String.valueOf(file.getFileName())).notebook().orElse("");
    if (name.isEmpty()) {
      return List.of(
          new Readiness.Line(
              false, words("its name does not end with .ipynb; grading would not see it")));
    }
    List<Readiness.Line> lines = new ArrayList<>();
    Notebook released = release.orElseGet(() -> blank(notebook));
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    try (SubmissionContents contents =
        SubmissionContents.open(new Submission("own", file, Optional.of(folder))).packed()) {
      Found found = new NotebookChoice(name, released).find(contents);
      if (!(found instanceof Found.Chosen chosen)) {
        lines.add(new Readiness.Line(false, found.words()));
      } else if (!Files.isSameFile(chosen.file(), file)) {
        lines.add(
            new Readiness.Line(
                false,
                words(
                    "grading would take %s, which has answers; this one has none", chosen.name())));
      }
      for (Remark each : OpenedSubmission.remarks(contents, found)) {
        lines.add(new Readiness.Line(false, each.sentence()));
      }
    }
    return lines;
  }

  /** An answer then is what its own checksum does not fit. */
  private static Notebook blank(Notebook notebook) {
    return notebook.withCells(notebook.cells().stream().map(cell -> cell.withSource("")).toList());
  }
}
