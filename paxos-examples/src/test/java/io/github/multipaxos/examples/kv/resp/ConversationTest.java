package io.github.multipaxos.examples.kv.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.Consistency;
import io.github.multipaxos.OutcomeUnknownException;
import io.github.multipaxos.examples.kv.store.Blob;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.redis.ArrayHeaderRedisMessage;
import io.netty.handler.codec.redis.ErrorRedisMessage;
import io.netty.handler.codec.redis.FullBulkStringRedisMessage;
import io.netty.handler.codec.redis.IntegerRedisMessage;
import io.netty.handler.codec.redis.SimpleStringRedisMessage;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The order of things within one connection, without sockets and without waiting. */
class ConversationTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Limits LIMITS = new Limits(1 << 20, 100, 10, 1_000, TIMEOUT);

  private final FakeStore store = new FakeStore();
  private final AtomicLong nanos = new AtomicLong();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          new Conversation(
              new Service(store, LIMITS, new CommandTable(), new Info(1, 0), () -> 1, nanos::get),
              new Client(1)));

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void showsAReadTheUnsettledWriteBeforeIt() {
    store.holdProposals();
    send("SET k 1");
    send("SET k 2", "GET k");
    assertThat(replies()).isEmpty();

    releaseAll();

    assertThat(replies()).containsExactly("OK", "OK", "2");
  }

  @Test
  void hidesFromAReadTheWriteBehindIt() {
    send("SET k 1");
    store.holdReads();
    send("GET k");
    send("SET k 2");
    assertThat(replies()).containsExactly("OK");

    releaseAll();

    assertThat(replies()).containsExactly("1", "OK");
  }

  @Test
  void keepsWritesInOrderHoweverTheStoreOrdersProposals() {
    store.holdProposals();
    send("SET k 1");
    send("SET k 2");
    send("SET k 3", "SET k 4");

    releaseAll();
    send("GET k");

    releaseAll();
    assertThat(replies()).containsExactly("OK", "OK", "OK", "OK", "4");
  }

  @Test
  void doesWhatWaitsInOneGo() {
    store.holdProposals();
    send("SET k 1");
    for (int i = 0; i < 8; i++) {
      send("INCR k", "PING");
    }

    releaseAll();

    assertThat(store.proposals()).isEqualTo(2);
    assertThat(replies()).hasSize(17).endsWith("PONG", "9", "PONG");
  }

  /** Neither is a read made less than was asked for, nor another one more. */
  @Test
  void readsTogetherWhatIsOfOneLevel() {
    send("SET k v");
    send("GET k", "READ LOCAL GET k", "READ LOCAL GET k", "GET k", "SET k w", "READ LOCAL GET k");

    assertThat(replies()).containsExactly("OK", "v", "v", "v", "v", "OK", "w");
    assertThat(store.consistencies())
        .containsExactly(Consistency.LINEARIZABLE, Consistency.LOCAL, Consistency.LOCAL);
    assertThat(store.proposals()).isEqualTo(2); // the last linearizable read goes with the write
  }

  @Test
  void keepsWhatIsAskedInSessionsInOrder() {
    store.holdProposals();
    send("SET n 5", "SESSION OPEN", "SESSION EXEC 2-0 1 INCR n", "SESSION EXEC 2-0 2 INCR n");
    send("GET n", "INCR n", "SESSION EXEC 2-0 1 INCR n");

    releaseAll();

    assertThat(replies()).containsExactly("OK", "2-0", "6", "7", "7", "8", "6");
  }

  @Test
  void readsNoFurtherWhileTooManyRequestsWait() {
    store.holdProposals();
    send("SET k 1", "GET k", "GET k", "GET k", "GET k", "GET k", "GET k", "GET k", "GET k");
    assertThat(channel.config().isAutoRead()).isTrue();

    send("PING");
    assertThat(channel.config().isAutoRead()).isFalse();

    releaseAll();
    assertThat(channel.config().isAutoRead()).isTrue();
    assertThat(replies()).hasSize(10).endsWith("1", "PONG");
  }

  @Test
  void readsNoFurtherWhileTooManyBytesWait() {
    store.holdProposals();
    send("SET k " + "x".repeat(900));
    assertThat(channel.config().isAutoRead()).isTrue();

    send("SET k " + "x".repeat(100));
    assertThat(channel.config().isAutoRead()).isFalse();

    releaseAll();
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void countsTheDeadlineFromTheArrival() {
    store.holdProposals();
    send("SET k 1");
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    send("SET k 2");
    nanos.addAndGet(Duration.ofSeconds(3).toNanos());

    releaseAll();

    assertThat(store.timeouts()).containsExactly(TIMEOUT, Duration.ofSeconds(2));
    assertThat(replies()).containsExactly("OK", "OK");
  }

  @Test
  void rejectsWhatWaitedTooLong() {
    store.holdProposals();
    send("SET k 1");
    send("SET k 2");
    nanos.addAndGet(TIMEOUT.toNanos());
    send("SET k 3");

    releaseAll();

    assertThat(store.proposals()).isEqualTo(2);
    assertThat(replies())
        .containsExactly(
            "OK",
            "REJECTED the deadline of 5000 ms passed while the request waited for earlier ones"
                + " of its connection",
            "OK");
  }

  @Test
  void tellsAReadThatSharedTheFateOfAWriteThatNothingHappened() {
    store.failWith(new OutcomeUnknownException(OutcomeUnknownException.Reason.DEADLINE, "late"));

    send("SET k 1", "GET k", "PING");

    assertThat(replies())
        .containsExactly("UNKNOWN late", "REJECTED the read got no answer: late", "PONG");
  }

  @Test
  void writesNoMoreOfALargeReplyThanTheConnectionTakes() {
    AtomicInteger unsent = new AtomicInteger();
    AtomicInteger mostUnsent = new AtomicInteger();
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1, 1000));
    channel
        .pipeline()
        .addFirst(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                mostUnsent.accumulateAndGet(unsent.incrementAndGet(), Math::max);
                ctx.write(message, promise);
              }

              @Override
              public void flush(ChannelHandlerContext ctx) {
                unsent.set(0);
                ctx.flush();
              }
            });

    send("SET k " + "x".repeat(90), "MGET" + " k".repeat(99), "GET k");

    assertThat(replies()).hasSize(102);
    assertThat(mostUnsent.get()).isBetween(2, 20);
  }

  @Test
  void forgetsTheRequestsOfAConnectionThatIsGone() {
    store.holdProposals();
    send("SET k 1");
    send("SET k 2");

    channel.close();
    releaseAll();

    assertThat(store.proposals()).isEqualTo(1);
    channel.checkException();
  }

  /** Sends requests that arrive in one piece. */
  private void send(String... requests) {
    Object[] calls = new Object[requests.length];
    for (int i = 0; i < requests.length; i++) {
      List<Blob> words = List.of(requests[i].split(" ")).stream().map(Blob::utf8).toList();
      calls[i] = new Request.Call(words, words.stream().mapToInt(Blob::size).sum());
    }
    channel.writeInbound(calls);
  }

  private void releaseAll() {
    do {
      channel.runPendingTasks();
    } while (store.releaseBackwards() > 0);
  }

  private List<String> replies() {
    channel.runPendingTasks();
    List<String> replies = new ArrayList<>();
    for (Object next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
      replies.add(text(next));
      ReferenceCountUtil.release(next);
    }
    return replies;
  }

  private static String text(Object message) {
    if (message instanceof SimpleStringRedisMessage status) {
      return status.content();
    } else if (message instanceof IntegerRedisMessage number) {
      return Long.toString(number.value());
    } else if (message instanceof ErrorRedisMessage error) {
      return error.content();
    }
    if (message instanceof ArrayHeaderRedisMessage array) {
      return "array of " + array.length();
    }
    return ((FullBulkStringRedisMessage) message).content().toString(StandardCharsets.UTF_8);
  }
}
