package oomlab.handin;

import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.List;
import oomlab.handin.Finding.Severity;

/** Collects what the checks find: the first finding of each code, for the rest say the same. */
final class Findings {
  private final List<Finding> all = new ArrayList<>();

  /** Notes what an honest run cannot show; the sentence is a format, marked with {@code later}. */
  void fault(String code, String sentence, Object... values) {
    add(new Finding(code, Severity.FAULT, words(sentence, values)));
  }

  /** Notes what is worth knowing; the sentence is a format, marked with {@code later}. */
  void remark(String code, String sentence, Object... values) {
    add(new Finding(code, Severity.REMARK, words(sentence, values)));
  }

  private void add(Finding finding) {
    if (all.stream().noneMatch(f -> f.code().equals(finding.code()))) {
      all.add(finding);
    }
  }

  List<Finding> all() {
    return List.copyOf(all);
  }
}
