package oomlab.notebook;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One output in several forms at once, as Jupyter has it: the reader's program picks the richest
 * that it can show.
 *
 * @param forms data by media type; {@code text/plain} is always there and never changes from run to
 *     run by itself
 */
record MimeBundle(Map<String, String> forms) {
  static final String PLAIN = "text/plain";
  static final String HTML = "text/html";
  static final String SVG = "image/svg+xml";
  static final String PNG = "image/png";

  MimeBundle {
    forms = Collections.unmodifiableMap(new LinkedHashMap<>(forms));
  }

  static MimeBundle plain(String text) {
    return new MimeBundle(Map.of(PLAIN, text));
  }

  static MimeBundle html(String html, String plain) {
    return of(HTML, html.isEmpty() ? "" : Html.spoken(html), plain);
  }

  static MimeBundle of(String type, String data, String plain) {
    Map<String, String> forms = new LinkedHashMap<>();
    forms.put(type, data);
    forms.put(PLAIN, plain);
    return new MimeBundle(forms);
  }

  /**
   * Returns a drawing. It goes into the page as part of it, where it takes the page's colours;
   * nbconvert 6.5 strips an {@code image/svg+xml} down to an empty box.
   */
  static MimeBundle svg(String svg, String plain) {
    Map<String, String> forms = new LinkedHashMap<>();
    forms.put(HTML, Html.spoken("<div style=\"margin:6px 0\">" + svg + "</div>\n"));
    forms.put(SVG, svg);
    forms.put(PLAIN, plain);
    return new MimeBundle(forms);
  }

  /** Returns the same output with a remark below it; an empty remark changes nothing. */
  MimeBundle with(String remark) {
    if (remark.isEmpty()) {
      return this;
    }
    Map<String, String> more = new LinkedHashMap<>(forms);
    more.computeIfPresent(HTML, (type, html) -> html + Html.spoken(Html.note(remark)));
    more.put(PLAIN, plain() + "\n" + remark);
    return new MimeBundle(more);
  }

  String plain() {
    return forms.getOrDefault(PLAIN, "");
  }
}
