package oomlab.notebook;

import java.util.Optional;
import java.util.function.Consumer;
import oomlab.Board;

/** Virtual machines that can be used, cannot, or cannot be made after all. */
record FakeGuestroom(Optional<String> obstacle, Optional<String> failure) implements Guestroom {
  static Guestroom open() {
    return new FakeGuestroom(Optional.empty(), Optional.empty());
  }

  static Guestroom without(String obstacle) {
    return new FakeGuestroom(Optional.of(obstacle), Optional.empty());
  }

  static Guestroom failing(String why) {
    return new FakeGuestroom(Optional.empty(), Optional.of(why));
  }

  @Override
  public Optional<String> obstacle(Board board) {
    return obstacle;
  }

  @Override
  public Optional<String> prepare(Board board, Consumer<String> progress) {
    progress.accept("getting the kernel");
    return failure;
  }
}
