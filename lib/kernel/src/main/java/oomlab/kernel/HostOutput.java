package oomlab.kernel;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;

/**
 * Sends a host's frames, in order. One thread owns the socket: an interrupted thread that touched
 * it would close it. Cells that print faster than the other side reads wait.
 */
final class HostOutput {
  private static final int QUEUED_BYTES = 4 << 20;

  private final OutputStream socket;
  private final ArrayDeque<byte[]> queue = new ArrayDeque<>();
  private int queued;

  HostOutput(OutputStream socket) {
    this.socket = socket;
  }

  void start() {
    KernelThreads.start("host-output", this::run);
  }

  /** Queues a frame; waits while too much is under way. */
  void send(byte[] frame) {
    boolean interrupted = false;
    synchronized (queue) {
      while (queued > 0 && queued + frame.length > QUEUED_BYTES) {
        try {
          queue.wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      queue.add(frame);
      queued += frame.length;
      queue.notifyAll();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        byte[] frame;
        synchronized (queue) {
          while (queue.isEmpty()) {
            queue.wait();
          }
          frame = queue.remove();
          queued -= frame.length;
          queue.notifyAll();
        }
        socket.write(frame);
      }
    } catch (IOException | InterruptedException gone) {
      // Nobody reads any more.
      Runtime.getRuntime().halt(0);
    }
  }
}
