package oomlab;

import java.time.Instant;

/**
 * What a reader expected of a run, as it stood when the run began.
 *
 * @param question what was asked
 * @param answer what the reader said, as text
 * @param madeAt when the reader said it
 */
public record Prediction(String question, String answer, Instant madeAt) {}
