package oomlab.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What Surefire and Failsafe reported, added up (surefire-test-report.xsd).
 *
 * @param reasons why tests were skipped, with how many each
 */
record TestReports(int passed, int failed, int skipped, Map<String, Integer> reasons) {
  /**
   * Reads {@code surefire-reports} and {@code failsafe-reports}.
   *
   * @param modules Maven's build folder of each module
   * @param sinceMillis reports older than this are of an earlier run, and left out
   */
  static TestReports read(List<Path> modules, long sinceMillis) throws IOException {
    Counts counts = new Counts();
    for (Path reports :
        modules.stream()
            .flatMap(
                target -> Stream.of("surefire-reports", "failsafe-reports").map(target::resolve))
            .toList()) {
      if (!Files.isDirectory(reports)) {
        continue;
      }
      try (DirectoryStream<Path> files = Files.newDirectoryStream(reports, "TEST-*.xml")) {
        for (Path file : files) {
          if (Files.getLastModifiedTime(file).toMillis() >= sinceMillis) {
            counts.add(file);
          }
        }
      }
    }
    return new TestReports(
        counts.tests - counts.failed - counts.skipped,
        counts.failed,
        counts.skipped,
        counts.reasons);
  }

  private static final class Counts {
    private final Map<String, Integer> reasons = new TreeMap<>();
    private int tests;
    private int failed;
    private int skipped;

    void add(Path file) throws IOException {
      XMLInputFactory factory = XMLInputFactory.newFactory();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      try (InputStream stream = Files.newInputStream(file)) {
        XMLStreamReader xml = factory.createXMLStreamReader(stream);
        while (xml.hasNext()) {
          if (xml.next() == XMLStreamConstants.START_ELEMENT) {
            element(xml);
          }
        }
      } catch (XMLStreamException broken) {
        throw new IOException(file + " cannot be read: " + broken.getMessage() + ".", broken);
      }
    }

    private void element(XMLStreamReader xml) throws XMLStreamException {
      switch (xml.getLocalName()) {
        case "testcase" -> tests++;
        case "failure", "error" -> failed++;
        case "skipped" -> {
          skipped++;
          reasons.merge(reason(xml), 1, Integer::sum);
        }
        default -> {
          // properties, system-out and others say nothing about the count
        }
      }
    }

    /** Returns the message, or what the first line of the stack trace says. */
    private static String reason(XMLStreamReader xml) throws XMLStreamException {
      String message = xml.getAttributeValue(null, "message");
      String type = xml.getAttributeValue(null, "type");
      if (message == null || message.isBlank()) {
        message = xml.getElementText().strip().lines().findFirst().orElse("");
        if (type != null && message.startsWith(type + ": ")) {
          message = message.substring(type.length() + 2);
        }
      }
      return message.isBlank()
          ? "no reason given"
          : message.strip().replaceFirst("^Assumption failed: ", "");
    }
  }
}
