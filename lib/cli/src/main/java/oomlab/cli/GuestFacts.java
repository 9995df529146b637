package oomlab.cli;

import static oomlab.internal.text.Words.words;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import oomlab.Guest.Board;
import oomlab.cli.Doctor.Fact;
import oomlab.guest.GuestStore;
import oomlab.guest.Kvm;
import oomlab.guest.Platform;
import oomlab.guest.RequiredPrograms;

/** The doctor's lines about guests: machines of their own that may run out of memory. */
final class GuestFacts {
  private static final String FIX = "./oomlab setup --guests";

  private GuestFacts() {}

  /**
   * Returns a line for each board.
   *
   * @param kvm {@code /dev/kvm}
   */
  static List<Fact> of(RequiredPrograms needs, GuestStore store, Path kvm) {
    List<Fact> facts = new ArrayList<>();
    for (Board board : Board.values()) {
      boolean emulator = needs.emulator(board).isPresent();
      boolean compiler = needs.compiler(board).isPresent();
      boolean parts = store.has(board);
      String found =
          words(
              compiler
                  ? parts
                      ? "%s, a C compiler for it, %s; its kernel and programs are in %s"
                      : "%s, a C compiler for it, %s; its kernel and programs were not fetched yet"
                  : parts
                      ? "%s, no C compiler for it, %s; its kernel and programs are in %s"
                      : "%s, no C compiler for it, %s; its kernel and programs were not fetched yet",
              words(emulator ? "%s" : "no %s", Platform.of(board).emulator()),
              new Kvm(kvm, store.folder()).words(board),
              store.folder());
      String what = words("guest %s", board.label());
      facts.add(
          emulator && parts
              ? Fact.of(what, found)
              : new Fact(what, found, FIX + " " + board.label()));
    }
    return facts;
  }
}
