package oomlab.internal.run;

import java.io.OutputStream;

/**
 * Where the output of a program goes as it comes, byte by byte; its standard input is this
 * process's then.
 */
public record ProgramStreams(OutputStream out, OutputStream err) {}
