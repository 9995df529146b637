package oomlab.lms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import oomlab.grade.Submission;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassDownloadTest {
  private static final String LAB = "lab-oom";

  @TempDir private Path folder = Path.of("");
  private int count;
  private final Map<String, Delivery> deliveries = new TreeMap<>();

  private Delivery delivery(String name) {
    return Objects.requireNonNull(deliveries.get(name));
  }

  /** Unpacks, and returns what each submission's notebook says, and whether it has a run. */
  private Map<String, String> read(Path... zips) throws Exception {
    deliveries.clear();
    Path temp = Files.createDirectory(folder.resolve("t" + count++));
    Map<String, String> found = new TreeMap<>();
    try (ClassDownload download = ClassDownload.open(List.of(zips), LAB, ZipLimits.CLASS, temp)) {
      for (Submission each : download.submissions()) {
        Path notebook = each.notebook();
        String text = Files.exists(notebook) ? Files.readString(notebook) : "none";
        boolean run = Files.exists(notebook.resolveSibling("runs/hand-in/run.json"));
        found.put(each.name(), text + (run ? " and run" : ""));
      }
      deliveries.putAll(download.deliveries());
      assertThat(found.keySet()).isEqualTo(download.deliveries().keySet());
    }
    assertThat(temp).isEmptyDirectory();
    return found;
  }

  private Path zip() {
    return folder.resolve("class" + count++ + ".zip");
  }

  private static byte[] inner(String... namesAndTexts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        out.putNextEntry(new ZipEntry(namesAndTexts[i]));
        out.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"_assignsubmission_file_/", "_assignsubmission_file/"})
  void readsFoldersFromMoodle(String folderEnd) throws Exception {
    Path zip = zip();
    try (SmallZip out = SmallZip.at(zip)) {
      out.file("Zoë Åberg_1234567" + folderEnd + "lab-oom.ipynb", "zoë");
      out.file("Zoë Åberg_1234567" + folderEnd + "runs/hand-in/run.json", "{}");
      out.file("Jean-Luc O'Neil_1234568" + folderEnd + "lab-oom.ipynb", "jean");
      out.file("Participant_77" + folderEnd + "lab-oom.ipynb", "blind");
      out.file("Ada Byron_9_assignsubmission_onlinetext_/onlinetext.html", "I forgot");
      out.file("Ada Byron_9" + folderEnd + "notes.txt", "no notebook");
      out.file("Default group" + folderEnd + "lab-oom.ipynb", "group");
    }
    assertThat(read(zip))
        .containsExactly(
            Map.entry("Ada Byron_9", "none"),
            Map.entry("Default group", "group"),
            Map.entry("Jean-Luc O'Neil_1234568", "jean"),
            Map.entry("Participant_77", "blind"),
            Map.entry("Zoë Åberg_1234567", "zoë and run"));
    Delivery zoe = delivery("Zoë Åberg_1234567");
    assertThat(zoe.student()).isEqualTo("Zoë Åberg");
    assertThat(zoe.id()).contains("1234567");
    assertThat(zoe.prefix()).isEqualTo("Zoë Åberg_1234567" + folderEnd);
    assertThat(delivery("Ada Byron_9").older()).isEmpty();
  }

  @Test
  void readsSingleFilesFromMoodle() throws Exception {
    Path zip = zip();
    try (SmallZip out = SmallZip.at(zip)) {
      out.file("Ada Byron_12_assignsubmission_file_lab-oom.ipynb", "ada");
      out.file("Ada Byron_12_assignsubmission_file_runs.zip", inner("hand-in/run.json", "{}"), 0);
      out.file("Bo Ek_13_assignsubmission_file_lab-oom.ipynb", "bo");
    }
    assertThat(read(zip))
        .containsExactly(Map.entry("Ada Byron_12", "ada and run"), Map.entry("Bo Ek_13", "bo"));
    assertThat(delivery("Bo Ek_13").prefix()).isEqualTo("Bo Ek_13_assignsubmission_file_");
  }

  @Test
  void readsCanvas() throws Exception {
    Path zip = zip();
    try (SmallZip out = SmallZip.at(zip)) {
      out.file("byronada_101_9001_lab-oom.ipynb", "ada");
      out.file("byronada_101_9002_runs.zip", inner("runs/hand-in/run.json", "{}"), 0);
      out.file("ekbo_LATE_102_9003_lab-oom.ipynb", "bo, first");
      out.file("ekbo_LATE_102_9010_lab-oom-2.ipynb", "bo, third");
      out.file("ekbo_LATE_102_9007_lab-oom-1.ipynb", "bo, second");
      out.file(
          "müllerüla_103_9004_lab-oom.zip",
          inner("lab-oom/lab-oom.ipynb", "üla", "lab-oom/runs/hand-in/run.json", "{}"),
          0);
      out.file("anon_Xy12Z_9005_lab-oom.ipynb", "nobody");
      out.file("LATE_anon_Ab12Z_9006_lab-oom.ipynb", "late nobody");
      out.file("texttina_104_text.html", "<p>here it is</p>");
      out.file("smith_jr_105_9011_lab-oom.ipynb", "smith");
      out.file("badzip_106_9012_lab-oom.ipynb", "bad");
      out.file("badzip_106_9013_runs.zip", "PK no zip");
    }
    assertThat(read(zip))
        .containsExactly(
            Map.entry("anon_Ab12Z", "late nobody"),
            Map.entry("anon_Xy12Z", "nobody"),
            Map.entry("badzip_106", "bad"),
            Map.entry("byronada_101", "ada and run"),
            Map.entry("ekbo_102", "bo, third"),
            Map.entry("müllerüla_103", "üla and run"),
            Map.entry("smith_jr_105", "smith"),
            Map.entry("texttina_104", "none"));
    Delivery bo = delivery("ekbo_102");
    assertThat(bo.markedLate()).isTrue();
    assertThat(bo.attempt()).isEqualTo(3);
    assertThat(bo.older())
        .containsExactly("ekbo_LATE_102_9003_lab-oom.ipynb", "ekbo_LATE_102_9007_lab-oom-1.ipynb");
    assertThat(bo.prefix()).isEqualTo("ekbo_LATE_102_9010_");
    assertThat(delivery("badzip_106").notes())
        .containsExactly("runs.zip is no zip, or not a whole one; download it again.");
    assertThat(delivery("byronada_101").markedLate()).isFalse();
  }

  @Test
  void readsWhatNbgraderHas() throws Exception {
    Path zip = zip();
    try (SmallZip out = SmallZip.at(zip)) {
      out.file("course/submitted/ada/lab-oom/lab-oom.ipynb", "ada");
      out.file("course/submitted/ada/lab-oom/runs/hand-in/run.json", "{}");
      out.file("course/submitted/ada/lab-oom/timestamp.txt", "2026-03-01 22:58:00.5 UTC\n");
      out.file("course/submitted/bo/lab-oom/lab-oom.ipynb", "bo");
      out.file("course/submitted/bo/lab-1/lab-1.ipynb", "another");
      out.file("__MACOSX/course/submitted/._ada", "junk");
    }
    assertThat(read(zip)).containsExactly(Map.entry("ada", "ada and run"), Map.entry("bo", "bo"));
    assertThat(delivery("ada").time()).contains(Instant.parse("2026-03-01T22:58:00.500Z"));
    assertThat(delivery("bo").time()).isEmpty();

    Path inbound = zip();
    try (SmallZip out = SmallZip.at(inbound)) {
      out.file("ada+lab-oom+2026-03-02 10:00:00 UTC+abc/lab-oom.ipynb", "second");
      out.file("ada+lab-oom+2026-03-01 10:00:00 UTC+xyz/lab-oom.ipynb", "first");
    }
    assertThat(read(inbound)).containsExactly(Map.entry("ada", "second"));
    assertThat(delivery("ada").older()).containsExactly("ada+lab-oom+2026-03-01 10:00:00 UTC+xyz");
  }

  @Test
  void readsFoldersAndFilesOfAnyName() throws Exception {
    Path zip = zip();
    try (SmallZip out = SmallZip.at(zip)) {
      out.file("ada/lab-oom.ipynb", "ada");
      out.file("ada/runs/hand-in/run.json", "{}");
      out.file("bo.ipynb", "bo");
    }
    assertThat(read(zip)).containsExactly(Map.entry("ada", "ada and run"), Map.entry("bo", "bo"));
    Path own = folder.resolve("cleo.zip");
    try (SmallZip out = SmallZip.at(own)) {
      out.file("lab-oom.ipynb", "cleo");
      out.file("runs/hand-in/run.json", "{}");
    }
    assertThat(read(own)).containsExactly(Map.entry("cleo", "cleo and run"));
  }

  @Test
  void takesTheNewerOfTwoDownloads() throws Exception {
    Path monday = zip();
    Path friday = zip();
    try (SmallZip out = SmallZip.at(monday)) {
      out.file(
          "Ada_1_assignsubmission_file/lab-oom.ipynb", "old".getBytes(UTF8), 1_700_000_000_000L);
      out.file("Bo_2_assignsubmission_file/lab-oom.ipynb", "bo".getBytes(UTF8), 1_700_000_000_000L);
    }
    try (SmallZip out = SmallZip.at(friday)) {
      out.file(
          "Ada_1_assignsubmission_file/lab-oom.ipynb", "new".getBytes(UTF8), 1_700_400_000_000L);
    }
    Map<String, String> expected = Map.of("Ada_1", "new", "Bo_2", "bo");
    assertThat(read(monday, friday)).isEqualTo(expected);
    assertThat(read(friday, monday)).isEqualTo(expected);
  }

  private static final Charset UTF8 = StandardCharsets.UTF_8;

  @Test
  void readsNamesOfOldPrograms() throws Exception {
    Path old = zip();
    try (SmallZip out = SmallZip.at(old, Charset.forName("IBM437"))) {
      out.file("Jörg Müßig_5_assignsubmission_file_/lab-oom.ipynb", "jörg");
    }
    assertThat(read(old)).containsExactly(Map.entry("Jörg Müßig_5", "jörg"));
    Path windows = zip();
    try (SmallZip out = SmallZip.at(windows)) {
      out.file("Ada_5_assignsubmission_file_\\lab-oom.ipynb", "ada");
    }
    assertThat(read(windows)).containsExactly(Map.entry("Ada_5", "ada"));
  }

  private String refused(Path zip, ZipLimits limits) throws IOException {
    Path temp = Files.createDirectory(folder.resolve("t" + count++));
    List<String> why = new ArrayList<>();
    assertThatThrownBy(() -> ClassDownload.open(List.of(zip), LAB, limits, temp).close())
        .isInstanceOf(LmsException.class)
        .satisfies(e -> why.add(String.valueOf(e.getMessage())));
    assertThat(temp).isEmptyDirectory();
    assertThat(why.get(0)).doesNotContain("\n").endsWith(".");
    return why.get(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../lab-oom.ipynb",
        "ada/../../lab-oom.ipynb",
        "ada\\..\\..\\x",
        "/etc/passwd",
        "C:\\x\\y",
        "\\\\server\\x",
        "ada/.."
      })
  void refusesWhatLeadsOut(String name) throws Exception {
    Path zip = zip();
    try (SmallZip out = SmallZip.at(zip)) {
      out.file("bo/lab-oom.ipynb", "bo");
      out.file(name, "x");
    }
    assertThat(refused(zip, ZipLimits.CLASS)).contains("leads out of the zip");
  }

  @Test
  void refusesBombs() throws Exception {
    Path dense = zip();
    try (SmallZip out = SmallZip.at(dense)) {
      out.file("ada/lab-oom.ipynb", new byte[24 << 20], 0);
    }
    assertThat(refused(dense, ZipLimits.CLASS)).contains("\"ada/lab-oom.ipynb\" unpacks from");
    Path flood = zip();
    try (SmallZip out = SmallZip.at(flood)) {
      out.file("ada/lab-oom.ipynb", "\"x\\n\",".repeat(2_000_000));
    }
    assertThat(read(flood)).hasSize(1);
    Path many = zip();
    try (SmallZip out = SmallZip.at(many)) {
      for (int i = 0; i < 20; i++) {
        out.file("s" + i + "/lab-oom.ipynb", "0123456789");
      }
    }
    assertThat(refused(many, new ZipLimits(19, 100, 1_000, 200, 9)))
        .contains("more than 19 entries");
    assertThat(refused(many, new ZipLimits(20, 9, 1_000, 200, 9))).contains("unpacks from");
    assertThat(refused(many, new ZipLimits(20, 100, 199, 200, 9))).contains("more than 199 bytes");
    assertThat(refused(many, new ZipLimits(20, 100, 1_000, 200, 1))).contains("too many folders");
    assertThat(read(many)).hasSize(20);
  }

  @Test
  void doesNotBelieveTheSizesInAZip() throws Exception {
    Path zip = zip();
    try (SmallZip out = SmallZip.at(zip)) {
      out.file("ada/lab-oom.ipynb", "a".repeat(5_000));
    }
    byte[] bytes = Files.readAllBytes(zip);
    int directory = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
    byte[] lying = bytes.clone();
    lying[directory + 24] = 10;
    lying[directory + 25] = 0;
    Files.write(zip, lying);
    assertThat(refused(zip, ZipLimits.CLASS)).contains("damaged");
    byte[] changed = bytes.clone();
    changed[directory + 16] ^= 1;
    Files.write(zip, changed);
    assertThat(refused(zip, ZipLimits.CLASS)).contains("damaged");
  }

  @Test
  void refusesLinksAndEncryptedFiles() throws Exception {
    Path link = zip();
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(link)) {
      ZipArchiveEntry entry = new ZipArchiveEntry("ada/lab-oom.ipynb");
      entry.setUnixMode(0120777);
      out.putArchiveEntry(entry);
      out.write("/etc/passwd".getBytes(UTF8));
      out.closeArchiveEntry();
    }
    assertThat(refused(link, ZipLimits.CLASS)).contains("is a link or a device");
    Path locked = zip();
    try (SmallZip out = SmallZip.at(locked)) {
      out.file("ada/lab-oom.ipynb", "x");
    }
    byte[] bytes = Files.readAllBytes(locked);
    int directory = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
    bytes[directory + 8] |= 1;
    bytes[6] |= 1;
    Files.write(locked, bytes);
    assertThat(refused(locked, ZipLimits.CLASS)).contains("is encrypted");
  }

  @Test
  void refusesWhatIsNoWholeZip() throws Exception {
    Path zip = zip();
    try (SmallZip out = SmallZip.at(zip)) {
      out.file("ada/lab-oom.ipynb", "x".repeat(10_000));
      out.file("ada/b", "y");
    }
    byte[] bytes = Files.readAllBytes(zip);
    for (int length : new int[] {0, 1, 4, 30, 60, bytes.length / 2, bytes.length - 30}) {
      Files.write(zip, java.util.Arrays.copyOf(bytes, length));
      assertThat(refused(zip, ZipLimits.CLASS)).contains("is no zip, or not a whole one");
    }
    try (SmallZip out = SmallZip.at(zip)) {
      out.file("__MACOSX/x", "y");
    }
    assertThat(refused(zip, ZipLimits.CLASS)).contains("holds no submission");
  }

  @Test
  void neverFailsOtherwise() throws Exception {
    Path zip = zip();
    try (SmallZip out = SmallZip.at(zip)) {
      out.file("Ada_1_assignsubmission_file_/lab-oom.ipynb", "x".repeat(300));
      out.file("Bo_2_assignsubmission_file_/lab-oom.ipynb", "y");
    }
    byte[] bytes = Files.readAllBytes(zip);
    java.util.Random random = new java.util.Random(7);
    for (int i = 0; i < 500; i++) {
      byte[] changed = bytes.clone();
      for (int k = 0; k <= i % 3; k++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      Files.write(zip, changed);
      Path temp = Files.createDirectory(folder.resolve("m" + i));
      try (ClassDownload download = ClassDownload.open(List.of(zip), LAB, ZipLimits.CLASS, temp)) {
        assertThat(download.deliveries()).isNotEmpty();
      } catch (LmsException refused) {
        assertThat(refused).hasMessageEndingWith(".");
      }
      assertThat(temp).isEmptyDirectory();
    }
  }

  @Test
  void removesWhatAKilledOneLeft() throws Exception {
    Path zip = zip();
    try (SmallZip out = SmallZip.at(zip)) {
      out.file("ada/lab-oom.ipynb", "ada");
    }
    Path temp = Files.createDirectory(folder.resolve("temp"));
    Path left = Files.createDirectories(temp.resolve("class-1/ada"));
    Files.createFile(temp.resolve("class-1.lock"));
    Path another = Files.createDirectories(temp.resolve("others/ada"));
    try (ClassDownload first = ClassDownload.open(List.of(zip), LAB, ZipLimits.CLASS, temp);
        ClassDownload second = ClassDownload.open(List.of(zip), LAB, ZipLimits.CLASS, temp)) {
      assertThat(first.submissions().get(0).notebook()).hasContent("ada");
      assertThat(second.submissions().get(0).notebook()).hasContent("ada");
      assertThat(left).doesNotExist();
    }
    assertThat(temp).isDirectoryContaining(path -> path.endsWith("others"));
    assertThat(another).exists();
  }
}
