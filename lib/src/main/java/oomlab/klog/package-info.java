/**
 * Where kernel-log text comes from: {@code /dev/kmsg}, the journal, a file.
 *
 * <p>Start with {@link oomlab.klog.LogRecord}.
 */
@NullMarked
package oomlab.klog;

import org.jspecify.annotations.NullMarked;
