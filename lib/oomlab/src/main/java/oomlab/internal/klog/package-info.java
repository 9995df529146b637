/**
 * Where kernel-log text comes from: {@code /dev/kmsg}, the journal, a file.
 *
 * <p>Start with {@link oomlab.internal.klog.KernelLog}.
 */
@NullMarked
package oomlab.internal.klog;

import org.jspecify.annotations.NullMarked;
