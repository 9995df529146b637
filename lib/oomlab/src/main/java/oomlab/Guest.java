package oomlab;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A virtual machine to run out of memory.
 *
 * <pre>{@code
 * Experiment.in(Guest.arm32()).run();
 * }</pre>
 *
 * @param board what kind of machine
 * @param cpus its CPUs, which QEMU runs in a thread each
 * @param memoryBytes its RAM
 * @param swapBytes size of its swap disk; 0 for none
 * @param swapRate bytes a second that this disk writes; 0 for as many as it can
 * @param numaNodes nodes that its RAM is divided into
 * @param speed whether the host's processor runs it
 * @param series Debian's kernel of this series, such as {@code 6.12}, instead of the system's own
 * @param kernel somebody's own kernel image instead of the distribution's
 * @param deviceTree somebody's own device tree
 * @param initramfs somebody's own files, which ours are added to
 * @param kernelArguments words that are added to its kernel's command line; empty for none
 * @param scenario how its kernel is set and what else is in its memory
 */
public record Guest(
    Board board,
    int cpus,
    long memoryBytes,
    long swapBytes,
    long swapRate,
    int numaNodes,
    Speed speed,
    Optional<String> series,
    Optional<Path> kernel,
    Optional<Path> deviceTree,
    Optional<Path> initramfs,
    String kernelArguments,
    Scenario scenario) {
  private static final long MIB = 1L << 20;

  /** COMMAND_LINE_SIZE is 1024 on 32-bit Arm (arch/arm/include/uapi/asm/setup.h); some is ours. */
  private static final int LONGEST_ARGUMENTS = 800;

  /** A kind of virtual machine. */
  public enum Board {
    /** Arm's Versatile Express with a Cortex-A9: the book's first machine. */
    ARM32("arm32", Backend.GUEST_ARM32),
    /** A PC: the book's second machine. */
    X86_64("x86_64", Backend.GUEST_X86_64);

    private final String label;
    private final Backend backend;

    Board(String label, Backend backend) {
      this.label = label;
      this.backend = backend;
    }

    /** Name in options and file names, such as {@code arm32}. */
    public String label() {
      return label;
    }

    /** What a run on it says of where it took place. */
    public Backend backend() {
      return backend;
    }
  }

  /** Whether the host's processor runs the guest itself (KVM), or QEMU translates its code. */
  public enum Speed {
    /** KVM where it works, else translation. */
    BEST,
    /** KVM. */
    KVM,
    /** Translation, which works everywhere. */
    TCG
  }

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if one makes no sense
   */
  public Guest {
    int most = board == Board.ARM32 ? 4 : 32;
    check(
        cpus >= 1 && cpus <= most,
        later("guest-%s has 1 to %d CPUs, not %d"),
        board.label(),
        most,
        cpus);
    long least = board == Board.ARM32 ? 64 : 112;
    // The vexpress-a9 has room for 1 GiB; a guest larger than this says nothing more.
    long largest = board == Board.ARM32 ? 1024 : 8192;
    check(
        memoryBytes >= least * MIB && memoryBytes <= largest * MIB,
        later("guest-%s has %d MiB to %d MiB of RAM"),
        board.label(),
        least,
        largest);
    check(memoryBytes % MIB == 0, later("a guest's RAM is a whole number of MiB"));
    check(
        swapBytes == 0 || (swapBytes >= MIB && swapBytes <= 16384 * MIB),
        later("a swap disk has 1 MiB to 16 GiB, or 0 for none"));
    check(
        swapRate == 0 || swapRate >= 64 * 1024,
        later("a swap disk writes 64 KiB a second or more, or 0 for as much as it can"));
    check(
        numaNodes == 1
            || (board == Board.X86_64 && numaNodes >= 1 && numaNodes <= Math.min(cpus, 4)),
        later("NUMA nodes: x86_64 has 1 to 4, at most one for each CPU; %s has one"),
        Board.ARM32.label());
    check(
        speed != Speed.KVM || board == Board.X86_64,
        later("KVM runs the host's own architecture: use it with x86_64"));
    check(
        scenario.hugePages() == 0 || board == Board.X86_64,
        later("the processor of %s has no huge pages: use x86_64"),
        board.label());
    check(
        scenario.guard() != Guard.SYSTEMD_OOMD
            || (board == Board.X86_64 && memoryBytes >= 160 * MIB),
        later(
            "systemd-oomd comes with systemd, which takes 20 MB: use x86_64 with 160 MiB or more"));
    checkKernel(series, kernel, kernelArguments);
  }

  private static void checkKernel(
      Optional<String> series, Optional<Path> kernel, String kernelArguments) {
    check(
        series.map(name -> name.matches("[0-9]{1,2}[.][0-9]{1,3}")).orElse(true),
        later("a kernel's series is named by two numbers, such as 6.12, not \"%s\""),
        series.orElse(""));
    check(
        series.isEmpty() || kernel.isEmpty(),
        later("a guest has one kernel: give a series of Debian's or a file of your own"));
    check(
        kernelArguments.length() <= LONGEST_ARGUMENTS
            && kernelArguments.chars().allMatch(c -> c >= ' ' && c < 127),
        later("a kernel takes up to %d printable ASCII characters as its arguments"),
        LONGEST_ARGUMENTS);
    check(
        Stream.of(kernelArguments.split(" ", -1)).noneMatch(word -> word.startsWith("rdinit=")),
        later("rdinit= would keep the experiment from starting: leave it out"));
  }

  private static void check(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(words(message, values));
    }
  }

  /** Returns the book's first machine: 4 CPUs, 100 MB, no swap. */
  public static Guest arm32() {
    return of(Board.ARM32, 4, 100 * MIB, 0);
  }

  /**
   * Returns the book's second machine, smaller: 2 CPUs, 192 MiB, 16 MiB of swap. With more CPUs
   * than the host has, swapping is slow: with 4 on a host of 2 a run took 2 to 7 s in place of 0.9.
   */
  public static Guest x86() {
    return of(Board.X86_64, 2, 192 * MIB, 16 * MIB);
  }

  private static Guest of(Board board, int cpus, long memoryBytes, long swapBytes) {
    return new Guest(
        board,
        cpus,
        memoryBytes,
        swapBytes,
        0,
        1,
        Speed.BEST,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "",
        Scenario.plain());
  }

  /** Returns the same with so many CPUs. */
  public Guest cpus(int count) {
    return with(draft -> draft.cpus = count);
  }

  /** Returns the same with so much RAM. */
  public Guest memory(long bytes) {
    return with(draft -> draft.memoryBytes = bytes);
  }

  /** Returns the same with a swap disk of this size; 0 for none. */
  public Guest swap(long bytes) {
    return with(draft -> draft.swapBytes = bytes);
  }

  /**
   * Returns the same with a swap disk that writes only so many bytes a second, and takes in few
   * requests at once; 0 for no brake.
   */
  public Guest swapRate(long bytesPerSecond) {
    return with(draft -> draft.swapRate = bytesPerSecond);
  }

  /** Returns the same with its RAM divided into so many nodes. */
  public Guest numaNodes(int count) {
    return with(draft -> draft.numaNodes = count);
  }

  /** Returns the same, run this way. */
  public Guest speed(Speed how) {
    return with(draft -> draft.speed = how);
  }

  /** Returns the same with Debian's newest kernel of a series, such as {@code "6.12"}. */
  public Guest series(String name) {
    return with(draft -> draft.series = Optional.of(name));
  }

  /** Returns the same with words added to its kernel's command line, such as "slub_debug". */
  public Guest kernelArguments(String words) {
    return with(draft -> draft.kernelArguments = words);
  }

  /** Returns the same with somebody's own kernel, such as the course's 4.0. */
  public Guest kernel(Path image) {
    return with(draft -> draft.kernel = Optional.of(image));
  }

  /** Returns the same with somebody's own device tree. */
  public Guest deviceTree(Path dtb) {
    return with(draft -> draft.deviceTree = Optional.of(dtb));
  }

  /** Returns the same with somebody's own initramfs, which our files are added to. */
  public Guest initramfs(Path archive) {
    return with(draft -> draft.initramfs = Optional.of(archive));
  }

  /** Returns the same with another scenario. */
  public Guest scenario(Scenario other) {
    return with(draft -> draft.scenario = other);
  }

  private Guest with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.guest();
  }

  /** A guest that one value is changed in: the only place that lists all of them in order. */
  private static final class Draft {
    private final Board board;
    private int cpus;
    private long memoryBytes;
    private long swapBytes;
    private long swapRate;
    private int numaNodes;
    private Speed speed;
    private Optional<String> series;
    private Optional<Path> kernel;
    private Optional<Path> deviceTree;
    private Optional<Path> initramfs;
    private String kernelArguments;
    private Scenario scenario;

    Draft(Guest from) {
      board = from.board;
      cpus = from.cpus;
      memoryBytes = from.memoryBytes;
      swapBytes = from.swapBytes;
      swapRate = from.swapRate;
      numaNodes = from.numaNodes;
      speed = from.speed;
      series = from.series;
      kernel = from.kernel;
      deviceTree = from.deviceTree;
      initramfs = from.initramfs;
      kernelArguments = from.kernelArguments;
      scenario = from.scenario;
    }

    Guest guest() {
      return new Guest(
          board,
          cpus,
          memoryBytes,
          swapBytes,
          swapRate,
          numaNodes,
          speed,
          series,
          kernel,
          deviceTree,
          initramfs,
          kernelArguments,
          scenario);
    }
  }
}
