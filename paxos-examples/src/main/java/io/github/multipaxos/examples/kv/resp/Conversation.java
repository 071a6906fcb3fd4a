package io.github.multipaxos.examples.kv.resp;

import io.github.multipaxos.examples.kv.store.Reply;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: takes requests, has them done one {@link Turn} after the other, and gives the
 * replies in the order of the requests. Confined to the connection's event loop.
 */
final class Conversation extends SimpleChannelInboundHandler<Request> {

  /** Said to every connection when the server closes: answer what came, take no more. */
  static final Object FINISH = new Object();

  /** How long a client may take to read the last reply and hang up. */
  private static final long LINGER_MILLIS = 5000;

  private static final Logger log = LoggerFactory.getLogger(Conversation.class);

  private final Service service;
  private final Client client;
  private final ReplyWriter writer = new ReplyWriter();

  /** Every request that has no reply yet, in order. */
  private final Deque<Exchange> outstanding = new ArrayDeque<>();

  /** Those that the store has not been asked about. */
  private final Deque<Exchange> waiting = new ArrayDeque<>();

  private long outstandingBytes;
  private boolean turnUnderWay;
  private boolean advancing;
  private boolean finishing;
  private boolean parting;

  Conversation(Service service, Client client) {
    this.service = service;
    this.client = client;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, Request request) {
    if (finishing) {
      return;
    }
    Meaning meaning = service.commands().meaningOf(request, client);
    int bytes = request instanceof Request.Call call ? call.bytes() : 0;
    Exchange exchange = new Exchange(meaning, bytes, service.nanoTime().getAsLong());
    outstanding.add(exchange);
    outstandingBytes += bytes;
    if (exchange.reply() == null) {
      waiting.add(exchange);
    }
    finishing = exchange.parts();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (!parting) {
      advance(ctx);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (!parting) {
      advance(ctx);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    boolean hangsUp = event == ChannelInputShutdownEvent.INSTANCE;
    if (hangsUp && parting) {
      ctx.close();
    } else if (hangsUp || event == FINISH) {
      finishing = true;
      advance(ctx);
    }
  }

  /**
   * Does whatever can be done now: begins a turn, writes replies, reads on or not. Writing may
   * change the channel's writability and so call this again in the middle; once is enough.
   */
  private void advance(ChannelHandlerContext ctx) {
    if (advancing) {
      return;
    }
    advancing = true;
    beginTurn(ctx);
    do {
      deliver(ctx);
    } while (canDeliver(ctx.channel()));
    advancing = false;
    if (finishing && outstanding.isEmpty() && writer.isIdle()) {
      part(ctx.channel());
    } else {
      ctx.channel().config().setAutoRead(hasRoom(ctx.channel()));
    }
  }

  private void beginTurn(ChannelHandlerContext ctx) {
    while (!turnUnderWay && !waiting.isEmpty()) {
      Duration left = left(waiting.element());
      if (left.toMillis() < 1) {
        waiting.remove().settle(Failure.late(service.limits().timeout()));
      } else {
        begin(Turn.take(waiting), left, ctx);
      }
    }
  }

  /** The deadline counts from the arrival, however long the request has waited for its turn. */
  private Duration left(Exchange oldest) {
    long elapsedNanos = service.nanoTime().getAsLong() - oldest.arrivalNanos();
    return service.limits().timeout().minusNanos(elapsedNanos);
  }

  private void begin(Turn turn, Duration left, ChannelHandlerContext ctx) {
    turnUnderWay = true;
    ask(turn, left)
        .whenComplete(
            (reply, failure) -> ctx.executor().execute(() -> endTurn(turn, reply, failure, ctx)));
  }

  private CompletableFuture<Reply> ask(Turn turn, Duration left) {
    try {
      return turn.exchanges().get(0).meaning() instanceof Meaning.Inform inform
          ? service.inform(inform)
          : turn.begin(service.store(), left);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void endTurn(
      Turn turn, @Nullable Reply reply, @Nullable Throwable failure, ChannelHandlerContext ctx) {
    turnUnderWay = false;
    if (!ctx.channel().isActive()) {
      return; // nobody is left to be told
    }
    if (reply != null) {
      turn.settle(reply);
    } else if (failure != null) {
      turn.fail(failure);
    }
    advance(ctx);
  }

  private void deliver(ChannelHandlerContext ctx) {
    writer.write(ctx);
    while (writer.isIdle() && canDeliver(ctx.channel())) {
      Exchange next = outstanding.remove();
      outstandingBytes -= next.bytes();
      writer.begin(Objects.requireNonNull(next.reply()));
      writer.write(ctx);
    }
    ctx.flush();
  }

  private boolean canDeliver(Channel channel) {
    Exchange next = outstanding.peek();
    boolean something = !writer.isIdle() || next != null && next.reply() != null;
    return something && channel.isWritable() && channel.isActive();
  }

  /** Stops reading at the limits and goes on at half of them, so as not to flutter. */
  private boolean hasRoom(Channel channel) {
    Limits limits = service.limits();
    int part = channel.config().isAutoRead() ? 1 : 2;
    return !finishing
        && channel.isWritable()
        && outstanding.size() < limits.outstandingRequests() / part
        && outstandingBytes < limits.outstandingBytes() / part;
  }

  /**
   * Ends the connection so that the last reply arrives: closing while bytes of the client's are
   * unread would reset the connection and might take the reply with it. So the server hangs up
   * first, and reads and forgets until the client does too.
   */
  private void part(Channel channel) {
    if (parting) {
      return;
    }
    parting = true;
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> hangUp(channel));
  }

  private static void hangUp(Channel channel) {
    DuplexChannel line = (DuplexChannel) channel;
    if (line.isInputShutdown()) {
      line.close();
      return;
    }
    line.shutdownOutput();
    line.config().setAutoRead(true);
    ScheduledFuture<?> linger =
        line.eventLoop().schedule(() -> line.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    line.closeFuture().addListener(closed -> linger.cancel(false));
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    outstanding.clear();
    waiting.clear();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      log.debug("loses a connection client={} reason={}", client.id(), cause.getMessage());
    } else {
      log.warn("closes a connection client={}", client.id(), cause);
    }
    ctx.close();
  }
}
