package oomlab.kernel;

/** Starts the kernel's own threads: daemons, outside the thread group of cells. */
final class KernelThreads {
  private KernelThreads() {}

  static Thread start(String name, Runnable body) {
    Thread thread = new Thread(body, "kernel-" + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
