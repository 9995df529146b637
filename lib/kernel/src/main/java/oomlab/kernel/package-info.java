/**
 * The built-in Java kernel for Jupyter: JShell behind ZeroMQ, with IJava's contract. Uses the JDK,
 * the protocol library's rendering and path parts, JeroMQ and Gson; knows nothing of the rest of
 * the project and could be lifted out.
 *
 * <p>Start reading at {@code Kernel}, which owns the sockets, and go on with {@code Execution} (a
 * cell as a request) and {@code JavaSession} (a cell as Java).
 */
@NullMarked
package oomlab.kernel;

import org.jspecify.annotations.NullMarked;
