package oomlab.chart;

/**
 * A finished picture.
 *
 * @param svg text that stands for itself: no script, no ids, no font needed here; the same data
 *     gives the same text
 * @param width in CSS pixels
 * @param height in CSS pixels
 * @param alt what the picture shows, in a sentence, for who cannot see it
 */
public record Chart(String svg, int width, int height, String alt) {
  @Override
  public String toString() {
    return alt;
  }
}
