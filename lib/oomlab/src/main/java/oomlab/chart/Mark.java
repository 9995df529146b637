package oomlab.chart;

import java.awt.Shape;

/** One thing on a picture, in pixels from the top left corner. */
sealed interface Mark {
  /** A line along a shape. */
  record Line(Shape shape, Ink ink, double widthPixels, boolean dashed) implements Mark {}

  /** A filled shape. */
  record Area(Shape shape, Ink ink, double opacity) implements Mark {}

  /** Words; {@code y} is the baseline. */
  record Label(
      double x, double y, String text, Ink ink, double sizePixels, boolean bold, Anchor anchor)
      implements Mark {
    /** Makes the text safe. */
    public Label {
      text = Lettering.clean(text);
    }
  }

  /** Which end of a label stands at its x. */
  enum Anchor {
    START("start", 0),
    MIDDLE("middle", 0.5),
    END("end", 1);

    private final String css;
    private final double share;

    Anchor(String css, double share) {
      this.css = css;
      this.share = share;
    }

    String css() {
      return css;
    }

    /** The part of the label's width that lies left of its x. */
    double share() {
      return share;
    }
  }
}
