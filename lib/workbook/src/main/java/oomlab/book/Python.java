package oomlab.book;

import java.nio.file.Path;

/**
 * A Python that has what is needed.
 *
 * @param executable its path
 * @param prefix its {@code sys.prefix}; kernelspecs stand in {@code PREFIX/share/jupyter}
 * @param versions what it has, such as {@code Python 3.11.2, nbclient 0.7.2}
 */
public record Python(Path executable, Path prefix, String versions) {}
