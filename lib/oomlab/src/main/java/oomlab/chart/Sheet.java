package oomlab.chart;

import java.util.List;
import oomlab.chart.Mark.Anchor;

/**
 * What the pictures of a report share. They are narrower than those of a run, so that their words
 * can still be read where a page shows them smaller.
 */
final class Sheet {
  static final int WIDTH = 640;
  static final int MARGIN = 20;
  static final int RIGHT = WIDTH - MARGIN;
  static final double LINE = Picture.TEXT_PIXELS + 5;
  private static final double TITLE_PIXELS = 15;

  /** How much wider bold text is. */
  static final double BOLD = 1.12;

  private Sheet() {}

  /** Something that a legend explains. */
  record Key(String text, Ink ink, double opacity) {
    static Key of(String text, Ink ink) {
      return new Key(text, ink, 1);
    }
  }

  /** Writes title and subtitle; returns the lower edge. */
  static double heading(Picture picture, String title, String subtitle) {
    double y = 27;
    for (String line : Lettering.wrap(title, (RIGHT - MARGIN) / BOLD, TITLE_PIXELS)) {
      picture.bold(MARGIN, y, line, Ink.TEXT, TITLE_PIXELS, Anchor.START);
      y += TITLE_PIXELS + 5;
    }
    return picture.paragraph(MARGIN, y - 1, RIGHT - MARGIN, subtitle, Ink.MUTED) - LINE + 6;
  }

  /** Writes a legend, in as many lines as it needs; returns the lower edge. */
  static double legend(Picture picture, double top, List<Key> keys) {
    double x = MARGIN;
    double y = top + Picture.TEXT_PIXELS;
    for (Key key : keys) {
      double width = 17 + Picture.width(key.text(), Picture.TEXT_PIXELS);
      if (x > MARGIN && x + width > RIGHT) {
        x = MARGIN;
        y += LINE;
      }
      picture.box(x, y - 9, 11, 11, key.ink(), key.opacity());
      picture.label(x + 17, y, key.text(), Ink.MUTED, Anchor.START);
      x += width + 16;
    }
    return y + 6;
  }

  /** A picture that says what there is nothing to draw of, and why. */
  static Chart missing(String title, List<String> why) {
    Picture picture = new Picture();
    double y = heading(picture, title, "") + LINE;
    for (String sentence : why) {
      y = picture.paragraph(MARGIN, y, RIGHT - MARGIN, sentence, Ink.MUTED) + 4;
    }
    return finish(picture, y - 4, title + ". " + String.join(" ", why));
  }

  static Chart finish(Picture picture, double bottom, String alt) {
    return Chart.of(picture, WIDTH, (int) Math.ceil(bottom) + 8, alt);
  }
}
