package oomlab.internal.proc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import oshi.SystemInfo;
import oshi.software.os.OSProcess;

/**
 * What one look at a process's memory costs: the sampler's way, the one-shot reader, a plain file
 * read, and OSHI. Run by {@code mvn -Pjmh test-compile exec:exec}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SampleBenchmark {
  private Process idle;
  private ProcFile statm;
  private ProcFile status;
  private Path path;
  private OSProcess oshi;

  /** Starts a process that does nothing. */
  @Setup
  public void start() throws IOException {
    idle = new ProcessBuilder("sleep", "600").start();
    int pid = (int) idle.pid();
    path = Path.of("/proc", Integer.toString(pid), "statm");
    statm = ProcFile.open(path, Proc.SHORT_FILE_BYTES);
    status = ProcFile.open(path.resolveSibling("status"), Proc.SHORT_FILE_BYTES);
    oshi = new SystemInfo().getOperatingSystem().getProcess(pid);
  }

  /** Ends it. */
  @TearDown
  public void stop() throws IOException, InterruptedException {
    statm.close();
    status.close();
    idle.destroyForcibly().waitFor();
  }

  /** The sampler's fast part. */
  @Benchmark
  public long sampler() throws IOException {
    statm.read();
    return statm.number(0) + statm.number(1) + statm.number(2);
  }

  /** The sampler's look at VmHWM and its kin. */
  @Benchmark
  public long samplerStatus() throws IOException {
    status.read();
    return status.after(Proc.VM_HWM)
        + status.after(Proc.VM_SWAP)
        + status.after(Proc.RSS_ANON)
        + status.after(Proc.RSS_FILE);
  }

  /** Opens, reads, closes. */
  @Benchmark
  public Optional<Proc.Statm> oneShot() {
    return Proc.live().statm((int) idle.pid());
  }

  /** What a first version would do. */
  @Benchmark
  public long readString() throws IOException {
    return Long.parseLong(Files.readString(path).split(" ", -1)[1]);
  }

  /** OSHI's way to renew what it knows of a process. */
  @Benchmark
  public long oshi() {
    if (!oshi.updateAttributes()) {
      throw new IllegalStateException("the process is gone");
    }
    return oshi.getResidentMemory();
  }
}
