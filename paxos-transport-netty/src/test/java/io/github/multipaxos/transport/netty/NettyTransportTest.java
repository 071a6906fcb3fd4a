package io.github.multipaxos.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.AskIndex;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Member;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.transport.netty.wire.RandomMessages;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NettyTransportTest {

  private static final NettyOptions OPTIONS =
      NettyOptions.builder()
          .minReconnect(Duration.ofMillis(10))
          .maxReconnect(Duration.ofMillis(100))
          .build();

  private final List<TestNode> nodes = new ArrayList<>();

  @BeforeAll
  static void patience() {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
  }

  @AfterEach
  void closeAll() {
    nodes.forEach(TestNode::close);
  }

  private TestNode start(Members members, int id) throws IOException {
    return start(members, id, 1);
  }

  private TestNode start(Members members, int id, long boot) throws IOException {
    TestNode node = TestNode.start(members, OPTIONS, id, boot);
    nodes.add(node);
    return node;
  }

  private static void awaitConnected(TestNode one, TestNode two) {
    await().until(() -> one.isConnected(2) && two.isConnected(1));
  }

  private static List<Message> asks(long boot, int count) {
    return LongStream.range(0, count).<Message>mapToObj(ask -> new AskIndex(boot, ask)).toList();
  }

  private static Message accept(int payloadBytes) {
    CommandId id = new CommandId(NodeId.of(1), 1, 1);
    Command command = new Command(id, Bytes.wrap(new byte[payloadBytes]));
    Decree decree = new Decree.CommandBatch(1, List.of(command));
    return new Message.Accept(new Ballot(1, NodeId.of(1)), 1, decree, 0);
  }

  @Test
  void carriesMessagesOfEveryKindBothWays() throws Exception {
    Members members = TestMembers.of(2);
    TestNode one = start(members, 1);
    TestNode two = start(members, 2);
    awaitConnected(one, two);
    List<Message> there = new RandomMessages(1, 5000).oneOfEach();
    List<Message> back = new RandomMessages(2, 5000).oneOfEach();

    there.forEach(message -> one.send(2, message));
    one.transport().flush();
    back.forEach(message -> two.send(1, message));
    two.transport().flush();

    await().until(() -> two.receivedCount() >= there.size() && one.receivedCount() >= back.size());
    assertThat(two.receivedFrom(1)).isEqualTo(there);
    assertThat(one.receivedFrom(2)).isEqualTo(back);
  }

  @Test
  void carriesAHundredThousandMessagesEachWayInOrder() throws Exception {
    int count = 100_000;
    Members members = TestMembers.of(2);
    TestNode one = start(members, 1);
    TestNode two = start(members, 2);
    awaitConnected(one, two);

    for (int ask = 0; ask < count; ask++) {
      one.send(2, new AskIndex(1, ask));
      two.send(1, new AskIndex(2, ask));
      if (ask % 50 == 49) {
        one.transport().flush();
        two.transport().flush();
      }
    }

    await().until(() -> two.receivedCount() >= count && one.receivedCount() >= count);
    assertThat(two.receivedFrom(1)).isEqualTo(asks(1, count));
    assertThat(one.receivedFrom(2)).isEqualTo(asks(2, count));
  }

  @Test
  void keepsTheOrderOfEachThread() throws Exception {
    int count = 10_000;
    Members members = TestMembers.of(2);
    TestNode one = start(members, 1);
    TestNode two = start(members, 2);
    awaitConnected(one, two);

    List<Thread> threads = new ArrayList<>();
    for (long thread = 0; thread < 3; thread++) {
      List<Message> asks = asks(thread, count);
      threads.add(new Thread(() -> asks.forEach(ask -> one.sendNow(2, ask))));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }

    await().until(() -> two.receivedCount() >= 3 * count);
    for (long thread = 0; thread < 3; thread++) {
      long boot = thread;
      assertThat(two.receivedFrom(1))
          .filteredOn(message -> ((AskIndex) message).boot() == boot)
          .isEqualTo(asks(boot, count));
    }
  }

  @Test
  void sendsOneMessageToSeveralPeers() throws Exception {
    Members members = TestMembers.of(3);
    TestNode one = start(members, 1);
    TestNode two = start(members, 2);
    TestNode three = start(members, 3);
    await().until(() -> one.isConnected(2) && one.isConnected(3));
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      messages.add(accept(i));
    }

    for (Message message : messages) {
      one.send(2, message);
      one.send(3, message);
      one.transport().flush();
    }

    await().until(() -> two.receivedCount() >= 200 && three.receivedCount() >= 200);
    assertThat(two.receivedFrom(1)).isEqualTo(messages);
    assertThat(three.receivedFrom(1)).isEqualTo(messages);
  }

  @Test
  void carriesDecreesOfEightMebibytes() throws Exception {
    Members members = TestMembers.of(2);
    TestNode one = start(members, 1);
    TestNode two = start(members, 2);
    awaitConnected(one, two);

    one.sendNow(2, accept(8 << 20));

    await().until(() -> two.receivedCount() == 1);
    assertThat(two.receivedFrom(1)).containsExactly(accept(8 << 20));
  }

  @Test
  void dropsAMessageThatIsLargerThanAFrameAndSaysSo() throws Exception {
    Members members = TestMembers.of(2);
    TestNode one = start(members, 1);
    TestNode two = start(members, 2);
    awaitConnected(one, two);

    try (LogCapture log = LogCapture.begin()) {
      one.sendNow(2, accept(17 << 20));
      await().until(() -> !log.lines("larger than a frame").isEmpty());
      one.sendNow(2, new AskIndex(1, 1));

      await().until(() -> two.receivedCount() == 1);
      assertThat(two.receivedFrom(1)).containsExactly(new AskIndex(1, 1));
      assertThat(log.lines("larger than a frame")).hasSize(1);
    }
  }

  @Test
  void dropsWhatIsForNobody() throws Exception {
    Members members = TestMembers.of(2);
    TestNode one = start(members, 1);

    one.sendNow(1, new AskIndex(1, 1));
    one.sendNow(2, new AskIndex(1, 1));
    one.sendNow(9, new AskIndex(1, 1));
    TestNode two = start(members, 2);
    awaitConnected(one, two);
    one.sendNow(2, new AskIndex(1, 2));

    await().until(() -> two.receivedCount() > 0);
    assertThat(two.receivedFrom(1)).containsExactly(new AskIndex(1, 2));
    assertThat(one.receivedCount()).isZero();
  }

  @Test
  void findsAPeerAgainThatWasRestarted() throws Exception {
    Members members = TestMembers.of(2);
    TestNode one = start(members, 1);
    for (long boot = 1; boot <= 5; boot++) {
      TestNode two = start(members, 2, boot);
      awaitConnected(one, two);

      one.sendNow(2, new AskIndex(boot, 1));
      two.sendNow(1, new AskIndex(boot, 2));

      long last = boot;
      await().until(() -> one.receivedFrom(2).contains(new AskIndex(last, 2)));
      await().until(() -> two.receivedCount() == 1);
      two.close();
      await().until(() -> !one.isConnected(2));
    }
  }

  @Test
  void findsPeersByTheirHostNames() throws Exception {
    Members numbers = TestMembers.of(2);
    Members names = Members.parse(numbers.toString().replace("127.0.0.1", "localhost"));
    TestNode one = start(names, 1);
    TestNode two = start(names, 2);

    awaitConnected(one, two);
  }

  @Test
  void listensWhereItIsTold() throws Exception {
    Members members = TestMembers.of(2);
    int port = TestMembers.port(members, 1);
    Members elsewhere =
        Members.of(
            List.of(
                new Member(NodeId.of(1), "unknown.invalid", port),
                members.get(NodeId.of(2)).orElseThrow()));
    NettyOptions options =
        NettyOptions.builder()
            .minReconnect(Duration.ofMillis(10))
            .bind(new InetSocketAddress("0.0.0.0", 0))
            .build();

    nodes.add(TestNode.start(elsewhere, options, 1, 1));
    TestNode two = start(members, 2);

    awaitConnected(nodes.get(0), two);
  }

  @Test
  void saysWhichAddressItCannotListenOn() throws Exception {
    Members members = TestMembers.of(1);
    int port = TestMembers.port(members, 1);
    Set<String> before = threads();

    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(taken.isBound()).isTrue();
      assertThatThrownBy(() -> start(members, 1))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1")
          .hasMessageContaining(String.valueOf(port));
    }
    assertThatThrownBy(() -> start(Members.parse("1=unknown.invalid:7001"), 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("unknown.invalid");
    await().until(() -> before.containsAll(threads()));
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("paxos-") || name.contains("globalEventExecutor"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void leavesNoThreadBehind() throws Exception {
    Members members = TestMembers.of(3);
    TestNode one = start(members, 1);
    TestNode two = start(members, 2); // node 3 is being looked for, by both
    awaitConnected(one, two);
    assertThat(threads()).contains("paxos-orders-1-net-loop", "paxos-orders-2-net-loop");

    one.close();
    two.close();

    await().until(() -> threads().isEmpty());
  }

  @Test
  void doesNothingOnceClosed() throws Exception {
    Members members = TestMembers.of(2);
    TestNode one = start(members, 1);
    TestNode two = start(members, 2);
    awaitConnected(one, two);

    one.close();
    one.close();
    one.sendNow(2, new AskIndex(1, 1));
    one.transport().resume();

    await().until(() -> !two.isConnected(1));
    assertThat(one.isConnected(2)).isFalse();
    assertThat(two.receivedCount()).isZero();
  }

  @Test
  void deliversWhatWasSentBeforeItWasClosed() throws Exception {
    Members members = TestMembers.of(2);
    TestNode one = start(members, 1);
    TestNode two = start(members, 2);
    awaitConnected(one, two);

    one.send(2, new AskIndex(1, 1));
    one.close();

    await().until(() -> two.receivedCount() == 1);
  }

  @Test
  void isStartedOnce() throws Exception {
    Members members = TestMembers.of(1);
    TestNode one = start(members, 1);

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                one.transport().start(TestNode.identity(1, 1, 1), members, new TestMemory(), one));
    assertThatIllegalStateException().isThrownBy(() -> NettyTransport.create().flush());
  }

  @Test
  void readsNoFurtherWhileTheNodeIsFullAndLosesNothing() throws Exception {
    Members members = TestMembers.of(2);
    TestNode one = start(members, 1);
    TestNode two = start(members, 2);
    awaitConnected(one, two);
    two.full(true);
    int count = 1000;
    List<Message> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sent.add(accept(10_000)); // ten megabytes: more than one read, less than one budget
    }

    sent.forEach(message -> one.sendNow(2, message));
    await().until(() -> two.receivedCount() > 0);
    await()
        .during(Duration.ofMillis(300))
        .until(() -> two.receivedCount() < count / 10); // at most what one read brought
    two.full(false);
    two.transport().resume();

    await().until(() -> two.receivedCount() == count);
    assertThat(two.receivedFrom(1)).isEqualTo(sent);
    assertThat(two.isConnected(1)).isTrue();
  }

  @Test
  void losesNoResumeThatComesBeforeThePause() throws Exception {
    Members members = TestMembers.of(2);
    TestNode one = start(members, 1);
    TestNode two = start(members, 2);
    awaitConnected(one, two);
    two.resumeBeforeFull();

    one.sendNow(2, new AskIndex(1, 1));
    await().until(() -> two.receivedCount() == 1);
    one.sendNow(2, new AskIndex(1, 2));

    await().until(() -> two.receivedCount() == 2);
  }

  @Test
  void losesNoResumeHoweverOftenItIsPaused() throws Exception {
    Members members = TestMembers.of(2);
    TestNode one = start(members, 1);
    TestNode two = start(members, 2);
    awaitConnected(one, two);
    two.full(true); // every message pauses, and every resume lets one read through
    int count = 20_000;
    Thread resuming =
        new Thread(
            () -> {
              int seen = 0;
              while (seen < count && !Thread.interrupted()) {
                int now = two.receivedCount();
                if (now > seen) {
                  seen = now;
                  two.transport().resume();
                }
                Thread.onSpinWait();
              }
            });
    resuming.setDaemon(true);
    resuming.start();

    asks(1, count).forEach(ask -> one.sendNow(2, ask));

    await().until(() -> two.receivedCount() == count);
    resuming.join();
    assertThat(two.receivedFrom(1)).isEqualTo(asks(1, count));
  }
}
