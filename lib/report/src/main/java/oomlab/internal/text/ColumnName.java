package oomlab.internal.text;

import java.util.Locale;

/** Names of columns. */
public final class ColumnName {
  private ColumnName() {}

  /** Returns the column of a JSON property: {@code activeAnonKb} becomes {@code active_anon_kb}. */
  public static String of(String property) {
    return property.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }
}
