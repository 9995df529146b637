package oomlab.sandbox;

import java.util.List;

/** No isolation: limits only. */
record Plain() implements Isolation {
  @Override
  public boolean isolated() {
    return false;
  }

  @Override
  public List<String> around(SandboxCommand cell, FileSystemView view, List<String> command) {
    String enter = "cd \"$1\" && shift && exec \"$@\"";
    return Lists.join(List.of("/bin/sh", "-c", enter, "sh", cell.work().toString()), command);
  }

  @Override
  public String label() {
    return "plain";
  }

  @Override
  public boolean noexec() {
    return false;
  }
}
