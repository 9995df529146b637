package oomlab;

import java.util.List;
import java.util.Optional;

/** A kind of virtual machine, and what the distribution calls its parts. */
public enum Board {
  /** Arm's Versatile Express with a Cortex-A9: the book's first machine. */
  ARM32(
      "arm32",
      "qemu-system-arm",
      "qemu-system-arm",
      "armhf",
      "linux-image-armmp",
      "arm-linux-gnueabi-gcc",
      "gcc-arm-linux-gnueabi libc6-dev-armel-cross",
      Optional.of("vexpress-v2p-ca9.dtb"),
      "ttyAMA0",
      "ttyAMA1",
      "virtio_mmio"),
  /** A PC: the book's second machine. */
  X86_64(
      "x86_64",
      "qemu-system-x86_64",
      "qemu-system-x86",
      "amd64",
      "linux-image-amd64",
      "x86_64-linux-gnu-gcc",
      "gcc libc6-dev",
      Optional.empty(),
      "ttyS0",
      "ttyS1",
      "virtio_pci");

  private final String label;
  private final String emulator;
  private final String emulatorPackage;
  private final String architecture;
  private final String kernelPackage;
  private final String compiler;
  private final String compilerPackages;
  private final Optional<String> deviceTree;
  private final String console;
  private final String channel;
  private final String bus;

  Board(
      String label,
      String emulator,
      String emulatorPackage,
      String architecture,
      String kernelPackage,
      String compiler,
      String compilerPackages,
      Optional<String> deviceTree,
      String console,
      String channel,
      String bus) {
    this.label = label;
    this.emulator = emulator;
    this.emulatorPackage = emulatorPackage;
    this.architecture = architecture;
    this.kernelPackage = kernelPackage;
    this.compiler = compiler;
    this.compilerPackages = compilerPackages;
    this.deviceTree = deviceTree;
    this.console = console;
    this.channel = channel;
    this.bus = bus;
  }

  /** Name in options and file names, such as {@code arm32}. */
  public String label() {
    return label;
  }

  /** The QEMU program, such as {@code qemu-system-arm}. */
  public String emulator() {
    return emulator;
  }

  /** Debian's and Ubuntu's package of {@link #emulator}. */
  public String emulatorPackage() {
    return emulatorPackage;
  }

  /** Debian's name of the architecture of kernel and userland, such as {@code armhf}. */
  public String architecture() {
    return architecture;
  }

  /** The package that depends on the current kernel. */
  public String kernelPackage() {
    return kernelPackage;
  }

  /** The C compiler that makes programs for it, such as {@code arm-linux-gnueabi-gcc}. */
  public String compiler() {
    return compiler;
  }

  /** Debian's and Ubuntu's packages of {@link #compiler} with its C library. */
  public List<String> compilerPackages() {
    return List.of(compilerPackages.split(" ", -1));
  }

  /** File name of the device tree in the kernel package. */
  public Optional<String> deviceTree() {
    return deviceTree;
  }

  /** Device of the kernel's console. */
  public String console() {
    return console;
  }

  /** Device of the second serial line, which carries samples. */
  public String channel() {
    return channel;
  }

  /** Kernel module of the bus that a virtio disk hangs on; {@code virtio_blk} is the disk's. */
  public String bus() {
    return bus;
  }
}
