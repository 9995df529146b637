package oomlab.internal.klog;

/**
 * One record of the kernel log (Documentation/ABI/testing/dev-kmsg).
 *
 * @param sequence the kernel's running number; a jump means lost records
 * @param micros the kernel's own timestamp in microseconds since boot, on its local clock
 * @param priority syslog facility and level
 * @param text the message, escapes undone; may contain newlines
 */
public record LogRecord(long sequence, long micros, int priority, String text) {}
