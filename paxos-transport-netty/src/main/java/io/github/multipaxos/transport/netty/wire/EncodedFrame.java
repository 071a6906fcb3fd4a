package io.github.multipaxos.transport.netty.wire;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.transport.netty.proto.Wire;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A frame whose size is known and whose bytes can be written where they are wanted. Until then it
 * refers to the payloads of the message that it was made from; writing is the only time that they
 * are copied.
 */
public final class EncodedFrame {

  private final Body body;
  private final int bodyBytes;

  /** What is in the frame. */
  private interface Body {
    void writeTo(ByteBuffer target);
  }

  private EncodedFrame(Body body, int bodyBytes) {
    this.body = body;
    this.bodyBytes = bodyBytes;
  }

  /** Returns the encoded form of {@code frame}. */
  public static EncodedFrame of(Frame frame) {
    if (frame instanceof Frame.Said said) {
      return of(said.message());
    }
    Wire.Frame wire = FrameEncoder.encode(frame);
    return new EncodedFrame(target -> target.put(wire.toByteArray()), wire.getSerializedSize());
  }

  /** Returns the encoded form of the frame that carries {@code message}. */
  public static EncodedFrame of(Message message) {
    FieldMeasure measure = new FieldMeasure(MessageEncoder.expectedParts(message));
    MessageEncoder.encode(measure, message);
    int[] lengths = measure.lengths();
    return new EncodedFrame(
        target -> MessageEncoder.encode(new FieldWriter(target, lengths), message),
        measure.bytes());
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
    int bodyStart = start + FrameReader.HEADER_BYTES;
    target.putInt(bodyBytes);
    target.putInt(checksumOf(target, start, start + Integer.BYTES));
    body.writeTo(target.position(bodyStart));
    int end = target.position();
    if (end != bodyStart + bodyBytes) {
      throw new IllegalStateException(
          "a body of " + bodyBytes + " bytes came to " + (end - bodyStart));
    }
    target.putInt(bodyStart - Integer.BYTES, checksumOf(target, bodyStart, end));
  }

  /** Leaves the buffer as it is. */
  private static int checksumOf(ByteBuffer buffer, int from, int to) {
    int position = buffer.position();
    int limit = buffer.limit();
    CRC32C crc = new CRC32C();
    crc.update(buffer.limit(to).position(from));
    buffer.limit(limit).position(position);
    return (int) crc.getValue();
  }

  /** Returns header and body in an array of their own. */
  public byte[] toArray() {
    ByteBuffer buffer = ByteBuffer.allocate(bytes());
    writeTo(buffer);
    return buffer.array();
  }
}
