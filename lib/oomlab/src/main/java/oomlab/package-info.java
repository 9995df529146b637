/**
 * What a notebook imports first: {@link oomlab.Experiment} (what to run), {@link oomlab.Run} (what
 * happened), {@link oomlab.Verdict}.
 */
@NullMarked
package oomlab;

import org.jspecify.annotations.NullMarked;
