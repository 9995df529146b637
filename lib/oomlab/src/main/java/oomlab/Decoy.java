package oomlab;

import static oomlab.internal.text.Words.words;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that holds memory and waits, beside the victim: the kernel may choose it instead.
 *
 * @param name what the task table calls it, up to 15 letters, digits, dots and dashes
 * @param bytes memory that it touches and keeps
 * @param oomScoreAdj from -1000, never killed, to 1000 (man 5 proc_pid_oom_score_adj)
 * @param uid user that it runs as; 0 is root
 */
public record Decoy(String name, long bytes, int oomScoreAdj, int uid) {
  private static final Pattern TEXT =
      Pattern.compile("([^,]+)((?:,(?:adj|uid|name)=[^,]*)*)", Pattern.DOTALL);

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if one makes no sense
   */
  public Decoy {
    if (!name.matches("[A-Za-z0-9.-]{1,15}")) {
      throw new IllegalArgumentException(
          words("a decoy's name has 1 to 15 letters, digits, dots and dashes, not \"%s\"", name));
    }
    if (bytes < 4096 || bytes > 1L << 40) {
      throw new IllegalArgumentException(
          words("a decoy holds 4 KiB to 1 TiB, not %d bytes", bytes));
    }
    Scenario.checkAdj(oomScoreAdj);
    Scenario.checkUid(uid);
  }

  /** Returns a decoy of root's with nothing set. */
  public static Decoy of(long bytes) {
    return new Decoy("decoy", bytes, 0, 0);
  }

  /** Returns the same with another {@code oom_score_adj}. */
  public Decoy adj(int value) {
    return new Decoy(name, bytes, value, uid);
  }

  /** Returns the same, run by another user. */
  public Decoy uid(int user) {
    return new Decoy(name, bytes, oomScoreAdj, user);
  }

  /** Returns the same under another name. */
  public Decoy named(String other) {
    return new Decoy(other, bytes, oomScoreAdj, uid);
  }

  /**
   * Reads {@code SIZE[,adj=N][,uid=N][,name=TEXT]}.
   *
   * @param size reads a size such as {@code 30M}
   * @throws IllegalArgumentException if it is something else
   */
  public static Decoy parse(String text, java.util.function.ToLongFunction<String> size) {
    Matcher m = TEXT.matcher(text.strip());
    if (!m.matches()) {
      throw new IllegalArgumentException(
          words(
              "\"%s\" is no decoy: write SIZE[,adj=N][,uid=N][,name=TEXT], such as 30M,adj=500",
              text));
    }
    Decoy decoy = of(size.applyAsLong(m.group(1)));
    for (String setting : m.group(2).split(",", -1)) {
      String value = setting.substring(setting.indexOf('=') + 1);
      if (setting.startsWith("name=")) {
        decoy = decoy.named(value);
      } else if (setting.startsWith("adj=")) {
        decoy = decoy.adj(number(setting, value));
      } else if (setting.startsWith("uid=")) {
        decoy = decoy.uid(number(setting, value));
      }
    }
    return decoy;
  }

  private static int number(String setting, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(words("\"%s\" wants a whole number", setting), e);
    }
  }

  @Override
  public String toString() {
    return words("%s of %d bytes, oom_score_adj %d, uid %d", name, bytes, oomScoreAdj, uid);
  }
}
