package oomlab.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import oomlab.Board;
import oomlab.cli.Doctor.Fact;
import oomlab.guest.GuestStore;
import oomlab.guest.Kvm;
import oomlab.guest.Needs;

/** The doctor's lines about guests: machines of their own that may run out of memory. */
final class GuestFacts {
  private static final String FIX = "./oomlab setup --guests";

  private GuestFacts() {}

  /**
   * Returns a line for each board.
   *
   * @param kvm {@code /dev/kvm}
   */
  static List<Fact> of(Needs needs, GuestStore store, Path kvm) {
    List<Fact> facts = new ArrayList<>();
    for (Board board : Board.values()) {
      boolean emulator = needs.emulator(board).isPresent();
      boolean compiler = needs.compiler(board).isPresent();
      boolean parts = store.has(board);
      String found =
          (emulator ? board.emulator() : "no " + board.emulator())
              + (compiler ? ", a C compiler for it, " : ", no C compiler for it, ")
              + new Kvm(kvm, store.folder()).words(board)
              + "; its kernel and programs "
              + (parts ? "are in " + store.folder() : "were not fetched yet");
      facts.add(
          emulator && parts
              ? Fact.of("guest " + board.label(), found)
              : new Fact("guest " + board.label(), found, FIX + " " + board.label()));
    }
    return facts;
  }
}
