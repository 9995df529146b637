package oomlab.kernel;

import static oomlab.internal.text.Words.words;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.dflib.jjava.jupyter.kernel.util.PathsHandler;
import org.jspecify.annotations.Nullable;

/** The magics: {@code %classpath}, {@code %jars}, {@code %load}. */
final class Magics {
  static final List<String> NAMES = List.of("classpath", "jars", "load");
  private static final List<String> EXTENSIONS = List.of("", ".jsh", ".jshell", ".java", ".ipynb");

  private final JavaSession session;

  Magics(JavaSession session) {
    this.session = session;
  }

  /** Runs a line magic. Throws IllegalArgumentException with one sentence for bad use. */
  @Nullable Object line(String name, List<String> arguments) {
    return switch (name) {
      case "classpath" -> classpath(arguments, false);
      case "jars" -> classpath(arguments, true);
      case "load" -> load(arguments);
      case "maven", "addMavenDependency", "mavenRepo", "loadFromPOM" ->
          throw new IllegalArgumentException(
              words(
                  "%%%s is not there: this kernel does not fetch from Maven. Put the jar on the"
                      + " class path with %%classpath path/to.jar",
                  name));
      default ->
          throw new IllegalArgumentException(
              words("%%%s is not a magic of this kernel. There are: %s", name, names()));
    };
  }

  /** Returns the one sentence for a cell magic: none is there. */
  static IllegalArgumentException unknownCellMagic(String name) {
    return new IllegalArgumentException(
        words(
            "%%%%%s is not a magic of this kernel. There are only line magics: %s", name, names()));
  }

  private static String names() {
    return NAMES.stream().map("%"::concat).collect(Collectors.joining(words(", ")));
  }

  private List<String> classpath(List<String> globs, boolean filesOnly) {
    List<String> added = new ArrayList<>();
    for (String glob : globs) {
      for (Path path : resolve(glob)) {
        if (!filesOnly || Files.isRegularFile(path)) {
          String absolute = path.toAbsolutePath().normalize().toString();
          session.addToClasspath(absolute);
          added.add(absolute);
        }
      }
    }
    return added;
  }

  private static List<Path> resolve(String glob) {
    try {
      return PathsHandler.resolveGlobs(glob);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          words(
              "there is no folder to look for %s in, seen from %s",
              glob, Path.of("").toAbsolutePath()));
    }
  }

  private @Nullable Object load(List<String> arguments) {
    if (arguments.size() != 1) {
      throw new IllegalArgumentException(
          words("%%load takes one file, not %d: %%load path/to/file.jshell", arguments.size()));
    }
    for (String extension : EXTENSIONS) {
      Path file = Path.of(arguments.get(0) + extension);
      if (Files.isRegularFile(file)) {
        for (String code : codeOf(file)) {
          session.evaluateInside(code);
        }
        return null;
      }
    }
    throw new IllegalArgumentException(
        words(
            "%%load found no file %s (also tried the endings .jsh, .jshell, .java, .ipynb)",
            Path.of(arguments.get(0)).toAbsolutePath().normalize()));
  }

  private static List<String> codeOf(Path file) {
    try {
      String text = Files.readString(file);
      return file.toString().endsWith(".ipynb") ? cells(text) : List.of(text);
    } catch (IOException | IllegalStateException | com.google.gson.JsonParseException e) {
      throw new IllegalArgumentException(
          words("%%load can't read %s: %s", file, e.getMessage()), e);
    }
  }

  private static List<String> cells(String notebook) {
    List<String> code = new ArrayList<>();
    JsonObject root = JsonParser.parseString(notebook).getAsJsonObject();
    for (JsonElement each : root.getAsJsonArray("cells")) {
      JsonObject cell = each.getAsJsonObject();
      if (MessageWire.text(cell, "cell_type", "").equals("code")) {
        JsonElement source = cell.get("source");
        code.add(source.isJsonArray() ? joined(source.getAsJsonArray()) : source.getAsString());
      }
    }
    return code;
  }

  private static String joined(JsonArray lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.getAsString()));
    return text.toString();
  }
}
