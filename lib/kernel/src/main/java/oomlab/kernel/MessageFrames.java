package oomlab.kernel;

import java.util.ArrayList;
import java.util.List;
import org.zeromq.ZMQ;

/** Sends and receives all frames of a message. */
final class MessageFrames {
  private MessageFrames() {}

  /** Sends the frames as one message; waits for room. */
  static void send(ZMQ.Socket socket, List<byte[]> frames) {
    int last = frames.size() - 1;
    for (int i = 0; i <= last; i++) {
      // A refused frame must be sent again, or the message would arrive torn.
      while (!socket.send(frames.get(i), i < last ? ZMQ.SNDMORE : 0)) {
        Thread.onSpinWait();
      }
    }
  }

  /** Receives one message; an empty list where none came within the socket's time limit. */
  static List<byte[]> receive(ZMQ.Socket socket, int flags) {
    List<byte[]> frames = new ArrayList<>();
    byte[] frame = socket.recv(flags);
    if (frame == null) {
      return frames;
    }
    frames.add(frame);
    while (socket.hasReceiveMore()) {
      frames.add(socket.recv(0));
    }
    return frames;
  }
}
