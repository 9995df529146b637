package oomlab.notebook;

import java.io.PrintStream;

/** A plain terminal or JShell: outputs are printed as text. */
final class Terminal implements Screen {
  private final PrintStream out;

  Terminal(PrintStream out) {
    this.out = out;
  }

  @Override
  public String name() {
    return "none (plain text)";
  }

  @Override
  public String display(Bundle bundle) {
    String text = bundle.plain();
    out.print(text.endsWith("\n") ? text : text + "\n");
    out.flush();
    return "";
  }

  @Override
  public void update(String id, Bundle bundle) {
    display(bundle);
  }

  @Override
  public boolean replaces() {
    return false;
  }
}
