package oomlab.kernel;

import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the environment asks of the kernel: IJava's variables, and the same ones with JJava's
 * prefix, which come second where they add up and lose where only one can hold.
 */
record KernelSettings(
    List<String> classPathGlobs,
    List<String> compilerOptions,
    List<String> startupScriptGlobs,
    List<String> startupScripts,
    OptionalLong timeLimitMillis) {
  private static final Pattern LIMIT = Pattern.compile("(-?\\d+)\\W*([A-Za-z]+)?");
  private static final Pattern OPTION = Pattern.compile("[^\\s\"]+(?:\"[^\"]*\")?|\"([^\"]*)\"");

  /** Reads the variables. Throws IllegalArgumentException with one sentence for a bad one. */
  static KernelSettings of(Map<String, String> environment) {
    List<String> options = new ArrayList<>();
    for (String value : values(environment, "COMPILER_OPTS")) {
      Matcher option = OPTION.matcher(value);
      while (option.find()) {
        options.add(option.group(1) != null ? option.group(1) : option.group());
      }
    }
    return new KernelSettings(
        paths(environment, "CLASSPATH"),
        List.copyOf(options),
        paths(environment, "STARTUP_SCRIPTS_PATH"),
        values(environment, "STARTUP_SCRIPT"),
        timeLimitMillis(environment));
  }

  private static OptionalLong timeLimitMillis(Map<String, String> environment) {
    List<String> values = values(environment, "TIMEOUT");
    if (values.isEmpty()) {
      return OptionalLong.empty();
    }
    String value = values.get(0).strip();
    Matcher limit = LIMIT.matcher(value);
    try {
      if (limit.matches()) {
        long count = Long.parseLong(limit.group(1));
        TimeUnit unit =
            limit.group(2) == null
                ? TimeUnit.MILLISECONDS
                : TimeUnit.valueOf(limit.group(2).toUpperCase(Locale.ROOT));
        return count > 0 ? OptionalLong.of(unit.toMillis(count)) : OptionalLong.empty();
      }
    } catch (IllegalArgumentException e) {
      throw badLimit(value, e);
    }
    throw badLimit(value, new IllegalArgumentException(value));
  }

  private static IllegalArgumentException badLimit(String value, Exception cause) {
    return new IllegalArgumentException(
        words(
            "IJAVA_TIMEOUT is '%s': it takes milliseconds, or a number and a unit such as 30 SECONDS",
            value),
        cause);
  }

  private static List<String> paths(Map<String, String> environment, String name) {
    List<String> paths = new ArrayList<>();
    for (String value : values(environment, name)) {
      for (String path : value.split(java.io.File.pathSeparator, -1)) {
        if (!path.isBlank()) {
          paths.add(path);
        }
      }
    }
    return List.copyOf(paths);
  }

  private static List<String> values(Map<String, String> environment, String name) {
    List<String> values = new ArrayList<>();
    for (String prefix : List.of("IJAVA_", "JJAVA_")) {
      String value = environment.get(prefix + name);
      if (value != null && !value.isBlank() && !values.contains(value)) {
        values.add(value);
      }
    }
    return List.copyOf(values);
  }
}
