package oomlab.kernel;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.zeromq.ZMQException;

/**
 * Entry point of the kernel. Jupyter calls it with a connection file; {@code --warm-up} instead
 * runs a few cells against itself and ends, so that {@code -XX:ArchiveClassesAtExit} has all the
 * classes a start needs.
 */
public final class KernelMain {
  private static final long HARD_END_MILLIS = 5000;

  private KernelMain() {}

  /**
   * Runs the kernel until it is told to end. Exits with 0 after that, 1 if it can't start, 2 if the
   * arguments or the environment are wrong.
   */
  public static void main(String[] args) {
    PrintStream err = System.err;
    if (args.length != 1) {
      fail(err, 2, "the Java kernel takes one argument, a connection file or --warm-up");
      return;
    }
    try {
      Settings settings = Settings.of(System.getenv());
      if (args[0].equals("--warm-up")) {
        WarmUp.run(settings);
        end(0);
        return;
      }
      Kernel kernel = new Kernel(connection(Path.of(args[0])));
      kernel.start(settings);
      ParentWatch.start(environment(), kernel::end);
      kernel.awaitEnd();
      end(0);
    } catch (IllegalArgumentException e) {
      fail(err, 2, String.valueOf(e.getMessage()));
    } catch (ZMQException | IllegalStateException e) {
      fail(err, 1, "the Java kernel can't start: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, String> environment() {
    return System.getenv();
  }

  private static KernelConnectionProperties connection(Path file) {
    try {
      KernelConnectionProperties properties =
          KernelConnectionProperties.parse(Files.readString(file));
      if (properties == null || properties.getTransport() == null) {
        throw new IllegalArgumentException(
            "the connection file " + file + " has no transport: Jupyter writes one at each start");
      }
      if (!properties.getTransport().equals("tcp")) {
        throw new IllegalArgumentException(
            "the Java kernel can't talk over '" + properties.getTransport() + "', only over tcp");
      }
      return properties;
    } catch (IOException | com.google.gson.JsonParseException e) {
      throw new IllegalArgumentException(
          "the connection file " + file + " can't be read: " + e.getMessage(), e);
    }
  }

  private static void end(int status) {
    // A shutdown hook of a cell's own must not keep the process.
    KernelThreads.start(
        "hard-end",
        () -> {
          try {
            Thread.sleep(HARD_END_MILLIS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          Runtime.getRuntime().halt(status);
        });
    System.exit(status);
  }

  private static void fail(PrintStream err, int status, String sentence) {
    err.println(sentence);
    System.exit(status);
  }
}
