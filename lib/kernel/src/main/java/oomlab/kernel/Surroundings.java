package oomlab.kernel;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TimeZone;

/** What of the JVM's global state a cell may have changed: the streams, the locale, and so on. */
final class Surroundings {
  private final PrintStream out;
  private final PrintStream err;
  private final Locale locale = Locale.getDefault();
  private final TimeZone zone = TimeZone.getDefault();
  private final Properties properties = (Properties) System.getProperties().clone();

  Surroundings(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  void restore() {
    System.setOut(out);
    System.setErr(err);
    System.setIn(InputStream.nullInputStream());
    Locale.setDefault(locale);
    TimeZone.setDefault((TimeZone) zone.clone());
    System.setProperties((Properties) properties.clone());
    Thread.setDefaultUncaughtExceptionHandler(null);
  }

  /** Returns the names of the cells' threads that are still alive. */
  List<String> strangers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon() && !thread.getName().equals("main"))
        .filter(thread -> !thread.getName().equals("DestroyJavaVM"))
        .map(Thread::getName)
        .sorted()
        .limit(20)
        .toList();
  }
}
