package oomlab.book;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An installed Jupyter kernel (jupyter_client's documentation, "Making kernels for Jupyter").
 *
 * @param name its folder's name, in lower case; what {@code --kernel} asks for
 * @param folder where its {@code kernel.json} stands
 * @param displayName what a menu shows
 * @param language the language's name as given, such as {@code java}
 */
public record Kernelspec(String name, Path folder, String displayName, String language) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> KINDS = List.of("jjava", "ijava");

  /**
   * Returns Jupyter's data folders in the order that Jupyter searches them: JUPYTER_PATH, the
   * user's, the interpreter's, the system's.
   *
   * @param environment the user's own variables, {@code HOME} among them
   */
  public static List<Path> searchPath(
      Map<String, String> environment, Optional<PythonInstallation> python) {
    Set<Path> folders = new LinkedHashSet<>();
    for (String entry : environment.getOrDefault("JUPYTER_PATH", "").split(":", -1)) {
      if (!entry.isEmpty()) {
        folders.add(Path.of(entry));
      }
    }
    String data = environment.getOrDefault("JUPYTER_DATA_DIR", "");
    String home = environment.getOrDefault("HOME", "");
    String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
    if (!data.isEmpty()) {
      folders.add(Path.of(data));
    } else if (!xdg.isEmpty()) {
      folders.add(Path.of(xdg, "jupyter"));
    } else if (!home.isEmpty()) {
      folders.add(Path.of(home, ".local/share/jupyter"));
    }
    python.ifPresent(found -> folders.add(found.prefix().resolve("share/jupyter")));
    folders.add(Path.of("/usr/local/share/jupyter"));
    folders.add(Path.of("/usr/share/jupyter"));
    return List.copyOf(folders);
  }

  /** Lists the kernels on a search path by name; of two with one name, the first wins. */
  public static Map<String, Kernelspec> list(List<Path> searchPath) {
    Map<String, Kernelspec> found = new TreeMap<>();
    for (Path data : searchPath) {
      for (Path folder : folders(data.resolve("kernels"))) {
        read(folder).ifPresent(spec -> found.putIfAbsent(spec.name(), spec));
      }
    }
    return found;
  }

  private static List<Path> folders(Path kernels) {
    if (!Files.isDirectory(kernels)) {
      return List.of();
    }
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(kernels, Files::isDirectory)) {
      stream.forEach(all::add);
    } catch (IOException unreadable) {
      return List.of();
    }
    all.sort(null);
    return all;
  }

  private static Optional<Kernelspec> read(Path folder) {
    return json(folder)
        .map(
            root ->
                new Kernelspec(
                    folder.getFileName().toString().toLowerCase(Locale.ROOT),
                    folder,
                    root.path("display_name").asString(""),
                    root.path("language").asString("")));
  }

  private static Optional<ObjectNode> json(Path folder) {
    try {
      JsonNode root = JSON.readTree(Files.readString(folder.resolve("kernel.json")));
      return root instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    } catch (IOException | JacksonException unreadable) {
      return Optional.empty();
    }
  }

  /** Returns whether the kernel runs Java. */
  public boolean runsJava() {
    return language.equalsIgnoreCase("java");
  }

  /**
   * Returns which of the known Java kernels it starts: {@code jjava}, {@code ijava}, or nothing. A
   * kernelspec of each is called {@code java}, or as its owner liked.
   */
  public Optional<String> kind() {
    String started =
        json(folder).map(root -> root.path("argv").toString().toLowerCase(Locale.ROOT)).orElse("");
    return KINDS.stream().filter(started::contains).findFirst();
  }

  /**
   * Writes a copy whose JVM keeps its caches in another home folder, and returns the copy.
   *
   * <p>Java writes font caches under {@code user.home}, which is not {@code HOME}.
   *
   * @param into folder of the copy; its name is the copy's name
   * @param shown what a menu shows
   * @throws BookException if it cannot be written
   */
  public Kernelspec copy(Path into, String shown, Path userHome) throws BookException {
    Optional<ObjectNode> root = json(folder);
    if (root.isEmpty()) {
      throw new BookException(words("%s cannot be read any more.", folder.resolve("kernel.json")));
    }
    ArrayNode arguments = JSON.createArrayNode();
    for (JsonNode argument : root.get().path("argv")) {
      arguments.add(argument.asString("").replace("{resource_dir}", folder.toString()));
      boolean launcher =
          arguments.size() == 1 && Path.of(arguments.get(0).asString("")).endsWith("java");
      if (launcher) {
        arguments.add("-Duser.home=" + userHome);
      }
    }
    root.get().set("argv", arguments);
    root.get().put("display_name", shown);
    Kernelspec copy = new Kernelspec(into.getFileName().toString(), into, shown, language);
    copy.write(root.get().toPrettyString());
    return copy;
  }

  /**
   * Writes {@code kernel.json}.
   *
   * @throws BookException if it cannot be written
   */
  public void write(String json) throws BookException {
    Path file = folder.resolve("kernel.json");
    try {
      Files.createDirectories(folder);
      // In one step: another launch may be reading it. And for all: a hub's users may.
      Path part = folder.resolve(".kernel-" + ProcessHandle.current().pid() + ".part");
      Files.writeString(part, json);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failed) {
      throw new BookException(words("cannot write %s: %s.", file, failed.getMessage()));
    }
  }

  /** Returns the JSON of a kernel that is started with a command line. */
  public static String json(String displayName, List<String> arguments) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode argv = root.putArray("argv");
    arguments.forEach(argv::add);
    root.put("display_name", displayName);
    root.put("language", "java");
    root.put("interrupt_mode", "message");
    return root.toPrettyString();
  }
}
