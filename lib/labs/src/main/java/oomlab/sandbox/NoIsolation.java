package oomlab.sandbox;

import java.nio.file.Path;
import java.util.List;

/** Runs a command with limits only: no namespaces, so files, processes and network stay visible. */
record NoIsolation() implements Isolation {
  @Override
  public boolean isolated() {
    return false;
  }

  @Override
  public List<String> wrap(Path work, FileSystemView view, List<String> argv) {
    String enter = "cd \"$1\" && shift && exec \"$@\"";
    return Arguments.join(List.of("/bin/sh", "-c", enter, "sh", work.toString()), argv);
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
