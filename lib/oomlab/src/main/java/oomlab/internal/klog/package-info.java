/**
 * Where kernel-log records come from: {@code /dev/kmsg}, the journal, a file. Reads them from a
 * given root; what they mean is for {@link oomlab.report}.
 *
 * <p>Start with {@link oomlab.internal.klog.KernelLog}.
 */
@NullMarked
package oomlab.internal.klog;

import org.jspecify.annotations.NullMarked;
