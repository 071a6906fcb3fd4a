package io.github.multipaxos.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.Codec;
import io.github.multipaxos.Consistency;
import io.github.multipaxos.PaxosConfig;
import io.github.multipaxos.PaxosException;
import io.github.multipaxos.PaxosNode;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.session.SessionCommand;
import io.github.multipaxos.session.SessionLimits;
import io.github.multipaxos.session.SessionMachine;
import io.github.multipaxos.session.SessionReply;
import io.github.multipaxos.session.client.Door;
import io.github.multipaxos.session.client.Session;
import io.github.multipaxos.testkit.Stateless;
import io.github.multipaxos.testkit.memory.MemoryDisk;
import io.github.multipaxos.testkit.memory.MemoryLog;
import io.github.multipaxos.testkit.memory.MemoryNetwork;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions on real nodes, of which one after the other stops. */
class SessionsTest {

  private static final Duration TTL = Duration.ofMinutes(10);
  private static final Duration TIMEOUT = Duration.ofSeconds(50);

  private final MemoryNetwork network = MemoryNetwork.threaded();
  private final List<PaxosNode<SessionCommand<Long>, SessionReply<Long>>> nodes = new ArrayList<>();
  private final List<AtomicLong> totals = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    for (int id = 1; id <= 3; id++) {
      AtomicLong total = new AtomicLong();
      Stateless<Long, Long> adder = (amount, at) -> total.addAndGet(amount);
      totals.add(total);
      nodes.add(
          PaxosNode.builder(
                  new SessionMachine<>(adder, Codec.longs(), SessionLimits.defaults()),
                  SessionCommand.codec(Codec.longs()))
              .self(id)
              .members(Members.parse("1=a:1,2=b:2,3=c:3"))
              .log(MemoryLog.threaded(new MemoryDisk()))
              .transport(network.newTransport())
              .config(
                  PaxosConfig.builder()
                      .tick(Duration.ofMillis(5))
                      .heartbeat(Duration.ofMillis(20))
                      .electionTimeout(Duration.ofMillis(150))
                      .operationTimeout(TIMEOUT)
                      .build())
              .start());
    }
  }

  @AfterEach
  void stop() {
    nodes.forEach(PaxosNode::close);
  }

  @Test
  void takeThreeLines() {
    Session<Long, Long> session = Session.open(nodes.get(0), TTL, TIMEOUT).join();
    long total = session.exec(5L).join();
    session.close().join();

    assertThat(total).isEqualTo(5);
    assertThat(session.keepAlive().join()).isFalse();
  }

  /** Each attempt goes to the next node, until the one that was asked first has stopped. */
  @Test
  void outliveTheNodeThroughWhichTheyWereOpened() {
    AtomicInteger asked = new AtomicInteger();
    Door<Long, Long> anywhere =
        (command, timeout) ->
            nodes.get(asked.getAndIncrement() % nodes.size()).propose(command, timeout);
    Session<Long, Long> session = Session.open(anywhere, TTL, TIMEOUT).join();
    for (long expected = 1; expected <= 30; expected++) {
      if (expected == 10) {
        nodes.get(0).close();
      }

      assertThat(session.exec(1L).join()).isEqualTo(expected);
    }
    assertThat(nodes.get(1).read(Consistency.LINEARIZABLE, totals.get(1)::get).join())
        .isEqualTo(30);
  }

  @Test
  void areTakenUpThroughAnotherNodeAndAnsweredAsBefore() {
    Session<Long, Long> first = Session.open(nodes.get(0), TTL, TIMEOUT).join();
    assertThat(first.exec(7L).join()).isEqualTo(7);
    nodes.get(0).close();
    assertThatThrownBy(() -> first.exec(1L).join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(PaxosException.class);

    Session<Long, Long> second = Session.resume(nodes.get(1)::propose, first.id(), 1, TIMEOUT);

    assertThat(second.exec(7L).join()).isEqualTo(7);
    assertThat(second.exec(1L).join()).isEqualTo(8);
    assertThat(nodes.get(2).read(Consistency.LINEARIZABLE, totals.get(2)::get).join()).isEqualTo(8);
  }
}
