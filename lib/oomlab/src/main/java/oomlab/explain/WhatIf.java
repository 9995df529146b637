package oomlab.explain;

import java.util.List;
import oomlab.report.OomReport.Task;

/**
 * Who would have died if something had been otherwise, by the rules of the report's own era.
 *
 * @param changes what is otherwise
 * @param struck whether memory would have run out at this moment all the same
 * @param victims who would have been killed, the chosen one first; empty when nobody or when it
 *     cannot be told. If memory would not have run out at this moment: whom it would have hit had
 *     it run out later with the same sizes
 * @param why in a sentence or two
 */
public record WhatIf(List<Change> changes, Struck struck, List<Task> victims, String why) {

  /** Whether the OOM killer would have been called. */
  public enum Struck {
    /** It would. */
    YES("at this moment all the same"),
    /** There would have been memory for this request. */
    NOT_YET("not at this moment"),
    /** The report does not tell. */
    UNKNOWN("cannot be told");

    private final String words;

    Struck(String words) {
      this.words = words;
    }

    /** Returns it in words. */
    public String words() {
      return words;
    }
  }

  /** Makes the lists unmodifiable. */
  public WhatIf {
    changes = List.copyOf(changes);
    victims = List.copyOf(victims);
  }

  /** Returns the changes in words. */
  public String words() {
    return String.join(", ", changes.stream().map(Change::words).toList());
  }

  @Override
  public String toString() {
    return Wording.words("If %s: %s", words(), why);
  }
}
