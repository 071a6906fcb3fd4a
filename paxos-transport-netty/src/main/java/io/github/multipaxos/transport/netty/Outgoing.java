package io.github.multipaxos.transport.netty;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.transport.netty.wire.EncodedFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A message in the queues of one peer or several, encoded when the first of them takes it and only
 * once.
 *
 * <p>Each queue {@linkplain #hold holds} it, on any thread, and afterwards either takes or drops
 * it, on the event loop. The last one leaves no buffer behind.
 */
final class Outgoing {

  private final Message message;
  private final long bytes;
  private final AtomicInteger holders = new AtomicInteger();
  private @Nullable ByteBuf encoded; // the event loop's

  Outgoing(Message message) {
    this.message = message;
    this.bytes = message.bytes();
  }

  /** Tells whether this is that very message, not merely one that is equal. */
  boolean isOf(Message other) {
    return message == other;
  }

  /** Returns what the message weighs, roughly. */
  long bytes() {
    return bytes;
  }

  /** Tells whether the message carries commands, of which there may be any number. */
  boolean isBulk() {
    return message instanceof Message.Accept
        || message instanceof Message.Promise
        || message instanceof Message.Forward
        || message instanceof Message.Decrees
        || message instanceof Message.SnapshotPart;
  }

  /** Returns what kind of message it is, for people. */
  String kind() {
    return message.getClass().getSimpleName();
  }

  /** Announces one more {@link #take} or {@link #drop}. */
  void hold() {
    holders.incrementAndGet();
  }

  /**
   * Returns the encoded message, which the caller must release, or null if its body has more than
   * {@code maxBodyBytes}. Ends one {@link #hold} either way.
   */
  @Nullable ByteBuf take(ByteBufAllocator alloc, int maxBodyBytes) {
    ByteBuf whole = encoded;
    if (whole == null) {
      EncodedFrame frame = EncodedFrame.of(message);
      if (frame.bodyBytes() > maxBodyBytes) {
        drop();
        return null;
      }
      whole = encode(frame, alloc);
    }
    boolean last = holders.decrementAndGet() == 0;
    encoded = last ? null : whole;
    return last ? whole : whole.retainedDuplicate();
  }

  /** Gives up one {@link #hold}. */
  void drop() {
    if (holders.decrementAndGet() == 0 && encoded != null) {
      encoded.release();
      encoded = null;
    }
  }

  /**
   * Writes a frame into a buffer of its own, which is the one time that its payloads are copied.
   */
  static ByteBuf encode(EncodedFrame frame, ByteBufAllocator alloc) {
    int bytes = frame.bytes();
    ByteBuf buffer = alloc.directBuffer(bytes, bytes);
    frame.writeTo(buffer.internalNioBuffer(0, bytes));
    return buffer.writerIndex(bytes);
  }
}
