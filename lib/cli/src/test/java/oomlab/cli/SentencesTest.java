package oomlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SentencesTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void namesTheCommandsForAnUnknownOne() {
    assertThat(execute("rum")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no command 'rum'").contains("run").contains("\n");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void asksForACommandWhereThereIsNone() {
    assertThat(execute()).isEqualTo(2);
    assertThat(err.toString()).startsWith("oomlab: which command?");
  }

  @Test
  void saysWhichArgumentIsWrong() {
    assertThat(execute("run", "--timeout", "soon")).isEqualTo(2);
    assertThat(err.toString()).startsWith("oomlab run: ").contains("--timeout").contains("soon");
    assertThat(execute("run", "--timeout", "0")).isEqualTo(2);
  }

  @Test
  void everyCommandHasHelp() {
    for (String command : Main.commandLine().getSubcommands().keySet()) {
      assertThat(execute(command, "--help")).as(command).isZero();
    }
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void everyCommandSaysItsVersion() {
    assertThat(execute("-V")).isZero();
    for (String command : Main.commandLine().getSubcommands().keySet()) {
      assertThat(execute(command, "--version")).as(command).isZero();
    }
    assertThat(out.toString().lines())
        .hasSize(1 + Main.commandLine().getSubcommands().size())
        .allMatch("oomlab (not packaged)"::equals);
  }

  private int execute(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }
}
