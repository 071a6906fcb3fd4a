package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.NODE_1;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.RED;
import static io.github.multipaxos.protocol.Samples.ballot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Accepted;
import io.github.multipaxos.message.Message.Nack;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.record.LogRecord;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OutboxTest {

  private final Outbox outbox = new Outbox(NODE_1);

  static Stream<Message> vows() {
    return Stream.of(
        new Prepare(ballot(1, 1), 1),
        new Promise(ballot(1, 2), 1, Long.MAX_VALUE, 0, 1, new TreeMap<>()),
        new Accepted(ballot(1, 2), 1));
  }

  /** Rule D1: the type keeps most call sites from it, and this the rest. */
  @ParameterizedTest
  @MethodSource("vows")
  void sendsNoVowAtOnce(Message vow) {
    assertThatThrownBy(() -> outbox.send(NODE_2, vow))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("wait for the disk");
    assertThat(outbox.drain().messages()).isEmpty();
  }

  @Test
  void keepsAVowToItselfForTheDiskToo() {
    outbox.vow(NODE_1, new Accepted(ballot(1, 1), 1));

    assertThat(outbox.nextLocal()).isNull();
    assertThat(outbox.drain().vows())
        .containsExactly(new Envelope<>(NODE_1, new Accepted(ballot(1, 1), 1)));
  }

  @Test
  void deliversWhatItSendsToItselfWithinTheStepInOrder() {
    Accept accept = new Accept(ballot(1, 1), 1, RED, 0);
    Nack nack = new Nack(ballot(1, 1), ballot(2, 1));
    outbox.send(NODE_1, accept);
    outbox.send(NODE_1, nack);
    outbox.send(NODE_2, accept);

    assertThat(outbox.nextLocal()).isEqualTo(accept);
    assertThat(outbox.nextLocal()).isEqualTo(nack);
    assertThat(outbox.nextLocal()).isNull();
    assertThat(outbox.drain().messages()).containsExactly(new Envelope<>(NODE_2, accept));
  }

  @Test
  void givesEverythingOnce() {
    outbox.send(NODE_2, new Nack(ballot(1, 1), ballot(2, 1)));
    outbox.persist(new LogRecord.ChosenThrough(1));
    outbox.ready(4);
    assertThat(outbox.persistsAnything()).isTrue();
    Effects first = outbox.drain();

    Effects second = outbox.drain();

    assertThat(first.messages()).hasSize(1);
    assertThat(first.records()).hasSize(1);
    assertThat(first.reads()).containsExactly(4L);
    assertThat(second.messages()).isEmpty();
    assertThat(second.records()).isEmpty();
    assertThat(second.reads()).isEmpty();
    assertThat(outbox.persistsAnything()).isFalse();
  }

  @Test
  void doesNotChangeWhatItHasGiven() {
    outbox.persist(new LogRecord.ChosenThrough(1));
    Effects first = outbox.drain();

    outbox.persist(new LogRecord.ChosenThrough(2));

    assertThat(first.records()).containsExactly(new LogRecord.ChosenThrough(1));
  }
}
