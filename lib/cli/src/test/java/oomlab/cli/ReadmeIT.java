package oomlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import oomlab.testing.Cgroups;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The READMEs' Java is run as it stands. */
class ReadmeIT {
  @ParameterizedTest
  @ValueSource(strings = {"README.md", "lib/oomlab/README.md", "lib/report/README.md"})
  void javaInTheReadmeRuns(String readme) throws IOException {
    assertThat(Cgroups.needed().usable()).isTrue();
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (JShell shell =
        JShell.builder()
            .executionEngine("local")
            .out(new PrintStream(printed, true, StandardCharsets.UTF_8))
            .build()) {
      shell.addToClasspath(System.getProperty("java.class.path"));
      for (String block : javaBlocks(readme)) {
        run(shell, block);
      }
    }
  }

  private static List<String> javaBlocks(String readme) throws IOException {
    List<String> blocks =
        Pattern.compile("^```java\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(Files.readString(Path.of(readme)))
            .results()
            .map(m -> m.group(1))
            .toList();
    assertThat(blocks).isNotEmpty();
    return blocks;
  }

  private static void run(JShell shell, String code) {
    String rest = code;
    while (!rest.isBlank()) {
      var next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
      for (SnippetEvent event : shell.eval(next.source())) {
        assertThat(event.exception()).as(next.source()).isNull();
        assertThat(event.status()).as(next.source()).isEqualTo(Snippet.Status.VALID);
      }
      rest = next.remaining();
    }
  }
}
