package oomlab.cli;

import static oomlab.internal.text.Words.words;

import oomlab.internal.text.Catalog;
import oomlab.internal.text.Language;
import oomlab.internal.text.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** In which language a command speaks to its reader: the whole process, from here on. */
final class LanguageOption {
  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything else.
  private CommandSpec spec;

  /** A method, so that what is wrong with the other arguments is already said in it. */
  @Option(
      names = "--language",
      paramLabel = "LANGUAGE",
      description = "Speak this language: en or zh; that of the environment without this.")
  void speak(@Nullable String name) {
    if (name == null) {
      return;
    }
    Language chosen =
        Language.named(name)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        words("--language %s is not known: give en or zh", name)));
    Words.use(Catalog.of(chosen));
    UsageWords.into(spec.root().commandLine());
  }

  /** What a program reads is the same in every language. */
  void english() {
    Words.use(Catalog.ENGLISH);
  }
}
