package oomlab.internal.child;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import oomlab.Touch;

/**
 * How to start the victim: ready for {@code posix_spawn(3)}.
 *
 * <p>The process that this library brings waits for the line {@code go} on standard input and ends
 * when standard input does; its environment has nothing in it that makes a JVM talk.
 *
 * @param argv program and arguments
 * @param env the whole environment
 * @param temporary a folder that goes when the process has ended
 */
public record ChildCommand(List<String> argv, Map<String, String> env, Optional<Path> temporary) {
  /** Copies what it is given. */
  public ChildCommand {
    argv = List.copyOf(argv);
    env = Map.copyOf(env);
  }

  /** A command that leaves nothing behind. */
  public ChildCommand(List<String> argv, Map<String, String> env) {
    this(argv, env, Optional.empty());
  }

  /** Returns where this library's classes and JNA's are: the class path of a source in Java. */
  public static List<Path> classPath() {
    return LaunchCache.classPath();
  }

  /**
   * Returns the command of a victim that allocates until it is killed, and prepares its launch if
   * that is still to do ({@link #jvm}).
   *
   * @param touch how memory is touched
   * @param threads threads that allocate at the same time
   * @param chunkBytes bytes that a thread maps at a time
   * @throws UncheckedIOException if the launch cannot be prepared
   */
  public static ChildCommand of(Touch touch, int threads, long chunkBytes) {
    LaunchCache cache = LaunchCache.current();
    List<String> argv = new ArrayList<>(cache.jvm());
    argv.add(ChildMain.class.getName());
    argv.add(touch.name());
    argv.add(Integer.toString(threads));
    argv.add(Long.toString(chunkBytes));
    argv.add(cache.folder().toString());
    return new ChildCommand(argv, environment(System.getenv()));
  }

  /**
   * Returns the same command, which ends well once {@code totalBytes} bytes are touched and prints
   * {@code touched N bytes.}: for measuring speed, not for killing.
   */
  public ChildCommand stopAfter(long totalBytes) {
    List<String> more = new ArrayList<>(argv);
    more.add(Long.toString(totalBytes));
    return new ChildCommand(more, env, temporary);
  }

  /**
   * Returns the JVM and its flags, as used for the victim, and prepares its launch if that is still
   * to do, once for each JVM and build: a small class path, the unpacked native part of JNA, and a
   * class-data archive. They are next to the build, or in a temporary folder that goes with this
   * JVM. Takes about two seconds the first time.
   *
   * @throws UncheckedIOException if the folder cannot be filled
   */
  public static List<String> jvm() {
    return LaunchCache.current().jvm();
  }

  /** Keeps what finds files and libraries; drops JAVA_TOOL_OPTIONS and all else. */
  static Map<String, String> environment(Map<String, String> own) {
    Map<String, String> env = new TreeMap<>();
    for (String name : List.of("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "LC_CTYPE")) {
      String value = own.get(name);
      if (value != null) {
        env.put(name, value);
      }
    }
    env.put("MALLOC_ARENA_MAX", "1"); // a heap for each thread would blur the address space
    return env;
  }
}
