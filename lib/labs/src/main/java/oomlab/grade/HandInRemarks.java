package oomlab.grade;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
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
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Words;
import oomlab.ipynb.Cell;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whether a handed-in run fits itself and its student, and whether two are the same. An assignment
 * that wants a run says so in {@code metadata.oomlab}: {@code run}, its folder, and {@code id}, the
 * variable with the student's id.
 */
public final class HandInRemarks {
  private HandInRemarks() {}

  /** Returns the remarks in English, in every language: they are kept in files. */
  static List<Remark> of(ObjectNode metadata, Optional<Path> folder, List<Cell> students) {
    return folder.isEmpty()
        ? List.of()
        : Words.in(Catalog.ENGLISH, () -> found(metadata, folder.get(), students));
  }

  private static List<Remark> found(ObjectNode metadata, Path folder, List<Cell> students) {
    List<Remark> remarks = new ArrayList<>();
    Optional<String> id =
        StudentId.variable(metadata).flatMap(variable -> StudentId.in(students, variable));
    Received received = HandIns.read(folder);
    if (received instanceof Received.Broken broken) {
      remarks.add(remark(broken.finding(), folder));
    } else if (id.isPresent() && !id.get().isBlank()) {
      Run run = ((Received.Bundle) received).run();
      HandIn.examine(run, new World(id.get())).forEach(each -> remarks.add(remark(each, folder)));
    }
    return remarks;
  }

  private static Remark remark(Finding finding, Path folder) {
    return new Remark(
        "",
        "run-" + finding.code().replace(' ', '-'),
        finding.isFault() ? Weight.WARNING : Weight.NOTE,
        // Where this machine keeps it is no matter of the student's.
        finding.sentence().replace(folder.toString(), words("the run's folder")));
  }

  /**
   * Finds what only the whole class shows: runs and student ids that were handed in by two, and ids
   * that are not the submission's, if the class's submissions are named by their ids.
   *
   * @return remarks by submission
   */
  public static Map<String, List<Remark>> copies(
      Assignment assignment, List<Submission> submissions) {
    Map<String, Fingerprint> prints = new TreeMap<>();
    StudentIds ids = new StudentIds();
    for (Submission each : submissions) {
      try (OpenedSubmission opened = OpenedSubmission.open(assignment, each)) {
        ids.add(each.name(), assignment.source().metadata(), opened.notebook());
        if (opened.run().isPresent()
            && HandIns.read(opened.run().get()) instanceof Received.Bundle bundle) {
          prints.put(each.name(), Fingerprint.of(bundle.run()));
        }
      } catch (IOException | RuntimeException | StackOverflowError unreadable) {
        // It has no grade, for the same reason.
      }
    }
    Map<String, List<Remark>> remarks = ids.remarks();
    for (Copies.Copy copy : Copies.find(prints)) {
      Remark remark = new Remark("", "copied-run", Weight.CHEAT, copy.toString());
      remarks.computeIfAbsent(copy.one(), name -> new ArrayList<>()).add(remark);
      remarks.computeIfAbsent(copy.other(), name -> new ArrayList<>()).add(remark);
    }
    return remarks;
  }
}
