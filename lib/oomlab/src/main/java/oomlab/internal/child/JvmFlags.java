package oomlab.internal.child;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The victim's JVM flags: a small process that starts quickly and says nothing of its own. */
final class JvmFlags {
  private JvmFlags() {}

  /** Returns the flags, class path last. */
  static List<String> of(Path folder, Path jar) {
    List<String> flags =
        new ArrayList<>(
            List.of(
                "-Xshare:auto",
                // Mapped where it was made for, an archive needs none of its pointers changed.
                "-XX:+IgnoreUnrecognizedVMOptions", // a diagnostic option may go
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:ArchiveRelocationMode=0",
                "-Xlog:disable", // warnings of the JVM go to standard output otherwise
                "-XX:+UseSerialGC",
                "-Xms4m",
                "-Xmx16m",
                "-Xss256k",
                "-XX:TieredStopAtLevel=1",
                // Compile the touching loops and leave the start, which runs once, to the
                // interpreter: saves a fifth of the start's CPU time.
                "-XX:Tier3InvocationThreshold=20000",
                "-XX:Tier3MinInvocationThreshold=1",
                "-XX:Tier3CompileThreshold=8000",
                "-XX:Tier3BackEdgeThreshold=20000",
                "-Xrs", // signals end it as they end any process
                "-XX:-UsePerfData",
                "-XX:+DisableAttachMechanism",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=/dev/null",
                "-Djna.nounpack=true",
                "-Djna.nosys=true",
                // Without it JNA runs ldconfig at every start, to know where libraries are.
                "-Djna.platform.library.path=/",
                "-Djna.boot.library.path=" + folder));
    if (Runtime.version().feature() >= 22) {
      flags.add("--enable-native-access=ALL-UNNAMED");
    }
    flags.add("-cp");
    flags.add(jar.toString());
    return List.copyOf(flags);
  }
}
