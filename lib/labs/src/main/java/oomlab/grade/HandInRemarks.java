package oomlab.grade;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import oomlab.Run;
import oomlab.assign.StudentId;
import oomlab.check.World;
import oomlab.grade.Remark.Weight;
import oomlab.handin.Copies;
import oomlab.handin.Finding;
import oomlab.handin.Fingerprint;
import oomlab.handin.HandIn;
import oomlab.handin.HandIns;
import oomlab.handin.Received;
import oomlab.ipynb.Cell;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whether a handed-in run fits itself and its student, and whether two are the same. An assignment
 * that wants a run says so in {@code metadata.oomlab}: {@code run}, its folder, and {@code id}, the
 * variable with the student's id.
 */
public final class HandInRemarks {
  private HandInRemarks() {}

  static List<Remark> of(ObjectNode metadata, Submission submission, List<Cell> students) {
    Optional<String> id =
        StudentId.variable(metadata).flatMap(variable -> StudentId.in(students, variable));
    List<Remark> remarks = new ArrayList<>();
    if (id.isPresent() && !same(id.get(), submission.name())) {
      String sentence =
          "the notebook says it is of \"%s\", the submission is of \"%s\": the report and the run"
              + " are those of the former";
      remarks.add(
          new Remark(
              "", "other-id", Weight.WARNING, sentence.formatted(id.get(), submission.name())));
    }
    Optional<Path> folder = folder(metadata, submission);
    if (folder.isEmpty() || !Files.exists(folder.get(), LinkOption.NOFOLLOW_LINKS)) {
      return remarks;
    }
    Received received = HandIns.read(folder.get());
    if (received instanceof Received.Broken broken) {
      remarks.add(remark(broken.finding()));
    } else if (id.isPresent() && !id.get().isBlank()) {
      Run run = ((Received.Bundle) received).run();
      HandIn.examine(run, new World(id.get())).forEach(each -> remarks.add(remark(each)));
    }
    return remarks;
  }

  private static Remark remark(Finding finding) {
    return new Remark(
        "",
        "run-" + finding.code().replace(' ', '-'),
        finding.isFault() ? Weight.WARNING : Weight.NOTE,
        finding.sentence());
  }

  private static Optional<Path> folder(ObjectNode metadata, Submission submission) {
    String run = metadata.path("oomlab").path("run").asString("");
    return run.isEmpty() ? Optional.empty() : submission.folder().map(each -> each.resolve(run));
  }

  /** A file's name may say more than the id, as learning platforms have it. */
  private static boolean same(String id, String submission) {
    String plain = id.strip().toLowerCase(java.util.Locale.ROOT);
    return !plain.isEmpty() && submission.toLowerCase(java.util.Locale.ROOT).contains(plain);
  }

  /**
   * Finds runs that were handed in by two.
   *
   * @return remarks by submission
   */
  public static Map<String, List<Remark>> copies(
      Assignment assignment, List<Submission> submissions) {
    Map<String, Fingerprint> prints = new TreeMap<>();
    for (Submission each : submissions) {
      Optional<Path> folder = folder(assignment.source().metadata(), each);
      if (folder.isPresent()
          && Files.exists(folder.get(), LinkOption.NOFOLLOW_LINKS)
          && HandIns.read(folder.get()) instanceof Received.Bundle bundle) {
        prints.put(each.name(), Fingerprint.of(bundle.run()));
      }
    }
    Map<String, List<Remark>> remarks = new TreeMap<>();
    for (Copies.Copy copy : Copies.find(prints)) {
      Remark remark = new Remark("", "copied-run", Weight.CHEAT, copy.toString());
      remarks.computeIfAbsent(copy.one(), name -> new ArrayList<>()).add(remark);
      remarks.computeIfAbsent(copy.other(), name -> new ArrayList<>()).add(remark);
    }
    return remarks;
  }
}
