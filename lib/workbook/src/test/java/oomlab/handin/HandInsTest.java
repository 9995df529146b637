package oomlab.handin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import oomlab.Run;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hostile bundle does: it is one sentence, and nothing else is read. */
@Timeout(20)
class HandInsTest {
  private static final Path HONEST = Path.of("notebooks/data/first-kill");
  private static final List<String> PARTS =
      List.of("run.json", "samples.csv", "tracks.csv", "kmsg.log", "terminal.txt");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path dir;

  private Path folder() {
    return dir.resolve("hand-in");
  }

  @BeforeEach
  void putAnHonestBundleThere() throws IOException {
    Forged.read(HONEST).write(folder());
  }

  private String refusal() {
    Received received = HandIns.read(folder());
    assertThat(received).isInstanceOf(Received.Broken.class);
    Finding finding = ((Received.Broken) received).finding();
    assertThat(finding.isFault()).isTrue();
    assertThat(finding.sentence()).doesNotContain("\n", "Exception").endsWith(".");
    return finding.sentence();
  }

  @Test
  void honestBundleIsTheSameRunThatLoadGives() {
    assertThat(HandIns.read(folder())).isInstanceOf(Received.Bundle.class);
    Run run = ((Received.Bundle) HandIns.read(folder())).run();
    assertThat(Fingerprint.of(run).digest()).isEqualTo(Fingerprint.of(Run.load(HONEST)).digest());
  }

  @Test
  void missingFolderIsNamed() {
    Received received = HandIns.read(dir.resolve("nobody"));
    assertThat(((Received.Broken) received).finding().code()).isEqualTo("missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run.json", "samples.csv", "tracks.csv", "kmsg.log", "terminal.txt"})
  void eachPartMustBeARegularFileInTheFolder(String part) throws Exception {
    Path file = folder().resolve(part);
    Files.delete(file);
    assertThat(refusal()).contains(part + " is missing");

    Path outside = Files.copy(HONEST.resolve(part), dir.resolve("outside"));
    Files.createSymbolicLink(file, outside);
    assertThat(refusal()).contains(part + " is a link");

    Files.delete(file);
    Files.createSymbolicLink(file, dir.resolve("nowhere"));
    assertThat(refusal()).contains(part + " is a link");

    Files.delete(file);
    Files.createDirectory(file);
    assertThat(refusal()).contains(part + " is a folder");

    Files.delete(file);
    Process mkfifo = new ProcessBuilder("mkfifo", file.toString()).inheritIO().start();
    assertThat(mkfifo.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(refusal()).contains(part + " is a pipe");
  }

  @Test
  void linkInPlaceOfTheFolderIsNotFollowed() throws IOException {
    Path elsewhere = Files.move(folder(), dir.resolve("elsewhere"));
    Files.createSymbolicLink(folder(), elsewhere);
    assertThat(refusal()).contains("is a link");
    Files.delete(folder());
    Files.writeString(folder(), "a file");
    assertThat(refusal()).contains("no folder");
  }

  @Test
  void fileOfTerabytesIsNotReadToItsEnd() throws IOException {
    for (String part : PARTS) {
      Forged.read(HONEST).write(folder());
      try (RandomAccessFile file = new RandomAccessFile(folder().resolve(part).toFile(), "rw")) {
        file.setLength(1L << 40);
      }
      assertThat(refusal()).contains(part + " has more than");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "samples.csv, 700000",
    "tracks.csv, 500000",
    "kmsg.log, 30000",
    "terminal.txt, 200000"
  })
  void moreLinesThanARunMakesAreRefused(String part, int lines) throws IOException {
    Files.writeString(folder().resolve(part), "\n".repeat(lines));
    assertThat(refusal()).contains(part + " has more than");
  }

  @ParameterizedTest
  @ValueSource(strings = {"samples.csv", "tracks.csv", "kmsg.log", "terminal.txt"})
  void longerLinesThanARunMakesAreRefused(String part) throws IOException {
    Files.writeString(folder().resolve(part), "x".repeat(10_000));
    assertThat(refusal()).contains("more than");
  }

  /** Each track is 64 KiB in memory before its first value. */
  @Test
  void moreTracksThanARecordingHasAreRefused() throws IOException {
    StringBuilder csv = new StringBuilder("track,unit,nanos,value\n");
    for (int i = 0; i < 300_000; i++) {
      csv.append('t').append(i).append(",bytes,1,1\n");
    }
    Files.writeString(folder().resolve("tracks.csv"), csv);
    assertThat(refusal()).contains("tracks.csv", "more than 128 tracks");
  }

  @Test
  void deepJsonIsRefused() throws IOException {
    Files.writeString(folder().resolve("run.json"), "[".repeat(1_000_000));
    assertThat(refusal()).contains("run.json is no JSON");
    Files.writeString(folder().resolve("run.json"), "{\"a\":".repeat(500_000));
    assertThat(refusal()).contains("run.json is no JSON");
  }

  @Test
  void numbersBeyondReasonAreRefused() throws IOException {
    String json = Files.readString(HONEST.resolve("run.json"));
    for (String number : List.of("9".repeat(100_000), "1e400", "-5", "\"4711\"", "null", "1.5")) {
      Files.writeString(
          folder().resolve("run.json"),
          json.replaceFirst("\"threads\" : \\d+", "\"threads\" : " + number));
      assertThat(refusal()).hasSizeLessThan(600);
    }
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws IOException {
    Files.write(folder().resolve("terminal.txt"), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThat(refusal()).contains("terminal.txt is not UTF-8");
  }

  @Test
  void logMadeToBeSlowIsReadInTime() throws IOException {
    String line = "4,%d,1,-;oom-kill:" + "task_memcg=,task=".repeat(230) + "\n";
    StringBuilder log = new StringBuilder();
    for (int i = 0; log.length() + 4100 < 2 << 20; i++) {
      log.append(line.formatted(i));
    }
    Files.writeString(folder().resolve("kmsg.log"), log);
    long begun = System.nanoTime();
    Received received = HandIns.read(folder());
    if (received instanceof Received.Bundle bundle) {
      assertThat(HandIn.examine(bundle.run(), bundle.run().experiment())).isNotEmpty();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
  }

  /** Any number replaced by a nasty one, any byte by another: a run or a sentence. */
  @Test
  void randomDamageNeverThrows() throws IOException {
    long seed = 20261124;
    Random random = new Random(seed);
    Forged honest = Forged.read(HONEST);
    for (int i = 0; i < 400; i++) {
      String part = PARTS.get(random.nextInt(PARTS.size()));
      Forged damaged = honest.copy();
      damaged.edit(part, text -> random.nextBoolean() ? number(text, random) : bytes(text, random));
      damaged.write(folder());
      try {
        if (HandIns.read(folder()) instanceof Received.Bundle bundle) {
          assertThat(HandIn.examine(bundle.run(), bundle.run().experiment()))
              .allMatch(finding -> !finding.sentence().isEmpty());
          assertThat(Fingerprint.of(bundle.run()).digest()).hasSize(64);
        }
      } catch (RuntimeException e) {
        throw new AssertionError("seed %d, damage %d to %s".formatted(seed, i, part), e);
      }
    }
  }

  private static String number(String text, Random random) {
    List<MatchResult> numbers = Pattern.compile("\\d+").matcher(text).results().toList();
    MatchResult one = numbers.get(random.nextInt(numbers.size()));
    List<String> nasty =
        List.of("0", "-1", "9223372036854775807", "-9223372036854775808", "4294967296", "1", "");
    return text.substring(0, one.start())
        + nasty.get(random.nextInt(nasty.size()))
        + text.substring(one.end());
  }

  private static String bytes(String text, Random random) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i <= random.nextInt(4); i++) {
      bytes[random.nextInt(bytes.length)] = (byte) (' ' + random.nextInt(95));
    }
    int end = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
    return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
  }
}
