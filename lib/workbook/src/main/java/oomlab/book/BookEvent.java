package oomlab.book;

import static oomlab.internal.text.Words.words;

import java.util.Optional;
import java.util.OptionalInt;

/** What happens while the book is made. */
public sealed interface BookEvent {
  /**
   * A notebook starts.
   *
   * @param cells how many code cells it has
   */
  record Opened(String notebook, int cells) implements BookEvent {}

  /**
   * A code cell starts.
   *
   * @param number counted from 1
   */
  record Cell(String notebook, int number, int cells) implements BookEvent {}

  /**
   * A notebook's page is written.
   *
   * @param seconds from the kernel's start to the last cell's end
   * @param failure why the page is not whole
   */
  record Page(String notebook, double seconds, Optional<Failure> failure) implements BookEvent {}

  /** Something that the authors of the book should know; {@code why} is a sentence. */
  record Remark(String why) implements BookEvent {}

  /** The book is printed to a file. */
  record Printed(String file) implements BookEvent {}

  /** All pages and the index are written. */
  record Finished(String index) implements BookEvent {}

  /** Nothing can be executed; {@code why} is a sentence. */
  record Broken(String why) implements BookEvent {}

  /**
   * Why a notebook did not run to its end.
   *
   * @param cell the failing code cell, counted from 1; empty if the kernel did not start
   */
  record Failure(OptionalInt cell, String why) {
    @Override
    public String toString() {
      return cell.isPresent() ? words("cell %d: %s", cell.getAsInt(), why) : why;
    }
  }
}
