package io.github.multipaxos.examples.kv.resp;

import io.github.multipaxos.examples.kv.store.Blob;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.redis.ArrayHeaderRedisMessage;
import io.netty.handler.codec.redis.BulkStringHeaderRedisMessage;
import io.netty.handler.codec.redis.BulkStringRedisContent;
import io.netty.handler.codec.redis.FullBulkStringRedisMessage;
import io.netty.handler.codec.redis.InlineCommandRedisMessage;
import io.netty.handler.codec.redis.LastBulkStringRedisContent;
import io.netty.handler.codec.redis.RedisMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes requests out of the decoder's pieces. Takes memory only for bytes that have arrived, and
 * gives up on a request at the first sign that it is too large: after the first {@link
 * Request.Garbage} nothing follows.
 */
final class RequestAssembler extends SimpleChannelInboundHandler<RedisMessage> {

  private static final int FIRST_CHUNK_BYTES = 4096;

  private final Limits limits;
  private final List<Blob> words = new ArrayList<>();
  private long missingWords;
  private long bytes;
  private byte[] word = {};
  private int wordBytes;
  private int wordBytesArrived;
  private boolean broken;

  RequestAssembler(Limits limits) {
    this.limits = limits;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, RedisMessage piece) {
    if (broken) {
      return;
    }
    try {
      take(ctx, piece);
    } catch (BadRequestException e) {
      giveUp(ctx, e.getMessage());
    }
  }

  private void take(ChannelHandlerContext ctx, RedisMessage piece) throws BadRequestException {
    if (piece instanceof BulkStringRedisContent content
        && !(piece instanceof FullBulkStringRedisMessage)) {
      append(ctx, content);
    } else if (piece instanceof BulkStringHeaderRedisMessage header) {
      beginWord(header.bulkStringLength());
    } else if (piece instanceof FullBulkStringRedisMessage whole) {
      takeWhole(ctx, whole);
    } else if (piece instanceof ArrayHeaderRedisMessage header) {
      beginRequest(header.length());
    } else if (piece instanceof InlineCommandRedisMessage inline) {
      takeInline(ctx, inline.content());
    } else {
      throw new BadRequestException("Protocol error: expected '*' or an inline command");
    }
  }

  private void beginRequest(long size) throws BadRequestException {
    if (missingWords > 0) {
      throw new BadRequestException("Protocol error: expected '$', got '*'");
    }
    if (size > limits.arguments()) {
      throw new BadRequestException(
          "Protocol error: a request has at most " + limits.arguments() + " arguments");
    }
    missingWords = Math.max(size, 0); // a request without words is none, as for Redis
  }

  private void beginWord(int size) throws BadRequestException {
    if (missingWords == 0) {
      throw new BadRequestException("Protocol error: expected '*', got '$'");
    }
    weigh(size);
    wordBytes = size;
    wordBytesArrived = 0;
    word = new byte[Math.min(size, FIRST_CHUNK_BYTES)];
  }

  private void append(ChannelHandlerContext ctx, BulkStringRedisContent piece) {
    ByteBuf content = piece.content();
    int arriving = content.readableBytes();
    if (wordBytesArrived + arriving > word.length) {
      int room = Math.max(wordBytesArrived + arriving, 2 * word.length);
      word = Arrays.copyOf(word, Math.min(room, wordBytes));
    }
    content.readBytes(word, wordBytesArrived, arriving);
    wordBytesArrived += arriving;
    if (piece instanceof LastBulkStringRedisContent) {
      endWord(ctx, word);
    }
  }

  private void takeWhole(ChannelHandlerContext ctx, FullBulkStringRedisMessage whole)
      throws BadRequestException {
    if (whole.isNull()) {
      throw new BadRequestException("Protocol error: invalid bulk length");
    }
    beginWord(whole.content().readableBytes());
    append(ctx, whole);
  }

  private void endWord(ChannelHandlerContext ctx, byte[] finished) {
    words.add(Blob.wrap(finished));
    word = new byte[0];
    missingWords--;
    if (missingWords == 0) {
      endRequest(ctx);
    }
  }

  private void takeInline(ChannelHandlerContext ctx, String line) throws BadRequestException {
    if (missingWords > 0) {
      throw new BadRequestException("Protocol error: expected '$'");
    }
    for (String text : InlineWords.split(line)) {
      Blob blob = Blob.utf8(text);
      weigh(blob.size());
      words.add(blob);
    }
    if (!words.isEmpty()) {
      endRequest(ctx);
    }
  }

  private void endRequest(ChannelHandlerContext ctx) {
    Request request = new Request.Call(List.copyOf(words), (int) bytes);
    words.clear();
    bytes = 0;
    ctx.fireChannelRead(request);
  }

  private void weigh(int wordSize) throws BadRequestException {
    bytes += wordSize + Limits.ARGUMENT_OVERHEAD_BYTES;
    if (bytes > limits.requestBytes()) {
      throw new BadRequestException(
          "Protocol error: a request has at most " + limits.requestBytes() + " bytes");
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof DecoderException) {
      giveUp(ctx, "Protocol error: " + reason(cause));
    } else {
      ctx.fireExceptionCaught(cause);
    }
  }

  private static String reason(Throwable cause) {
    Throwable deepest = cause;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage());
  }

  private void giveUp(ChannelHandlerContext ctx, String text) {
    if (broken) {
      return;
    }
    broken = true;
    words.clear();
    word = new byte[0];
    ctx.fireChannelRead(new Request.Garbage(text));
  }
}
