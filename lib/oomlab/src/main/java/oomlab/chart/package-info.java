/**
 * XChart pictures of runs and reports; the only importer of XChart.
 *
 * <p>XChart works out the plot and draws curves and areas; words are SVG text set by the browser,
 * so that a chart needs neither a font nor a display. Start with {@link oomlab.chart.Charts}.
 */
@NullMarked
package oomlab.chart;

import org.jspecify.annotations.NullMarked;
