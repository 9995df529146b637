/**
 * Pictures of runs and reports.
 *
 * <p>XChart paints curves and areas; titles, axes and legends are drawn around it, as text that the
 * browser sets, so that a chart needs neither a font nor a display ({@link oomlab.chart.Plot} says
 * why). A {@link oomlab.chart.Sheet} is laid out from top to bottom. Start with {@link
 * oomlab.chart.Charts}.
 */
@NullMarked
package oomlab.chart;

import org.jspecify.annotations.NullMarked;
