package oomlab.chart;

import static oomlab.internal.text.Words.words;

import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.knowm.xchart.internal.series.Series;

/**
 * Takes over a chart as XChart itself paints it, with its colours and its letters: for the kinds
 * that we do not draw. XChart asks the machine for a font then.
 */
final class XChartPicture {
  private XChartPicture() {}

  static Chart of(org.knowm.xchart.internal.chartpart.Chart<?, ?> own) {
    String kind = own.getClass().getSimpleName();
    String names =
        own.getSeriesCollection().stream()
            .map(Series::getLabel)
            .collect(Collectors.joining(words(", ")));
    String title = own.getTitle().isEmpty() ? kind : own.getTitle();
    try {
      ByteArrayOutputStream svg = new ByteArrayOutputStream();
      VectorGraphics2D graphics = new VectorGraphics2D();
      own.paint(graphics, own.getWidth(), own.getHeight());
      Processors.get("svg")
          .getDocument(graphics.getCommands(), new PageSize(0, 0, own.getWidth(), own.getHeight()))
          .writeTo(svg);
      return framed(
          own.getWidth(), own.getHeight(), svg.toByteArray(), words("%s. %s.", title, names));
    } catch (IOException | RuntimeException | LinkageError | InternalError e) {
      // What Java throws where it finds no font differs from release to release.
      return Sheet.missing(
          title,
          List.of(
              words(
                  "XChart could not paint this %s: %s.",
                  kind, e.getMessage() == null ? e.getClass().getName() : e.getMessage()),
              words("It needs a font on this machine, and at least one series.")));
    }
  }

  /** A picture in a picture: the ids inside stay apart from those of other pictures on the page. */
  private static Chart framed(int width, int height, byte[] svg, String alt) {
    String said = Lettering.clean(alt);
    String data = Base64.getEncoder().encodeToString(svg);
    Picture picture = new Picture();
    picture.image(1, 1, width - 2, height - 2, "data:image/svg+xml;base64," + data);
    return new Chart(picture.svg(width, height, said), width, height, said);
  }
}
