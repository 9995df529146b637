package oomlab.internal.run;

import static oomlab.internal.text.Words.words;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oomlab.Experiment;
import oomlab.Experiment.Program;
import oomlab.ExperimentException.WrongProgram;
import oomlab.internal.child.ChildCommand;

/** Finds, checks and, if it is a source, compiles a program of the user's. Starts nothing of it. */
final class ProgramLaunch {
  private static final int LONGEST_LINE = 256;
  private static final Pattern SHELL_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+([\\w.]+)\\s*;");
  private static final Pattern TYPE =
      Pattern.compile("\\b(?:class|record|enum|interface)\\s+(\\w+)");

  private final Map<String, String> env;

  private ProgramLaunch(Map<String, String> env) {
    this.env = env;
  }

  /**
   * Returns the command that starts the experiment's program.
   *
   * @throws WrongProgram if there is no such program, it may not be executed, or it does not
   *     compile
   * @throws IOException if there is no place for a compiled source
   */
  static ChildCommand of(Experiment experiment, Program program) throws IOException {
    ProgramLaunch launch = new ProgramLaunch(LauncherEnvironment.undone(LauncherEnvironment.own()));
    return program.source()
        ? launch.compiled(program, experiment.limitBytes())
        : launch.command(program.words(), Optional.empty());
  }

  /**
   * Looks whether there is such a program or source, and does nothing else.
   *
   * @throws WrongProgram if there is none that may be executed or read
   */
  static void check(Program program) {
    ProgramLaunch launch = new ProgramLaunch(LauncherEnvironment.undone(LauncherEnvironment.own()));
    String name = program.words().get(0);
    if (program.source()) {
      SourceCompiler.source(name);
    } else {
      requireInterpreter(name, launch.find(name));
    }
  }

  private ChildCommand command(List<String> words, Optional<Path> temporary) {
    Path file = find(words.get(0));
    requireInterpreter(words.get(0), file);
    List<String> argv = new ArrayList<>();
    // A shell hands on what has a name of its own kind, and drops the rest.
    List<String> odd =
        env.entrySet().stream()
            .filter(e -> !SHELL_NAME.matcher(e.getKey()).matches())
            .map(e -> e.getKey() + "=" + e.getValue())
            .sorted()
            .toList();
    if (!odd.isEmpty()) {
      argv.add("/usr/bin/env");
      argv.addAll(odd);
    }
    boolean plain = isPlainScript(file);
    if (plain) {
      argv.add("/bin/sh"); // as execvp(3) does
    }
    argv.addAll(words);
    if (plain || words.get(0).startsWith("-")) {
      argv.set(argv.size() - words.size(), file.toString());
    }
    return new ChildCommand(argv, env, temporary);
  }

  /** Looks for a program as {@code execvp(3)} does. */
  private Path find(String name) {
    if (name.contains("/")) {
      return executable(name, SourceCompiler.path(name));
    }
    Optional<Path> closed = Optional.empty();
    for (String folder : env.getOrDefault("PATH", "/usr/bin:/bin").split(":", -1)) {
      Path file =
          SourceCompiler.path(folder.isEmpty() ? "." : folder).resolve(SourceCompiler.path(name));
      if (Files.isRegularFile(file)) {
        if (Files.isExecutable(file)) {
          return file;
        }
        closed = Optional.of(file);
      }
    }
    throw closed
        .map(file -> new WrongProgram(words("%s may not be executed: chmod +x it", file)))
        .orElseGet(
            () ->
                new WrongProgram(
                    words(
                        "there is no program %s on the PATH: check its name, or give its path",
                        name)));
  }

  private static Path executable(String name, Path file) {
    if (Files.notExists(file)) {
      throw new WrongProgram(words("there is no program %s: check its path", name));
    }
    if (Files.isDirectory(file)) {
      throw new WrongProgram(words("%s is a folder: name a program in it", name));
    }
    if (!Files.isExecutable(file)) {
      throw new WrongProgram(
          words(
              "%s may not be executed by this user: chmod +x it, or run it by its interpreter",
              name));
    }
    return file;
  }

  /** A script whose interpreter is missing would fail as if it were missing itself. */
  private static void requireInterpreter(String name, Path file) {
    String line = head(file).lines().findFirst().orElse("");
    if (line.startsWith("#!")) {
      String interpreter = line.substring(2).strip().split("\\s", 2)[0];
      if (!interpreter.isEmpty() && !Files.isExecutable(SourceCompiler.path(interpreter))) {
        throw new WrongProgram(
            words("%s is a script for %s, which cannot be executed here", name, interpreter));
      }
    }
  }

  /** Whether it is text that names no interpreter. */
  private static boolean isPlainScript(Path file) {
    String head = head(file);
    return !head.isEmpty() && !head.startsWith("#!") && head.chars().noneMatch(c -> c == 0);
  }

  /** Its first bytes; none if it may be executed and not read. */
  private static String head(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LONGEST_LINE), StandardCharsets.ISO_8859_1);
    } catch (IOException unreadable) {
      return "";
    }
  }

  private ChildCommand compiled(Program program, long limitBytes) throws IOException {
    String name = program.words().get(0);
    Path source = SourceCompiler.source(name);
    Path folder = Files.createTempDirectory("oomlab-program-");
    try {
      List<String> words =
          name.endsWith(".java") ? java(source, folder, limitBytes) : c(source, folder);
      List<String> all = new ArrayList<>(words);
      all.addAll(program.words().subList(1, program.words().size()));
      return command(all, Optional.of(folder));
    } catch (IOException | RuntimeException e) {
      remove(folder);
      throw e;
    }
  }

  private List<String> c(Path source, Path folder) throws IOException {
    Path compiler =
        Stream.of("cc", "gcc", "clang")
            .flatMap(name -> here(name).stream())
            .findFirst()
            .orElseThrow(
                () ->
                    new WrongProgram(
                        words(
                            "%s cannot be compiled: there is no C compiler (cc) on the PATH",
                            source)));
    Path program = folder.resolve(SourceCompiler.programName(source));
    SourceCompiler.compile(
        source,
        folder,
        env,
        List.of(compiler.toString(), "-pthread", "-o", program.toString(), source.toString()));
    return List.of(program.toString());
  }

  private Optional<Path> here(String name) {
    try {
      return Optional.of(find(name));
    } catch (WrongProgram absent) {
      return Optional.empty();
    }
  }

  private List<String> java(Path source, Path folder, long limitBytes) throws IOException {
    Path bin = Path.of(System.getProperty("java.home"), "bin").toAbsolutePath();
    if (!Files.isExecutable(bin.resolve("javac"))) {
      throw new WrongProgram(words("%s cannot be compiled: %s has no javac", source, bin));
    }
    String main = mainClass(source);
    String classPath =
        Stream.concat(Stream.of(folder), ChildCommand.classPath().stream())
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    SourceCompiler.compile(
        source,
        folder,
        env,
        List.of(
            bin.resolve("javac").toString(),
            "-J-XX:-UsePerfData",
            "-encoding",
            "UTF-8",
            "-proc:none",
            "-d",
            folder.toString(),
            "-cp",
            classPath,
            source.toString()));
    return List.of(
        bin.resolve("java").toString(),
        "-XX:-UsePerfData",
        "--enable-native-access=ALL-UNNAMED",
        // The limit of the group comes first, not the heap's.
        "-Xmx" + Math.max(2 * limitBytes, 2 << 20),
        "-cp",
        classPath,
        main);
  }

  /** Returns the first class of the file, which the java launcher would run as well. */
  private static String mainClass(Path source) throws IOException {
    String text =
        new String(Files.readAllBytes(source), StandardCharsets.UTF_8)
            .replaceAll("(?s)/\\*.*?\\*/", " ")
            .replaceAll("//.*", "");
    Matcher type = TYPE.matcher(text);
    if (!type.find()) {
      throw new WrongProgram(words("%s does not compile: there is no class in it", source));
    }
    Matcher home = PACKAGE.matcher(text);
    return (home.find() ? home.group(1) + "." : "") + type.group(1);
  }

  /** Removes a folder with all that is in it. */
  static void remove(Path folder) throws IOException {
    try (Stream<Path> inside = Files.walk(folder)) {
      for (Path file : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** What the launcher changed in the environment, which is the user's for a program of his. */
  static final class LauncherEnvironment {
    /** Names of the variables that it set; each former value is in one with the prefix. */
    private static final String CHANGED = "OOMLAB_CHANGED";

    private static final String PREFIX = "OOMLAB_USER_";

    /** Set by a command that went into a scope of systemd's. */
    private static final String SCOPED = "OOMLAB_SCOPED";

    private LauncherEnvironment() {}

    /**
     * Returns this process's environment as it was started with. Not as Java tells it: in the C
     * locale that loses what is not ASCII.
     */
    static Map<String, String> own() {
      Map<String, String> env = new TreeMap<>();
      try {
        byte[] all = Files.readAllBytes(Path.of("/proc/self/environ"));
        for (String entry : new String(all, StandardCharsets.UTF_8).split("\0", -1)) {
          int equals = entry.indexOf('=');
          if (equals > 0) {
            env.put(entry.substring(0, equals), entry.substring(equals + 1));
          }
        }
        return env;
      } catch (IOException e) {
        return System.getenv();
      }
    }

    /** Returns the environment as it was before. */
    static Map<String, String> undone(Map<String, String> own) {
      Map<String, String> env = new TreeMap<>(own);
      env.remove(CHANGED);
      env.remove(SCOPED);
      for (String name : own.getOrDefault(CHANGED, "").split(" ", -1)) {
        env.remove(name);
        String former = env.remove(PREFIX + name);
        if (former != null) {
          env.put(name, former);
        }
      }
      return env;
    }
  }
}
