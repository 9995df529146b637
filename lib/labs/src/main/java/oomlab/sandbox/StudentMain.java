package oomlab.sandbox;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Language;
import oomlab.internal.text.Words;
import oomlab.kernel.CellHost;
import oomlab.trusted.LabValues;

/**
 * Main class of a student's JVM: lets Tablesaw make tables in a runtime image without {@code
 * sun.misc.Unsafe}, then runs cells, in the language of the lab.
 *
 * <p>With the first table Tablesaw starts ClassGraph, which looks for {@code Unsafe.invokeCleaner}
 * to free a buffer at once, and fails for good where there is none. Told that it has looked
 * already, it leaves the buffer to the garbage collector. ClassGraph looks through the whole class
 * path for readers and writers of tables, by the property {@code java.class.path}, which nothing
 * else needs any more: told of a jar with no more than these, it takes a tenth of the time.
 */
public final class StudentMain {
  /** The property with the path of that jar. */
  static final String TABLES = "oomlab.tables";

  private static final String FILE_UTILS = "nonapi.io.github.classgraph.utils.FileUtils";

  private StudentMain() {}

  /** Connects to the Unix socket that is named by the argument, and serves until it is closed. */
  public static void main(String[] args) throws IOException {
    leaveBuffersToTheCollector();
    String tables = System.getProperty(TABLES);
    if (tables != null) {
      System.setProperty("java.class.path", tables);
    }
    Words.use(Catalog.of(Language.of(System.getenv())));
    CellHost.serve(Path.of(args[0]), LabValues.TYPES);
  }

  private static void leaveBuffersToTheCollector() {
    try {
      Field looked = Class.forName(FILE_UTILS).getDeclaredField("initialized");
      looked.setAccessible(true);
      ((AtomicBoolean) looked.get(null)).set(true);
    } catch (ReflectiveOperationException e) {
      // Another ClassGraph: a cell that makes a table will say what it lacks.
    }
  }
}
