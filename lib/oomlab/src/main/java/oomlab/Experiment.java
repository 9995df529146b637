package oomlab;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import oomlab.ExperimentException.Interrupted;
import oomlab.Scenario.Group;

/**
 * What to run inside a limit: a child process that allocates memory, in so many threads, until it
 * is killed; or any program.
 *
 * <pre>{@code
 * Run run = Experiment.standard().limit("128M").threads(2).run();
 * Run mine = Experiment.command("java", "-Xmx2g", "-jar", "app.jar").limit("512M").run();
 * }</pre>
 *
 * @param limitBytes limit of the memory cgroup; in a guest without one, its RAM
 * @param threads threads that allocate at the same time
 * @param chunkBytes bytes that a thread maps at a time
 * @param touch how mapped addresses become memory
 * @param swap whether the child may be swapped out
 * @param sampleInterval time between two samples of its memory
 * @param timeLimit after this the child is killed by us, and the verdict says so; a guest counts
 *     from its experiment's start, and is given up a minute later
 * @param guest the virtual machine to run out of memory; without one, a memory cgroup here does
 * @param program what runs instead of the child that allocates; threads, chunks and touch say
 *     nothing about it
 */
public record Experiment(
    long limitBytes,
    int threads,
    long chunkBytes,
    Touch touch,
    boolean swap,
    Duration sampleInterval,
    Duration timeLimit,
    Optional<Guest> guest,
    Optional<Program> program) {
  /** Smallest limit, in bytes: with less the child's own JVM may not reach its first chunk. */
  public static final long MIN_LIMIT_BYTES = 48L << 20;

  /** Smallest limit for a program: a page. Whether it can even start is for the kernel to say. */
  private static final long MIN_PROGRAM_LIMIT_BYTES = 4096;

  private static final int MAX_THREADS = 1024;
  private static final Duration SHORTEST_INTERVAL = Duration.ofNanos(100_000);
  private static final Duration LONGEST_TIME = Duration.ofDays(1);

  /**
   * Checks every setting.
   *
   * @throws IllegalArgumentException if one makes no sense, in a sentence that says what would
   */
  public Experiment {
    check(
        guest.isEmpty() || program.map(Program::cSource).orElse(true),
        later(
            "a guest has nothing that could run \"%s\": give it a C source, or run this in a memory "
                + "cgroup here"),
        program.map(Program::toString).orElse(""));
    check(
        program.isEmpty() || guest.map(g -> g.scenario().sysrqBytes() == 0).orElse(true),
        later(
            "a kill is asked for when the child that oomlab brings has grown: \"%s\" does not say so"),
        program.map(Program::toString).orElse(""));
    check(
        program.isEmpty() || limitBytes >= MIN_PROGRAM_LIMIT_BYTES,
        later("a limit of %s is too small: give a page, 4 KiB, at least"),
        Bytes.text(limitBytes));
    check(
        guest.isPresent() || program.isPresent() || limitBytes >= MIN_LIMIT_BYTES,
        later("a limit of %s is too small: the child's JVM needs at least %s"),
        Bytes.text(limitBytes),
        Bytes.text(MIN_LIMIT_BYTES));
    check(
        threads >= 1 && threads <= MAX_THREADS,
        later("%d threads make no sense: give 1 to %d"),
        threads,
        MAX_THREADS);
    check(
        chunkBytes >= 4096 && chunkBytes <= 1L << 46,
        later("a chunk of %s makes no sense: give 4 KiB to 64 TiB"),
        Bytes.text(chunkBytes));
    check(
        sampleInterval.compareTo(SHORTEST_INTERVAL) >= 0
            && sampleInterval.compareTo(Duration.ofMinutes(1)) <= 0,
        later("a sample every %.3f ms makes no sense: give 0.1 ms to 1 minute"),
        sampleInterval.toNanos() / 1e6);
    check(
        !timeLimit.isNegative() && !timeLimit.isZero() && timeLimit.compareTo(LONGEST_TIME) <= 0,
        later("a time limit of %.3f s makes no sense: give up to a day"),
        timeLimit.toMillis() / 1e3);
  }

  /** An experiment with the child that allocates. */
  public Experiment(
      long limitBytes,
      int threads,
      long chunkBytes,
      Touch touch,
      boolean swap,
      Duration sampleInterval,
      Duration timeLimit,
      Optional<Guest> guest) {
    this(
        limitBytes,
        threads,
        chunkBytes,
        touch,
        swap,
        sampleInterval,
        timeLimit,
        guest,
        Optional.empty());
  }

  /** Returns the same with other values. */
  private Experiment with(
      long limit, int threadCount, long chunk, Touch how, boolean swapping, Duration interval) {
    return new Experiment(
        limit, threadCount, chunk, how, swapping, interval, timeLimit, guest, program);
  }

  private void checkBuiltIn(String setting) {
    check(
        program.isEmpty(),
        later("%s would say nothing about \"%s\": it is for the child that oomlab brings"),
        setting,
        program.map(Program::toString).orElse(""));
  }

  private static void check(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(words(message, values));
    }
  }

  /**
   * Returns the experiment of the chapter: 256 MiB, a thread for each online CPU, chunks of 10 MiB,
   * one byte a page.
   */
  public static Experiment standard() {
    return new Experiment(
        256L << 20,
        Runtime.getRuntime().availableProcessors(),
        10L << 20,
        Touch.PAGE,
        false,
        Duration.ofMillis(1),
        Duration.ofMinutes(1),
        Optional.empty());
  }

  /** Returns the same with the chunks of the book's second report: 1 GiB. */
  public static Experiment book() {
    return standard().chunk("1G");
  }

  /**
   * Returns the experiment of the chapter in a virtual machine: as many threads as it has CPUs,
   * chunks of 10 MiB, a sample every 5 ms, up to two minutes. With a kernel of one's own the chunks
   * are of 1 MiB: before Linux 5.2 a request for more than is free at the moment is refused ({@code
   * __vm_enough_memory}), and with 10 MiB about half of the runs ended so.
   */
  public static Experiment in(Guest machine) {
    return new Experiment(
        machine.scenario().group().map(Group::limitBytes).orElse(machine.memoryBytes()),
        machine.cpus(),
        machine.kernel().isPresent() ? 1L << 20 : 10L << 20,
        Touch.PAGE,
        machine.swapBytes() > 0,
        Duration.ofMillis(5),
        Duration.ofMinutes(2),
        Optional.of(machine));
  }

  /**
   * Returns the experiment with a program of one's own: 256 MiB, a sample each millisecond, up to
   * ten minutes. It runs with this process's environment and working directory, and its children
   * with it in the group.
   *
   * @param words the program, as a path or to be found on the PATH, and its arguments
   */
  public static Experiment command(String... words) {
    return of(new Program(List.of(words), false));
  }

  /**
   * Returns the experiment with a source of one's own: a single Java file, compiled and run with
   * this JDK, its heap allowed twice the limit and JNA on its class path; or a C file, compiled
   * with the C compiler here, or the one for the guest. Compiling does not count to the limit.
   *
   * @param file ends in {@code .java} or {@code .c}
   * @param arguments those of the program
   */
  public static Experiment source(Path file, String... arguments) {
    List<String> words = new ArrayList<>(List.of(file.toString()));
    words.addAll(List.of(arguments));
    return of(new Program(words, true));
  }

  private static Experiment of(Program program) {
    Experiment built = standard();
    return new Experiment(
        built.limitBytes,
        built.threads,
        built.chunkBytes,
        built.touch,
        built.swap,
        built.sampleInterval,
        Duration.ofMinutes(10),
        Optional.empty(),
        Optional.of(program));
  }

  /**
   * Returns the same in a virtual machine, with the limit, threads, swap and times of {@link
   * #in(Guest)}. Of the user's programs, C sources run there.
   */
  public Experiment guest(Guest machine) {
    Experiment there = in(machine);
    return new Experiment(
        there.limitBytes,
        there.threads,
        chunkBytes,
        touch,
        there.swap,
        there.sampleInterval,
        there.timeLimit,
        there.guest,
        program);
  }

  /**
   * Returns the same with another memory limit of the group.
   *
   * @param size such as {@code "256M"}: bytes, or K, M, G, T in powers of 1024
   */
  public Experiment limit(String size) {
    return with(Bytes.parse(size), threads, chunkBytes, touch, swap, sampleInterval);
  }

  /** Returns the same with so many allocating threads. */
  public Experiment threads(int count) {
    checkBuiltIn(words("a number of threads"));
    return with(limitBytes, count, chunkBytes, touch, swap, sampleInterval);
  }

  /**
   * Returns the same with chunks of another size.
   *
   * @param size such as {@code "10M"}: bytes, or K, M, G, T in powers of 1024
   */
  public Experiment chunk(String size) {
    checkBuiltIn(words("a size of chunks"));
    return with(limitBytes, threads, Bytes.parse(size), touch, swap, sampleInterval);
  }

  /** Returns the same with memory touched another way. */
  public Experiment touch(Touch how) {
    checkBuiltIn(words("a way to touch memory"));
    return with(limitBytes, threads, chunkBytes, how, swap, sampleInterval);
  }

  /** Returns the same with swapping allowed or not. */
  public Experiment swap(boolean allowed) {
    return with(limitBytes, threads, chunkBytes, touch, allowed, sampleInterval);
  }

  /** Returns the same with a sample this often. */
  public Experiment sampleEvery(Duration interval) {
    return with(limitBytes, threads, chunkBytes, touch, swap, interval);
  }

  /** Returns the same with the child killed by us after this time. */
  public Experiment timeLimit(Duration longest) {
    return new Experiment(
        limitBytes, threads, chunkBytes, touch, swap, sampleInterval, longest, guest, program);
  }

  /**
   * Makes the run and waits for its end. Memory runs out only in the guest, or in a memory cgroup
   * made for it, after its limit and the child's membership were read back.
   *
   * @throws ExperimentException if it cannot be made: nothing was allocated or is left then
   * @throws Interrupted if this thread is interrupted meanwhile
   */
  public Run run() {
    return run(live -> {});
  }

  /** Makes the run, and tells the listener about five times a second how it goes. */
  public Run run(Consumer<Live> listener) {
    return run(listener, line -> {});
  }

  /** Makes the run, and hands on each line that it prints as well, as soon as it comes. */
  public Run run(Consumer<Live> listener, Consumer<String> line) {
    return runner().run(this, listener, line);
  }

  private Runner runner() {
    return ServiceLoader.load(Runner.class, Experiment.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .filter(runner -> runner.makes(this))
        .findFirst()
        .orElseThrow(
            () ->
                new ExperimentException(
                    words("nothing here can run a guest: put oomlab-guest on the class path")));
  }

  /** Returns the shell script that the guest is handed; empty without a guest. */
  public Optional<String> guestScript() {
    return runner().script(this);
  }

  /**
   * Whether a whole machine runs out of memory: in a guest without a memory cgroup. Then {@link
   * #limitBytes} is its RAM.
   */
  public boolean wholeMachine() {
    return guest.filter(g -> g.scenario().group().isEmpty()).isPresent();
  }

  /** Starts the run in a thread of its own. */
  public Ongoing start(Consumer<Live> listener) {
    return Ongoing.start(keep -> run(keep), listener);
  }

  /** Starts the run in a thread of its own, without a listener. */
  public Ongoing start() {
    return start(live -> {});
  }

  @Override
  public String toString() {
    String settings = program.isPresent() ? programSettings(program.get()) : settings();
    return guest.isPresent()
        ? words("guest %s, %s", guest.get().board().label(), settings)
        : settings;
  }

  private String programSettings(Program own) {
    return words(
        swap ? "limit %s, with swap: %s" : "limit %s, without swap: %s",
        Bytes.text(limitBytes),
        own);
  }

  private String settings() {
    return words(
        swap
            ? "limit %s, %s, chunks of %s, touch %s, with swap"
            : "limit %s, %s, chunks of %s, touch %s, without swap",
        Bytes.text(limitBytes),
        words(threads == 1 ? "%d thread" : "%d threads", threads),
        Bytes.text(chunkBytes),
        touch.name().toLowerCase(Locale.ROOT));
  }

  /**
   * A program of the user's.
   *
   * @param words the program with its arguments, as it was typed
   * @param source whether the first word is a source, to be compiled before
   */
  public record Program(List<String> words, boolean source) {
    /**
     * Copies the words.
     *
     * @throws IllegalArgumentException if there is no program among them, or a word that no program
     *     can get
     */
    public Program {
      words = List.copyOf(words);
      check(
          !words.isEmpty() && !words.get(0).isBlank(),
          later("no program is named: give one to run"));
      check(
          words.stream().noneMatch(word -> word.indexOf(0) >= 0),
          later("an argument of %s has a zero byte, which no program can get"),
          words.isEmpty() ? "" : words.get(0));
      String name = words.isEmpty() ? "" : words.get(0);
      check(
          !source || name.endsWith(".java") || name.endsWith(".c"),
          later("%s is no source that oomlab can run: give a .java or a .c file"),
          name);
    }

    /** Whether it is a C source. */
    public boolean cSource() {
      return source && words.get(0).endsWith(".c");
    }

    /** Returns it as one would type it, words with blanks in quotes. */
    @Override
    public String toString() {
      return words.stream()
          .map(word -> word.matches("[\\w@%+=:,./-]+") ? word : "'" + word + "'")
          .collect(Collectors.joining(" "));
    }
  }

  /**
   * Makes runs of one kind: in a memory cgroup of this machine, or in a guest. Found with {@link
   * ServiceLoader}, so that the library needs to know none of them.
   */
  public interface Runner {
    /** Whether it makes runs of this experiment. */
    boolean makes(Experiment experiment);

    /**
     * Makes the run, as {@link Experiment#run(Consumer, Consumer)} says.
     *
     * @throws ExperimentException if it cannot be made: nothing was allocated or is left then
     * @throws Interrupted if this thread is interrupted meanwhile
     */
    Run run(Experiment experiment, Consumer<Live> listener, Consumer<String> line);

    /** Returns the shell script that makes the experiment, where one does. */
    default Optional<String> script(Experiment experiment) {
      return Optional.empty();
    }
  }
}
