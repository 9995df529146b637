package oomlab.testing;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the links of a page lead. */
public final class PageLinks {
  private static final Pattern LINK = Pattern.compile("\\s(href|src|action)=\"([^\"]*)\"");

  private PageLinks() {}

  /** Returns the links that lead to no file, or to no anchor of a page. */
  public static List<String> broken(Path page) throws IOException {
    List<String> broken = new ArrayList<>();
    Matcher matcher = LINK.matcher(Files.readString(page));
    while (matcher.find()) {
      String link = URLDecoder.decode(matcher.group(2).replace("+", "%2B"), StandardCharsets.UTF_8);
      if (!link.matches("[a-z]+:.*") && !leadsSomewhere(page, link)) {
        broken.add(page.getFileName() + ": " + link);
      }
    }
    return broken;
  }

  /** Returns what a browser would fetch from elsewhere to show a page; links are not fetched. */
  public static List<String> fetched(Path page) throws IOException {
    String text = Files.readString(page);
    return Pattern.compile(
            "<(?:img|script|link|iframe|source|video|audio|object|embed|use)\\b[^>]*"
                + "\\s(?:src|href|data|srcset)=\"(?:https?:)?//[^\"]*\""
                + "|(?:url\\(|@import)\\s*[\"']?(?:https?:)?//[^)\"']*")
        .matcher(text)
        .results()
        .map(result -> page.getFileName() + ": " + result.group())
        .toList();
  }

  private static boolean leadsSomewhere(Path page, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
    if (!Files.isRegularFile(target)) {
      return false;
    }
    return parts.length == 1
        || Files.readString(target).matches("(?s).*\\sid=\"" + Pattern.quote(parts[1]) + "\".*");
  }
}
