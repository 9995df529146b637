package oomlab.internal.child;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What makes the victim start quickly, kept in a folder for each JVM and build.
 *
 * <ul>
 *   <li>{@code child.jar}: the victim's classes and JNA's, instead of the whole library;
 *   <li>{@code libjnidispatch.so}, so that JNA does not unpack it at every start;
 *   <li>{@code child.jsa}: a class-data archive of all that the start loads (java(1), Application
 *       Class Data Sharing).
 * </ul>
 *
 * <p>Two processes may fill the folder at the same time: every file is written aside and moved into
 * place, and a second copy of the jar equals the first byte for byte, time stamp included, because
 * the archive refers to it.
 *
 * @param folder the folder of this JVM and build
 * @param jvm the JVM with its flags, up to where the main class follows
 */
record LaunchCache(Path folder, List<String> jvm) {
  private static @Nullable LaunchCache current;

  /** Returns the cache of this JVM and this build, filled. */
  static synchronized LaunchCache current() {
    LaunchCache filled = current;
    if (filled == null) {
      Path own = codeSource(LaunchCache.class);
      try {
        filled = open(Folders.next(own), own, codeSource(Native.class));
      } catch (IOException e) {
        throw new UncheckedIOException(
            new IOException(
                "cannot prepare the victim's launch: %s; make the folder writable or set TMPDIR"
                    .formatted(e.getMessage() == null ? e : e.getMessage()),
                e));
      }
      current = filled;
    }
    return filled;
  }

  /**
   * Fills a folder, or finds it filled.
   *
   * @param base where the folders of all JVMs and builds are
   * @param own jar or class folder that holds the victim's classes
   * @param jna jar that holds JNA; may be the same
   */
  static LaunchCache open(Path base, Path own, Path jna) throws IOException {
    Path folder = base.resolve(key(own, jna));
    Files.createDirectories(folder);
    Path jar = folder.resolve("child.jar");
    Path library = folder.resolve(System.mapLibraryName("jnidispatch"));
    Path archive = folder.resolve("child.jsa");
    List<String> flags = JvmFlags.of(folder, jar);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java").toAbsolutePath();
    if (!Files.exists(library)) {
      Folders.place(library, LaunchCache::unpack);
    }
    if (!Files.exists(jar)) {
      Folders.place(jar, aside -> ChildJar.write(aside, own, jna));
    }
    if (!Files.exists(archive)) {
      Archive.build(java, flags, jar, archive);
    }
    List<String> jvm = new ArrayList<>(List.of(java.toString()));
    if (Files.exists(archive)) {
      jvm.add("-XX:SharedArchiveFile=" + archive);
    }
    jvm.addAll(flags);
    return new LaunchCache(folder, List.copyOf(jvm));
  }

  /** Returns where this library's classes and JNA's are. */
  static List<Path> classPath() {
    return Stream.of(codeSource(LaunchCache.class), codeSource(Native.class)).distinct().toList();
  }

  private static void unpack(Path to) throws IOException {
    String name =
        "/com/sun/jna/" + Platform.RESOURCE_PREFIX + "/" + System.mapLibraryName("jnidispatch");
    try (InputStream in = Native.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("JNA brings no native part for this machine: no " + name);
      }
      Files.copy(in, to);
    }
  }

  private static String key(Path own, Path jna) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String property : List.of("java.home", "java.vm.name", "java.vm.version", "os.arch")) {
      text.append(System.getProperty(property)).append('\n');
    }
    text.append(String.join(" ", JvmFlags.of(Path.of(""), Path.of("")))).append('\n');
    stamp(text, own.resolve("oomlab/internal/child"), own);
    stamp(text, jna, jna);
    return UUID.nameUUIDFromBytes(text.toString().getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** Adds names, sizes and times of a class folder's files, or those of a jar. */
  private static void stamp(StringBuilder text, Path folder, Path jar) throws IOException {
    List<Path> files = List.of(jar);
    if (Files.isDirectory(folder)) {
      try (var list = Files.list(folder)) {
        files = list.sorted().toList();
      }
    }
    for (Path file : files) {
      text.append(file).append(' ').append(Files.size(file)).append(' ');
      text.append(Files.getLastModifiedTime(file).toMillis()).append('\n');
    }
  }

  private static Path codeSource(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new IllegalStateException(
          "cannot tell which jar %s came from: put oomlab.jar on the class path as a file"
              .formatted(type.getName()));
    }
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "cannot start the victim from %s: put oomlab.jar on the class path as a file"
              .formatted(source.getLocation()),
          e);
    }
  }
}
