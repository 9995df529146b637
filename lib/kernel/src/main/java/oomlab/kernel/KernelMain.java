package oomlab.kernel;

import static oomlab.internal.text.Words.words;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Language;
import oomlab.internal.text.Words;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.zeromq.ZMQException;

/**
 * Entry point of the kernel. Jupyter calls it with a connection file; {@code --warm-up} instead
 * runs a few cells against itself and ends, so that {@code -XX:ArchiveClassesAtExit} has all the
 * classes a start needs. {@code --install DIR} makes that archive and a kernelspec {@code java} in
 * {@code DIR}, a {@code kernels} directory of the Jupyter path.
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
    Words.use(Catalog.of(Language.of(System.getenv())));
    try {
      if (args.length == 2 && args[0].equals("--install")) {
        System.out.println(install(Path.of(args[1]).toAbsolutePath().normalize()));
        return;
      }
      if (args.length != 1 || (args[0].startsWith("-") && !args[0].equals("--warm-up"))) {
        throw new IllegalArgumentException(
            words(
                "the Java kernel takes a connection file, --warm-up, or --install KERNELS_DIRECTORY"));
      }
      KernelSettings settings = KernelSettings.of(System.getenv());
      if (args[0].equals("--warm-up")) {
        WarmUp.run(settings);
        end(0);
        return;
      }
      Kernel kernel = new Kernel(connection(Path.of(args[0])));
      kernel.start(settings);
      ParentWatch.start(System.getenv(), kernel::end);
      kernel.awaitEnd();
      end(0);
    } catch (IllegalArgumentException e) {
      fail(err, 2, String.valueOf(e.getMessage()));
    } catch (ZMQException | IllegalStateException | IOException e) {
      fail(err, 1, words("the Java kernel can't start: %s", e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Makes the archive and the kernelspec for this very Java and class path. */
  private static Path install(Path kernels) throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<Path> classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !entry.isEmpty())
            .map(entry -> Path.of(entry).toAbsolutePath().normalize())
            .toList();
    List<Path> extra = classPath.subList(1, classPath.size());
    Optional<Path> archive = Optional.empty();
    // Only classes from jars can be archived.
    if (classPath.stream().allMatch(Files::isRegularFile)) {
      Path file = Files.createDirectories(kernels.resolve("java")).resolve("kernel.jsa");
      KernelArchive.create(java, classPath.get(0), file, extra);
      archive = Optional.of(file);
    }
    return KernelSpec.write(kernels, java, classPath.get(0), archive, extra, Map.of());
  }

  private static KernelConnectionProperties connection(Path file) {
    try {
      KernelConnectionProperties properties =
          KernelConnectionProperties.parse(Files.readString(file));
      if (properties == null || properties.getTransport() == null) {
        throw new IllegalArgumentException(
            words(
                "the connection file %s has no transport: Jupyter writes one at each start", file));
      }
      if (!properties.getTransport().equals("tcp")) {
        throw new IllegalArgumentException(
            words(
                "the Java kernel can't talk over '%s', only over tcp", properties.getTransport()));
      }
      return properties;
    } catch (IOException | com.google.gson.JsonParseException e) {
      throw new IllegalArgumentException(
          words("the connection file %s can't be read: %s", file, e.getMessage()), e);
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
