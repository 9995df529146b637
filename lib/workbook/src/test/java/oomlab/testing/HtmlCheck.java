package oomlab.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import nu.validator.client.EmbeddedValidator;
import org.xml.sax.SAXException;

/** The checker behind validator.w3.org/nu; asks nothing of the network. */
public final class HtmlCheck {
  private HtmlCheck() {}

  /** Returns a line for each error or warning: file, position, what is wrong. */
  public static List<String> complaints(Path page) throws IOException, SAXException {
    EmbeddedValidator validator = new EmbeddedValidator();
    validator.setOutputFormat(EmbeddedValidator.OutputFormat.GNU);
    return validator
        .validate(page)
        .lines()
        .filter(line -> !line.isBlank())
        // It does not work out the hashes that a policy names; a browser does.
        .filter(line -> !line.contains("violates Content Security Policy (meta tag)"))
        // A guess by letters: a glossary has each term in English as well.
        .filter(line -> !line.contains("This document appears to be written in English"))
        .toList();
  }
}
