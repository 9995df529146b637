package oomlab.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import oomlab.Guest;

/** An x86-64 guest with a Java runtime and the packaged library in it. */
final class JavaGuest {
  private static final String JAVA = "oomlab/java/";

  /** What the library needs to kill and to report; charts and notebooks need more. */
  private static final String MODULES =
      "java.base,java.logging,java.management,java.sql,jdk.unsupported";

  /** What QEMU translates to run it a few times is best neither compiled nor verified first. */
  private static final String KILL =
      """
      #!/bin/sh
      exec /oomlab/java/bin/java -XX:+UseSerialGC -XX:-UsePerfData \\
        -Xint -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote \\
        -jar /oomlab/target/oomlab-commands.jar kill --json --limit 64M --save /tmp/run "$@"
      """;

  private static final Pattern LIBRARY = Pattern.compile("(?:=> )?(/\\S+) \\(0x");
  private static final Guest GUEST = Guest.x86().cpus(2).memory(768L << 20).swap(0);

  private final Path folder;
  private final BootFiles parts;

  /**
   * Prepares one.
   *
   * @param folder where the runtime is made
   */
  JavaGuest(Path folder, BootFiles parts) {
    this.folder = folder;
    this.parts = parts;
  }

  /** Boots, and returns what the guest said of each situation. */
  Map<String, Situation> observe(Path jar, String init, Duration limit) throws Exception {
    Path work = QemuProcess.folder();
    files(jar, init).write(work.resolve("initrd"), Optional.empty());
    KernelConsole console = new KernelConsole();
    List<String> said = new ArrayList<>();
    try (QemuProcess qemu =
            QemuProcess.start(
                work,
                Qemu.command(GUEST, parts, false, "initrd", false),
                limit,
                GUEST.memoryBytes() + (2L << 30),
                Optional.empty());
        SerialLine consoleLine = open(qemu, "console", console::accept);
        SerialLine channel =
            open(
                qemu,
                "channel",
                line -> {
                  synchronized (said) {
                    said.add(line);
                  }
                })) {
      long deadline = System.nanoTime() + limit.toNanos();
      while (!channel.over() || !consoleLine.over()) {
        assertThat(System.nanoTime())
            .as("%s; console: %s", said, console.tail(5))
            .isLessThan(deadline);
        Thread.sleep(50);
      }
    }
    assertThat(said).as("console: %s", console.tail(20)).endsWith("done");
    return situations(said);
  }

  private static SerialLine open(
      QemuProcess qemu, String name, java.util.function.Consumer<String> sink)
      throws InterruptedException {
    while (true) {
      assertThat(qemu.running()).as(qemu.complaints()).isTrue();
      Optional<SerialLine> line = SerialLine.tryOpen(qemu.path(name), sink);
      if (line.isPresent()) {
        return line.get();
      }
      Thread.sleep(20);
    }
  }

  private static Map<String, Situation> situations(List<String> said) {
    Map<String, Situation> all = new LinkedHashMap<>();
    Map<String, List<String>> lines = new LinkedHashMap<>();
    for (String line : said) {
      String[] parts = line.split(" ", 2);
      if (parts[0].equals("situation")) {
        lines = new LinkedHashMap<>();
        all.put(parts[1], new Situation(lines));
      } else if (parts.length == 2) {
        lines.computeIfAbsent(parts[0], word -> new ArrayList<>()).add(parts[1]);
      }
    }
    return all;
  }

  private Initramfs files(Path jar, String init) throws Exception {
    Path runtime = runtime();
    Initramfs files = new Initramfs();
    files.program("oomlab/init", init);
    files.program("oomlab/kill", KILL);
    files.program("oomlab/bin/busybox", parts.busybox());
    files.file("oomlab/target/oomlab-commands.jar", jar);
    files.file("oomlab/target/oomlab.jar", jar.resolveSibling("oomlab.jar"));
    Set<Path> binaries = new TreeSet<>();
    try (Stream<Path> all = Files.walk(runtime)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        String name = runtime.relativize(file).toString();
        files.program(JAVA + name, file);
        if (name.endsWith(".so") || name.equals("bin/java")) {
          binaries.add(file);
        }
      }
    }
    for (Path library : libraries(runtime, binaries)) {
      files.program(library.toString().substring(1), library);
    }
    return files;
  }

  private Path runtime() throws IOException, InterruptedException {
    Path runtime = folder.resolve("java");
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    int status =
        ToolProvider.findFirst("jlink")
            .orElseThrow()
            .run(
                out,
                out,
                "--add-modules",
                MODULES,
                "--strip-java-debug-attributes",
                "--no-man-pages",
                "--no-header-files",
                "--exclude-files=**/legal/**",
                "--output",
                runtime.toString());
    assertThat(status).as(said.toString()).isZero();
    run(runtime.resolve("bin/java").toString(), "-Xshare:dump");
    return runtime;
  }

  /** The system's libraries that these files load, by ldd(1); not the runtime's own. */
  private static Set<Path> libraries(Path runtime, Set<Path> files)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ldd"));
    files.forEach(file -> command.add(file.toString()));
    Set<Path> found = new TreeSet<>();
    Matcher m = LIBRARY.matcher(run(command.toArray(String[]::new)));
    while (m.find()) {
      if (!m.group(1).startsWith(runtime.toString())) {
        found.add(Path.of(m.group(1)));
      }
    }
    return found;
  }

  /** Runs a program to its end and returns what it printed. */
  static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", Arrays.toString(command), out).isZero();
    return out;
  }
}
