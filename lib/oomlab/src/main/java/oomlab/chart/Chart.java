package oomlab.chart;

import java.awt.image.BufferedImage;

/**
 * A finished picture: SVG text that stands for itself (no script, no ids, no font needed here), and
 * what to say to who cannot see it.
 */
public final class Chart {
  private final String svg;
  private final int width;
  private final int height;
  private final String alt;
  private final Picture picture;

  private Chart(String svg, int width, int height, String alt, Picture picture) {
    this.svg = svg;
    this.width = width;
    this.height = height;
    this.alt = alt;
    this.picture = picture;
  }

  static Chart of(Picture picture, int width, int height, String words) {
    String alt = Lettering.clean(words);
    return new Chart(SvgWriter.write(picture, width, height, alt), width, height, alt, picture);
  }

  /** Returns the picture as SVG; the same data gives the same text. */
  public String svg() {
    return svg;
  }

  /** Width in CSS pixels. */
  public int width() {
    return width;
  }

  /** Height in CSS pixels. */
  public int height() {
    return height;
  }

  /** What the picture shows, in a sentence. */
  public String alt() {
    return alt;
  }

  /**
   * Paints the picture at twice its size.
   *
   * @throws IllegalStateException if this machine has no font to set the words in; {@link #svg()}
   *     works there
   */
  public BufferedImage png() {
    return PngWriter.write(picture, width, height);
  }

  @Override
  public String toString() {
    return alt;
  }
}
