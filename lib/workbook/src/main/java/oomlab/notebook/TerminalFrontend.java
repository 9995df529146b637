package oomlab.notebook;

import static oomlab.internal.text.Words.words;

import java.io.PrintStream;

/** A plain terminal or JShell: outputs are printed as text. */
final class TerminalFrontend implements Frontend {
  private final PrintStream out;

  TerminalFrontend(PrintStream out) {
    this.out = out;
  }

  @Override
  public String name() {
    return words("none (plain text)");
  }

  @Override
  public String display(MimeBundle bundle) {
    String text = bundle.plain();
    out.print(text.endsWith("\n") ? text : text + "\n");
    out.flush();
    return "";
  }

  @Override
  public void update(String id, MimeBundle bundle) {
    display(bundle);
  }

  @Override
  public boolean replaces() {
    return false;
  }
}
