package oomlab.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCommentsTest {
  private static final String SOURCE =
      """
      package p;
      /** A run.
       *
       * @param rssPages resident, in pages
       * @param name how it is called
       */
      public record Shown(long rssPages, String name) {
        /** The least, in bytes. */
        public static final long LEAST = 4096;
        /** Waits for milliseconds. */
        public void await(long millis) {}
        /** Waits for a text. */
        public void await(String text) {}
        /** A part. */
        public enum Part {
          /** The first. */
          FIRST
        }
        public void silent() {}
      }
      """;

  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path dir;

  private final SourceComments comments = new SourceComments();

  @BeforeEach
  void writeSources() throws IOException {
    jar("inside.jar", "META-INF/sources/p/Shown.java", SOURCE);
    comments.add(dir.resolve("inside.jar"));
  }

  private void jar(String name, String entry, String text) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(dir.resolve(name)))) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private Optional<String> of(String signature) {
    return comments.of(signature, List.of("java.util.*", "p.Shown"));
  }

  @Test
  void findsWhatASignatureNames() {
    assertThat(of("p.Shown")).hasValueSatisfying(text -> assertThat(text).startsWith("A run."));
    assertThat(of("run:p.Shown")).isEqualTo(of("p.Shown"));
    assertThat(of("Shown.LEAST:long")).hasValue("The least, in bytes.");
    assertThat(of("void p.Shown.await(long millis)")).hasValue("Waits for milliseconds.");
    assertThat(of("void p.Shown.await(String text) throws X")).hasValue("Waits for a text.");
    assertThat(of("Shown.Part")).hasValue("A part.");
    assertThat(of("Shown.Part.FIRST")).hasValue("The first.");
  }

  @Test
  void takesAComponentsWordsFromItsRecord() {
    assertThat(of("long p.Shown.rssPages()")).hasValue("resident, in pages");
    assertThat(of("String Shown.name()")).hasValue("how it is called");
  }

  @Test
  void findsNothingWhereNothingIsWritten() {
    assertThat(of("void p.Shown.silent()")).isEmpty();
    assertThat(of("void q.Other.x()")).isEmpty();
    assertThat(of("int:x")).isEmpty();
    assertThat(of("")).isEmpty();
  }

  @Test
  void looksInFoldersAndBesideAJarToo() throws IOException {
    jar("lib-1.jar", "p/X.class", "");
    jar("lib-1-sources.jar", "p/Beside.java", "package p; /** Beside. */ class Beside {}");
    comments.add(dir.resolve("lib-1.jar"));
    Path folder = Files.createDirectories(dir.resolve("classes/META-INF/sources/p"));
    Files.writeString(folder.resolve("In.java"), "package p; /** In a folder. */ class In {}");
    comments.add(dir.resolve("classes"));
    comments.add(dir.resolve("nothing.jar"));
    assertThat(of("p.Beside")).hasValue("Beside.");
    assertThat(of("p.In")).hasValue("In a folder.");
  }

  @Test
  void tellsCodeFromTextAndComments() {
    for (String code : List.of("", "run.", "\"a\\\"b\".", "// a\nrun.", "/* \" */ x", "'\"' + x")) {
      assertThat(CodeAssistance.isCode(code)).as(code).isTrue();
    }
    for (String text : List.of("check(\"", "\"a\\\"", "// a", "/* a", "\"\"\"\n\"a\" b", "'")) {
      assertThat(CodeAssistance.isCode(text)).as(text).isFalse();
    }
  }
}
