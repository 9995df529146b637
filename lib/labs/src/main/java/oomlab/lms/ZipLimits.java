package oomlab.lms;

import oomlab.ipynb.NotebookLimits;

/**
 * How much is unpacked from a zip; one that has more is refused whole.
 *
 * @param entries files and folders
 * @param entryBytes one file, unpacked
 * @param bytes all files, unpacked
 * @param ratio unpacked bytes to packed ones, of a file of more than {@link #SMALL} bytes
 * @param depth folders inside each other
 */
public record ZipLimits(int entries, long entryBytes, long bytes, int ratio, int depth) {
  /** A file of as many bytes may be packed as well as it likes: a notebook full of one line is. */
  public static final long SMALL = NotebookLimits.SUBMISSION.bytes();

  /** A class of a thousand; notebooks pack to a tenth, reports of the kernel to a thirtieth. */
  public static final ZipLimits CLASS = new ZipLimits(100_000, 256L << 20, 8L << 30, 200, 32);

  /** A zip that a student handed in. */
  public static final ZipLimits STUDENT = new ZipLimits(5_000, 64L << 20, 256L << 20, 200, 16);
}
