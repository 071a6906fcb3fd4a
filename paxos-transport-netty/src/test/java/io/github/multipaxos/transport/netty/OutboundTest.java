package io.github.multipaxos.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.AskIndex;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboundTest {

  private static final long MAX_BYTES = 1 << 20;

  private final Outbound outbound = new Outbound(MAX_BYTES);

  private static Outgoing small(long ask) {
    return new Outgoing(new AskIndex(1, ask));
  }

  private static Outgoing bulk(int bytes) {
    Command command =
        new Command(new CommandId(NodeId.of(1), 1, 1), Bytes.wrap(new byte[bytes - 128]));
    return new Outgoing(new Message.Forward(Ballot.NONE, List.of(command)));
  }

  @Test
  void keepsTheOrder() {
    List<Outgoing> sent = List.of(small(1), bulk(5000), small(2));
    outbound.open();

    sent.forEach(outbound::offer);

    List<Outgoing> taken = new ArrayList<>();
    for (Outgoing next = outbound.poll(); next != null; next = outbound.poll()) {
      taken.add(next);
    }
    assertThat(taken).isEqualTo(sent);
    assertThat(outbound.queuedBytes()).isZero();
  }

  @Test
  void takesNothingForAPeerThatIsNotThere() {
    assertThat(outbound.offer(small(1))).isFalse();

    outbound.open();
    outbound.offer(small(2));
    outbound.close();

    assertThat(outbound.offer(small(3))).isFalse();
    assertThat(outbound.poll()).isNull();
    assertThat(outbound.queuedBytes()).isZero();
    assertThat(outbound.dropped()).isZero();
  }

  @Test
  void neverHoldsMoreThanItsBudget() {
    outbound.open();

    for (int i = 0; i < 5000; i++) {
      outbound.offer(i % 2 == 0 ? bulk(1000) : small(i));
      assertThat(outbound.queuedBytes()).isLessThanOrEqualTo(MAX_BYTES);
    }

    assertThat(outbound.dropped()).isPositive();
  }

  @Test
  void keepsRoomForSmallMessagesBehindABacklog() {
    outbound.open();
    while (outbound.offer(bulk(1000))) {
      assertThat(outbound.queuedBytes()).isLessThanOrEqualTo(MAX_BYTES * 3 / 4);
    }

    assertThat(outbound.offer(small(1))).isTrue();
    assertThat(outbound.offer(bulk(1000))).isFalse();
  }

  @Test
  void takesOneMessageHoweverLarge() {
    outbound.open();

    assertThat(outbound.offer(bulk(3 << 20))).isTrue();
    assertThat(outbound.offer(bulk(1000))).isFalse();
    outbound.poll();
    assertThat(outbound.offer(bulk(1000))).isTrue();
  }

  @Test
  void countsDropsSinceTheyWereLastAskedFor() {
    outbound.open();
    outbound.offer(bulk(3 << 20));
    outbound.offer(bulk(1000));
    outbound.offer(bulk(1000));

    assertThat(outbound.takeDropped()).isEqualTo(2);
    assertThat(outbound.takeDropped()).isZero();
    assertThat(outbound.dropped()).isEqualTo(2);
  }
}
