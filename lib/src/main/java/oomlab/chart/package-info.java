/** XChart pictures of runs and reports; the only importer of XChart. */
@NullMarked
package oomlab.chart;

import org.jspecify.annotations.NullMarked;
