package io.github.multipaxos.transport.netty.wire;

import com.google.protobuf.CodedOutputStream;
import io.github.multipaxos.transport.netty.proto.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A frame whose size is known and whose bytes can be written where they are wanted. Until then it
 * refers to the payloads of the message that it was made from; writing is the only time that they
 * are copied.
 */
public final class EncodedFrame {

  private final Wire.Frame frame;
  private final int bodyBytes;

  private EncodedFrame(Wire.Frame frame) {
    this.frame = frame;
    this.bodyBytes = frame.getSerializedSize();
  }

  /** Returns the encoded form of {@code frame}. */
  public static EncodedFrame of(Frame frame) {
    return new EncodedFrame(FrameEncoder.encode(frame));
  }

  /** Returns how many bytes the body has, which is what limits are about. */
  public int bodyBytes() {
    return bodyBytes;
  }

  /** Returns how many bytes {@link #writeTo} writes. */
  public int bytes() {
    return Math.addExact(FrameReader.HEADER_BYTES, bodyBytes);
  }

  /** Writes header and body at the position of {@code target}, which must have room for them. */
  public void writeTo(ByteBuffer target) {
    int start = target.position();
    target.putInt(bodyBytes);
    target.putInt(checksumOf(target, start, start + Integer.BYTES));
    target.putInt(0); // the checksum of the body, once it is there
    writeBody(target);
    int bodyStart = start + FrameReader.HEADER_BYTES;
    target.putInt(bodyStart - Integer.BYTES, checksumOf(target, bodyStart, target.position()));
  }

  private static int checksumOf(ByteBuffer buffer, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(buffer.duplicate().limit(to).position(from));
    return (int) crc.getValue();
  }

  private void writeBody(ByteBuffer target) {
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(target);
      frame.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("a buffer of the right size has room", e);
    }
  }

  /** Returns header and body in an array of their own. */
  public byte[] toArray() {
    ByteBuffer buffer = ByteBuffer.allocate(bytes());
    writeTo(buffer);
    return buffer.array();
  }
}
