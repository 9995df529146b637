package oomlab.notebook;

import java.util.Optional;
import java.util.function.Consumer;
import oomlab.Board;
import oomlab.guest.Guests;

/** Whether virtual machines can be used; a test has one of its own. */
interface Guestroom {
  /** The guests of the user who runs the notebook. */
  Guestroom OF_USER =
      new Guestroom() {
        @Override
        public Optional<String> obstacle(Board board) {
          return Guests.obstacle(board);
        }

        @Override
        public Optional<String> prepare(Board board, Consumer<String> progress) {
          return Guests.prepare(board, progress);
        }
      };

  /** Says what stands in the way; empty if nothing does. Fetches nothing. */
  Optional<String> obstacle(Board board);

  /** Gets what a guest is made of; says why it could not, or nothing. */
  Optional<String> prepare(Board board, Consumer<String> progress);

  /** Gets everything ready, or says why a guest cannot run. */
  default Optional<String> refusal(Board board, Consumer<String> progress) {
    return obstacle(board).or(() -> prepare(board, progress));
  }
}
