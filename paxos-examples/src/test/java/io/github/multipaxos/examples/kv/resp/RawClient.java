package io.github.multipaxos.examples.kv.resp;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client that knows so little of the protocol that it can break it in every way. */
final class RawClient implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Encodes a request as clients do. */
  static String request(String... words) {
    StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    return text.toString();
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Sends a request and returns the first line of the reply, or the value of a bulk reply. */
  String ask(String... words) throws IOException {
    send(request(words));
    return reply();
  }

  /** Reads one reply: a line as it is, the text of a value, or the elements in brackets. */
  String reply() throws IOException {
    String line = line();
    if (line.startsWith("$")) {
      int size = Integer.parseInt(line.substring(1));
      return size < 0 ? "nil" : value(size);
    }
    if (line.startsWith("*")) {
      List<String> elements = new ArrayList<>();
      for (int left = Integer.parseInt(line.substring(1)); left > 0; left--) {
        elements.add(reply());
      }
      return elements.toString();
    }
    return line;
  }

  private String value(int size) throws IOException {
    String value = new String(in.readNBytes(size), StandardCharsets.ISO_8859_1);
    in.readNBytes(2);
    return value;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("closed after '" + line + "'");
      }
      if (next == '\n') {
        return line.substring(0, line.length() - 1);
      }
      line.append((char) next);
    }
  }

  /** Tells whether the server has hung up; waits until there is something to tell. */
  boolean isHungUp() throws IOException {
    return in.read() < 0;
  }

  /** Says that nothing more will be sent, and goes on reading. */
  void hangUpHalf() throws IOException {
    socket.shutdownOutput();
  }

  /** Disappears so that the server sees a reset. */
  void vanish() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
