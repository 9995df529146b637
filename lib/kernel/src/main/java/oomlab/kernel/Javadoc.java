package oomlab.kernel;

/** Writes a documentation comment as plain text and as HTML. */
final class Javadoc {
  private Javadoc() {}

  static String plain(CodeAssistance.Documented documented) {
    return documented.signature()
        + documented.comment().map(text -> "\n" + withoutTags(text)).orElse("");
  }

  static String html(CodeAssistance.Documented documented) {
    return "<pre>"
        + escape(documented.signature())
        + "</pre>"
        + documented
            .comment()
            .map(text -> "<pre>" + escape(withoutTags(text)) + "</pre>")
            .orElse("");
  }

  /** Replaces HTML and inline tags by the text they mark. */
  static String withoutTags(String comment) {
    return comment
        .replaceAll("\\{@(?:code|literal|link|linkplain|value|systemProperty)\\s+([^{}]*)\\}", "$1")
        .replaceAll("(?i)</?(?:p|br|ul|ol|dl|li|dt|dd|pre|table|tr|h[1-6])\\b[^>]*>", "\n")
        .replaceAll("<[/a-zA-Z][^<>]*>", "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&")
        .replaceAll("\n\\s*\n\\s*\n+", "\n\n")
        .strip();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
