package oomlab.grade;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import oomlab.assign.NotebookFile;
import oomlab.assign.StudentId;
import oomlab.grade.NotebookChoice.Found;
import oomlab.grade.Remark.Weight;
import oomlab.ipynb.NotebookException;
import tools.jackson.databind.node.ObjectNode;

/**
 * The student ids that stand in a class's notebooks. Whether one is the submission's own can only
 * be told where submissions are named by ids: learning platforms have numbers of their own.
 */
final class StudentIds {
  private static final int SHOWN = 60;

  private final Map<String, String> ids = new TreeMap<>();

  /** Takes the id of a submission, if its notebook can be read and has one. */
  void add(String submission, ObjectNode metadata, Found found) throws IOException {
    Optional<String> variable = StudentId.variable(metadata);
    if (variable.isEmpty() || !(found instanceof Found.Chosen chosen)) {
      return;
    }
    try {
      StudentId.in(NotebookFile.submission(chosen.file()).cells(), variable.get())
          .filter(id -> !id.isBlank())
          .ifPresent(id -> put(submission, id));
    } catch (NotebookException none) {
      // It has no grade.
    }
  }

  /** Takes an id. */
  void put(String submission, String id) {
    ids.put(submission, id.strip());
  }

  /** Returns what is odd, by submission. */
  Map<String, List<Remark>> remarks() {
    Map<String, List<Remark>> remarks = new TreeMap<>();
    long own = ids.keySet().stream().filter(this::own).count();
    boolean namedByIds = own > 0 && 2 * own >= ids.size();
    Map<String, List<String>> holders = new TreeMap<>();
    ids.forEach(
        (name, id) -> holders.computeIfAbsent(lower(id), key -> new ArrayList<>()).add(name));
    ids.forEach(
        (name, id) -> {
          String shown = id.length() <= SHOWN ? id : id.substring(0, SHOWN) + "…";
          List<String> others = new ArrayList<>(holders.getOrDefault(lower(id), List.of()));
          others.remove(name);
          if (others.isEmpty() && (!namedByIds || own(name))) {
            return;
          }
          String sentence =
              others.isEmpty()
                  ? words(
                      "the notebook says it is of \"%s\": the report and the run are those of this"
                          + " id",
                      shown)
                  : words(
                      "the notebook says it is of \"%s\", as that of %s does: the report and the"
                          + " run are those of this id",
                      shown, String.join(", ", others));
          remarks
              .computeIfAbsent(name, key -> new ArrayList<>())
              .add(new Remark("", "other-id", Weight.WARNING, sentence));
        });
    return remarks;
  }

  /** A name may say more than the id. */
  private boolean own(String name) {
    return lower(name).contains(lower(ids.getOrDefault(name, name)));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
