package io.github.multipaxos.examples.kv.resp;

import io.github.multipaxos.examples.kv.store.Blob;
import io.github.multipaxos.examples.kv.store.Reply;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.redis.ArrayHeaderRedisMessage;
import io.netty.handler.codec.redis.ErrorRedisMessage;
import io.netty.handler.codec.redis.FullBulkStringRedisMessage;
import io.netty.handler.codec.redis.IntegerRedisMessage;
import io.netty.handler.codec.redis.RedisMessage;
import io.netty.handler.codec.redis.SimpleStringRedisMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Writes replies as fast as the client reads them. What does not fit waits here as references into
 * the replicated state, not as copies.
 */
final class ReplyWriter {

  /** What is left of the reply being written: the innermost array last. */
  private final Deque<Iterator<Reply>> unwritten = new ArrayDeque<>();

  /** Takes the next reply. Only when {@link #isIdle}. */
  void begin(Reply reply) {
    unwritten.push(List.of(reply).iterator());
  }

  /** Tells whether the last reply is written out. */
  boolean isIdle() {
    return unwritten.isEmpty();
  }

  /** Writes as much as the connection takes without flushing. */
  void write(ChannelHandlerContext ctx) {
    while (!unwritten.isEmpty() && ctx.channel().isWritable()) {
      Iterator<Reply> innermost = unwritten.element();
      if (!innermost.hasNext()) {
        unwritten.remove();
        continue;
      }
      Reply next = innermost.next();
      ctx.write(message(next), ctx.voidPromise());
      if (next instanceof Reply.Array array) {
        unwritten.push(array.elements().iterator());
      }
    }
    while (!unwritten.isEmpty() && !unwritten.element().hasNext()) {
      unwritten.remove();
    }
  }

  private static RedisMessage message(Reply reply) {
    if (reply instanceof Reply.Bulk bulk) {
      return message(bulk);
    } else if (reply instanceof Reply.Number number) {
      return new IntegerRedisMessage(number.value());
    } else if (reply instanceof Reply.Array array) {
      return new ArrayHeaderRedisMessage(array.elements().size());
    } else if (reply instanceof Reply.Error error) {
      return new ErrorRedisMessage(oneLine(error.text()));
    }
    return new SimpleStringRedisMessage(oneLine(((Reply.Status) reply).text()));
  }

  private static RedisMessage message(Reply.Bulk bulk) {
    Blob value = bulk.value();
    if (value == null) {
      return FullBulkStringRedisMessage.NULL_INSTANCE;
    }
    return new FullBulkStringRedisMessage(Unpooled.wrappedBuffer(value.shared()));
  }

  /** A line break inside would be read as the end of the reply. */
  private static String oneLine(String text) {
    return text.replace('\r', ' ').replace('\n', ' ');
  }
}
