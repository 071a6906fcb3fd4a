package io.github.multipaxos.transport.netty;

import io.github.multipaxos.transport.netty.wire.EncodedFrame;
import io.github.multipaxos.transport.netty.wire.Frame;
import io.github.multipaxos.transport.netty.wire.FrameDecoder;
import io.github.multipaxos.transport.netty.wire.FrameReader;
import io.github.multipaxos.transport.netty.wire.Hello;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;

/** A plain socket that says what a test tells it to say, however wrong. */
final class RawPeer implements AutoCloseable {

  private static final int MAX_BYTES = 16 << 20;
  private static final int TIMEOUT_MILLIS = 20_000;

  private final Socket socket;
  private final FrameReader reader = new FrameReader(MAX_BYTES);
  private final FrameDecoder decoder = new FrameDecoder(MAX_BYTES);
  private ByteBuffer unread = ByteBuffer.allocate(0);

  private RawPeer(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(TIMEOUT_MILLIS);
  }

  static RawPeer dial(int port) throws IOException {
    return new RawPeer(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  static RawPeer accept(ServerSocket server) throws IOException {
    server.setSoTimeout(TIMEOUT_MILLIS);
    return new RawPeer(server.accept());
  }

  /** What a well-behaved node says, in the cluster of the tests. */
  static Hello hello(int from, int to, long incarnation, long boot) {
    return new Hello(
        1, 1, TestNode.CLUSTER, from, to, incarnation, boot, 7 * boot + incarnation, MAX_BYTES);
  }

  RawPeer say(Frame frame) throws IOException {
    return write(EncodedFrame.of(frame).toArray());
  }

  RawPeer write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Returns the next frame, or fails if the other side closes the connection instead. */
  Frame hear() throws IOException {
    while (true) {
      byte[] body = reader.read(unread);
      if (body != null) {
        return decoder.decode(body);
      }
      byte[] chunk = new byte[1 << 16];
      int size = socket.getInputStream().read(chunk);
      if (size < 0) {
        throw new EOFException("closed by the other side");
      }
      unread = ByteBuffer.wrap(chunk, 0, size);
    }
  }

  /** Tells whether the other side closes the connection, after whatever it still has to say. */
  boolean isClosedByOther() throws IOException {
    try {
      while (true) {
        hear();
      }
    } catch (EOFException | SocketException e) {
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
