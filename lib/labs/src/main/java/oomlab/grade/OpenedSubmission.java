package oomlab.grade;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import oomlab.grade.NotebookChoice.Found;
import oomlab.grade.Remark.Weight;

/**
 * A submission whose files were looked at: its notebook, the files beside it and its run, wherever
 * the student put them.
 */
final class OpenedSubmission implements AutoCloseable {
  private final SubmissionContents contents;
  private final Found found;
  private final TreeMap<String, Path> files = new TreeMap<>();
  private Optional<Path> run = Optional.empty();

  private OpenedSubmission(SubmissionContents contents, Found found) {
    this.contents = contents;
    this.found = found;
  }

  /** Looks at a submission. */
  static OpenedSubmission open(Assignment assignment, Submission submission) throws IOException {
    SubmissionContents contents = SubmissionContents.open(submission);
    boolean done = false;
    try {
      OpenedSubmission opened =
          new OpenedSubmission(contents, new NotebookChoice(assignment).find(contents));
      opened.look(assignment.source().metadata().path("oomlab").path("run").asString(""));
      done = true;
      return opened;
    } finally {
      if (!done) {
        contents.close();
      }
    }
  }

  private void look(String wanted) throws IOException {
    if (!(found instanceof Found.Chosen chosen)) {
      return;
    }
    String base = chosen.name().substring(0, chosen.name().lastIndexOf('/') + 1);
    contents
        .files()
        .forEach(
            (name, file) -> {
              if (name.startsWith(base)) {
                files.put(name.substring(base.length()), file);
              }
            });
    if (wanted.isEmpty()) {
      return;
    }
    SortedMap<String, Path> inside = contents.folder(base, wanted);
    inside.forEach((name, file) -> files.put(wanted + "/" + name, file));
    if (!inside.isEmpty()) {
      Path place = inside.get(inside.firstKey());
      for (char each : ("/" + inside.firstKey()).toCharArray()) {
        place = each == '/' && place != null ? place.getParent() : place;
      }
      run = Optional.ofNullable(place);
    }
  }

  /** Returns the notebook, or why there is none. */
  Found notebook() {
    return found;
  }

  /** Returns the student's files, by their names beside the notebook. */
  SortedMap<String, Path> files() {
    return Collections.unmodifiableSortedMap(files);
  }

  /** Returns the folder of the run that was handed in. */
  Optional<Path> run() {
    return run;
  }

  /** Returns what is to be known of the files. */
  List<Remark> remarks() {
    return remarks(contents, found);
  }

  static List<Remark> remarks(SubmissionContents contents, Found found) {
    List<Remark> remarks = new ArrayList<>();
    if (found instanceof Found.Chosen chosen && !chosen.others().isEmpty()) {
      remarks.add(
          new Remark(
              "",
              "several-notebooks",
              Weight.WARNING,
              words(
                  "there are several notebooks with answers; %s was graded, not %s",
                  chosen.name(), String.join(", ", chosen.others()))));
    }
    if (!contents.leftOut().isEmpty()) {
      String sentence =
          words(
              "files that are too large, too many or no plain files were left out: %s",
              String.join(", ", contents.leftOut()));
      remarks.add(new Remark("", "files-left-out", Weight.WARNING, sentence));
    }
    contents
        .refused()
        .forEach(each -> remarks.add(new Remark("", "zip-left-out", Weight.WARNING, each)));
    return remarks;
  }

  @Override
  public void close() throws IOException {
    contents.close();
  }
}
