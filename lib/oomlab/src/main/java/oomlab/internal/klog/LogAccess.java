package oomlab.internal.klog;

/**
 * Whether the kernel log can be read on this machine.
 *
 * @param readable whether some source works
 * @param source which one: {@code /dev/kmsg} or {@code journalctl -k}
 * @param reason why it does or does not work, in a sentence
 * @param fix what to do about it; empty if readable
 */
public record LogAccess(boolean readable, String source, String reason, String fix) {}
