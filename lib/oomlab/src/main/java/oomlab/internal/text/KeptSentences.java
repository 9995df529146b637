package oomlab.internal.text;

import static oomlab.internal.text.Words.later;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sentences that a run keeps, so that they are made in English: why its kernel log has holes, why
 * nobody can say who killed. A reader is told them in the reader's language.
 */
public final class KeptSentences {
  public static final String RECORDS_LOST =
      later("%d kernel-log records were overwritten or dropped before they could be read");
  public static final String RECORDS_OVERWRITTEN =
      later("kernel-log records were overwritten before they could be read");
  public static final String UNREADABLE_NOW = later("the kernel log cannot be read any more: %s");
  public static final String NO_DEVICE = later("there is no %s here, as in many containers");
  public static final String GIVE_DEVICE =
      later("start the container with --device /dev/kmsg --cap-add SYSLOG");
  public static final String RESTRICTED =
      later("kernel.dmesg_restrict is 1 and this process lacks CAP_SYSLOG");
  public static final String LIFT_RESTRICTION =
      later("run as root, or: sudo sysctl kernel.dmesg_restrict=0");
  public static final String JOIN_GROUP =
      later("run as root, or: sudo usermod -aG adm $USER (then log in again)");
  public static final String NO_C_LIBRARY =
      later(
          "the C library cannot be called through JNA (%s): give the JVM a writable, executable"
              + " java.io.tmpdir or -Djna.tmpdir=DIR");

  /** Kills were counted, and others were in the group; the log was read, or could not be. */
  public static final String NAMES_NOBODY =
      later(
          "the oom_kill counter of its cgroup grew by %d, but other processes were in there and the"
              + " kernel log names nobody for it");

  public static final String NAMES_UNREADABLE =
      later(
          "the oom_kill counter of its cgroup grew by %d, but other processes were in there and the"
              + " kernel log cannot be read");
  public static final String NOTHING_READABLE =
      later("the cgroup's oom_kill counter cannot be read, and the kernel log neither: %s");
  public static final String NO_REASON = later("no reason is known");

  /** Of a guest's log; module oomlab-guest says these. */
  private static final String GUEST_RECORDS_LOST =
      later("%d records of the guest's kernel log were lost");

  private static final String GUEST_PANICKED =
      later("the guest's kernel panicked: this is what its console showed until then");
  private static final String GUEST_LOG_EMPTY = later("the guest's kernel log is empty");

  private static final Pattern VALUE = Pattern.compile("%[ds]");

  /** A sentence, and what it is once it is filled in. */
  private record Form(String sentence, Pattern pattern) {
    static Form of(String sentence) {
      StringBuilder regex = new StringBuilder();
      Matcher value = VALUE.matcher(sentence);
      int end = 0;
      while (value.find()) {
        regex.append(Pattern.quote(sentence.substring(end, value.start())));
        regex.append(value.group().equals("%d") ? "(-?\\d+)" : "(.*)");
        end = value.end();
      }
      regex.append(Pattern.quote(sentence.substring(end)));
      return new Form(sentence, Pattern.compile(regex.toString(), Pattern.DOTALL));
    }
  }

  private static final List<Form> FORMS =
      Stream.of(
              RECORDS_LOST,
              RECORDS_OVERWRITTEN,
              UNREADABLE_NOW,
              NO_DEVICE,
              GIVE_DEVICE,
              RESTRICTED,
              LIFT_RESTRICTION,
              JOIN_GROUP,
              NO_C_LIBRARY,
              NAMES_NOBODY,
              NAMES_UNREADABLE,
              NOTHING_READABLE,
              NO_REASON,
              GUEST_RECORDS_LOST,
              GUEST_PANICKED,
              GUEST_LOG_EMPTY)
          .map(Form::of)
          .toList();

  private KeptSentences() {}

  /** Says one of these in English. */
  public static String english(String sentence, Object... values) {
    return String.format(Locale.ROOT, sentence, values);
  }

  /**
   * Says in the reader's language what was kept: one of these, or several with semicolons between
   * them, or any constant of the catalog; as it is if it is none.
   */
  public static String retold(String kept) {
    return Words.language() == Language.ENGLISH
        ? kept
        : Stream.of(kept.split("; ", -1))
            .map(part -> known(part).orElseGet(() -> Words.translated(part)))
            .collect(Collectors.joining(Words.words("; ")));
  }

  private static Optional<String> known(String part) {
    for (Form form : FORMS) {
      Matcher found = form.pattern().matcher(part);
      if (found.matches()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= found.groupCount(); i++) {
          String value = found.group(i);
          values.add(known(value).orElse(value));
        }
        String sentence = Words.translated(form.sentence()).replace("%d", "%s");
        return Optional.of(String.format(Locale.ROOT, sentence, values.toArray()));
      }
    }
    return Optional.empty();
  }
}
