package io.github.multipaxos.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.AskIndex;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.transport.netty.wire.EncodedFrame;
import io.github.multipaxos.transport.netty.wire.Frame;
import io.github.multipaxos.transport.netty.wire.Hello;
import io.github.multipaxos.transport.netty.wire.Refusal;
import io.github.multipaxos.transport.netty.wire.Refusal.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One node of three, with a good peer 2, and a peer 3 that is up to no good. */
class HostilePeersTest {

  private static NettyOptions.Builder options() {
    return NettyOptions.builder()
        .minReconnect(Duration.ofMillis(10))
        .maxReconnect(Duration.ofMillis(100))
        .handshakeTimeout(Duration.ofSeconds(2));
  }

  private final List<AutoCloseable> open = new ArrayList<>();
  private Members members;
  private TestNode one;
  private TestNode two;
  private int port;
  private long asked;

  @BeforeAll
  static void patience() {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
  }

  @BeforeEach
  void begin() throws Exception {
    begin(options().build());
  }

  private void begin(NettyOptions options) throws Exception {
    members = TestMembers.of(3);
    port = TestMembers.port(members, 1);
    one = closed(TestNode.start(members, options, 1, 1));
    two = closed(TestNode.start(members, options, 2, 2));
    await().until(() -> one.isConnected(2) && two.isConnected(1));
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
  }

  private <T extends AutoCloseable> T closed(T closeable) {
    open.add(closeable);
    return closeable;
  }

  private RawPeer dial() throws IOException {
    return closed(RawPeer.dial(port));
  }

  private RawPeer admitted(Hello hello) throws IOException {
    RawPeer peer = dial().say(hello);
    assertThat(peer.hear()).isInstanceOf(Hello.class);
    return peer;
  }

  private RawPeer admitted() throws IOException {
    return admitted(RawPeer.hello(3, 1, 33, 5));
  }

  private void othersAreServed() {
    asked++;
    two.sendNow(1, new AskIndex(9, asked));
    one.sendNow(2, new AskIndex(9, asked));
    await().until(() -> one.receivedFrom(2).contains(new AskIndex(9, asked)));
    await().until(() -> two.receivedFrom(1).contains(new AskIndex(9, asked)));
    assertThat(one.isConnected(2)).isTrue();
  }

  private static Message accept(int payloadBytes) {
    CommandId id = new CommandId(NodeId.of(1), 1, 1);
    Command command = new Command(id, Bytes.wrap(new byte[payloadBytes]));
    Decree decree = new Decree.CommandBatch(1, List.of(command));
    return new Message.Accept(new Ballot(1, NodeId.of(1)), 1, decree, 0);
  }

  // ---- strangers

  @Test
  void closesOnWhatIsNoFrame() throws Exception {
    String http = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    try (LogCapture log = LogCapture.begin()) {
      for (int i = 0; i < 20; i++) {
        assertThat(dial().write(http.getBytes(StandardCharsets.US_ASCII)).isClosedByOther())
            .isTrue();
      }

      await().until(() -> !log.lines("closes a connection").isEmpty());
      assertThat(log.lines("closes a connection")).hasSize(1);
      assertThat(log.lines("peer=stranger")).hasSize(1);
    }
    othersAreServed();
  }

  @Test
  void closesOnRandomBytes() throws Exception {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 200; i++) {
      byte[] bytes = new byte[8 + random.nextInt(5000)];
      random.nextBytes(bytes);
      bytes[0] |= 1; // a length that is too long, so that the end does not depend on a timeout
      try (RawPeer peer = RawPeer.dial(port)) {
        writeUntilClosed(peer, bytes);
        assertThat(peer.isClosedByOther()).isTrue();
      }
    }
    othersAreServed();
  }

  private static void writeUntilClosed(RawPeer peer, byte[] bytes) throws IOException {
    try {
      peer.write(bytes);
    } catch (SocketException e) {
      assertThat(e).hasMessageMatching("(?i).*(reset|broken|abort).*");
    }
  }

  @Test
  void closesOnMutatedFrames() throws Exception {
    byte[] hello = EncodedFrame.of(RawPeer.hello(3, 1, 33, 5)).toArray();
    for (int at = 4; at < hello.length; at++) { // a length that grew would wait for the deadline
      byte[] mutated = hello.clone();
      mutated[at] ^= 0x55;
      try (RawPeer peer = RawPeer.dial(port)) {
        assertThat(peer.write(mutated).isClosedByOther()).isTrue();
      }
    }
    othersAreServed();
  }

  @Test
  void takesNoLargeFrameFromAStranger() throws Exception {
    byte[] header = ByteBuffer.allocate(8).putInt(5000).putInt(0).array();

    assertThat(dial().write(header).isClosedByOther()).isTrue();
  }

  @Test
  void closesOnAMessageBeforeTheHandshake() throws Exception {
    assertThat(dial().say(new Frame.Said(new AskIndex(1, 1))).isClosedByOther()).isTrue();
    assertThat(one.receivedCount()).isZero();
  }

  @Test
  void closesOnWhoeverNeverSaysWhoItIs() throws Exception {
    RawPeer silent = dial();
    RawPeer slow = dial().write(new byte[] {0, 0});

    assertThat(silent.isClosedByOther()).isTrue();
    assertThat(slow.isClosedByOther()).isTrue();
    othersAreServed();
  }

  @Test
  void bearsAFloodOfConnectionsThatNeverSayWhoTheyAre() throws Exception {
    end();
    begin(options().handshakeTimeout(Duration.ofMinutes(5)).build());
    List<RawPeer> flood = new ArrayList<>();
    for (int i = 0; i < 4 * Listener.MAX_STRANGERS; i++) {
      flood.add(dial());
    }

    othersAreServed();
    for (RawPeer early : flood.subList(0, 3 * Listener.MAX_STRANGERS)) {
      assertThat(early.isClosedByOther()).isTrue();
    }
    RawPeer three = admitted();
    three.say(new Frame.Said(new AskIndex(3, 3)));
    await().until(() -> one.receivedFrom(3).contains(new AskIndex(3, 3)));
  }

  // ---- impostors

  private void refuses(Hello hello, Reason reason) throws Exception {
    try (LogCapture log = LogCapture.begin()) {
      RawPeer peer = dial().say(hello);

      Refusal refusal = (Refusal) peer.hear();

      assertThat(refusal.reason()).isEqualTo(reason);
      assertThat(peer.isClosedByOther()).isTrue();
      await().until(() -> !log.lines(refusal.sentence()).isEmpty());
    }
    othersAreServed();
  }

  @Test
  void refusesAnotherCluster() throws Exception {
    refuses(new Hello(1, 1, "billing", 3, 1, 33, 5, 7, 1 << 20), Reason.WRONG_CLUSTER);
  }

  @Test
  void refusesAnotherVersion() throws Exception {
    refuses(new Hello(3, 2, TestNode.CLUSTER, 3, 1, 33, 5, 7, 9), Reason.UNSUPPORTED_VERSION);
  }

  @Test
  void refusesAnUnknownNode() throws Exception {
    refuses(RawPeer.hello(4, 1, 33, 5), Reason.UNKNOWN_NODE);
  }

  @Test
  void refusesACallMeantForAnother() throws Exception {
    refuses(RawPeer.hello(3, 2, 33, 5), Reason.WRONG_TARGET);
  }

  @Test
  void refusesItsOwnId() throws Exception {
    refuses(RawPeer.hello(1, 1, 33, 5), Reason.OWN_ID);
  }

  @Test
  void refusesASecondProcessUnderTheIdOfALivelyOne() throws Exception {
    refuses(RawPeer.hello(2, 1, 20, 3), Reason.DUPLICATE_ID);
  }

  @Test
  void refusesAnotherDataDirectoryUnderTheIdOfALivelyProcess() throws Exception {
    refuses(RawPeer.hello(2, 1, 999, 1), Reason.OTHER_INCARNATION);
  }

  @Test
  void refusesAnotherIncarnationAndAnOlderBoot() throws Exception {
    admitted().close();
    await().until(() -> isRefusedFor(RawPeer.hello(3, 1, 44, 5), Reason.OTHER_INCARNATION));
    await().until(() -> isRefusedFor(RawPeer.hello(3, 1, 33, 4), Reason.LOWER_BOOT));

    RawPeer restarted = admitted(RawPeer.hello(3, 1, 33, 6));

    restarted.say(new Frame.Said(new AskIndex(6, 1)));
    await().until(() -> one.receivedFrom(3).contains(new AskIndex(6, 1)));
  }

  private boolean isRefusedFor(Hello hello, Reason reason) throws IOException {
    try (RawPeer peer = RawPeer.dial(port)) {
      return peer.say(hello).hear() instanceof Refusal refusal && refusal.reason() == reason;
    }
  }

  /** Stands in for node 3 until node 1 calls. */
  private RawPeer calledByOne(ServerSocket server) throws IOException {
    while (true) {
      RawPeer called = closed(RawPeer.accept(server));
      Hello hello = (Hello) called.hear();
      assertThat(hello.to()).isEqualTo(3);
      if (hello.from() == 1) {
        return called;
      }
    }
  }

  @Test
  void saysWhyItRefusesWhomItDialled() throws Exception {
    int third = TestMembers.port(members, 3);
    try (ServerSocket server = new ServerSocket(third, 5, InetAddress.getLoopbackAddress());
        LogCapture log = LogCapture.begin();
        RawPeer called = calledByOne(server)) {
      called.say(RawPeer.hello(2, 1, 33, 5)); // the process at node 3's address is node 2

      assertThat(((Refusal) called.hear()).reason()).isEqualTo(Reason.WRONG_TARGET);
      assertThat(called.isClosedByOther()).isTrue();
      await().until(() -> !log.lines("refuses peer=3").isEmpty());
    }
    othersAreServed();
  }

  @Test
  void saysWhyItWasRefused() throws Exception {
    int third = TestMembers.port(members, 3);
    try (ServerSocket server = new ServerSocket(third, 5, InetAddress.getLoopbackAddress());
        LogCapture log = LogCapture.begin();
        RawPeer called = calledByOne(server)) {
      called.say(new Refusal(Reason.WRONG_CLUSTER, "go away; check your cluster"));

      await().until(() -> !log.lines("is refused by peer=3").isEmpty());
      assertThat(log.lines("go away; check your cluster")).hasSize(1);
    }
  }

  /** Anybody may dial this node; only where it dials itself does it believe such a thing. */
  @Test
  void stopsForNoRefusalOfWhoeverDialsIt() throws Exception {
    Refusal refusal = new Refusal(Reason.LOWER_BOOT, "stop; check your directory");

    assertThat(dial().say(refusal).isClosedByOther()).isTrue();
    assertThat(admitted().say(refusal).isClosedByOther()).isTrue();

    othersAreServed();
    assertThat(one.disowners()).isEmpty();
  }

  @Test
  void tellsItsNodeWhenAPeerThatItDialledRefusesItForGood() throws Exception {
    int third = TestMembers.port(members, 3);
    try (ServerSocket server = new ServerSocket(third, 5, InetAddress.getLoopbackAddress());
        RawPeer called = calledByOne(server)) {
      called.say(new Refusal(Reason.LOWER_BOOT, "too old; check your directory"));

      await().until(() -> one.disowners().contains("3: too old; check your directory"));
    }
  }

  @Test
  void doesAHealthyPeerNoHarmOverWhatItsEarlierProcessSaid() throws Exception {
    refuses(RawPeer.hello(2, 1, 20, 1), Reason.LOWER_BOOT);

    assertThat(two.disowners()).isEmpty();
  }

  // ---- admitted peers

  @Test
  void replacesAConnectionByANewerOneOfTheSameProcess() throws Exception {
    RawPeer first = admitted();
    first.say(new Frame.Said(new AskIndex(1, 1)));
    await().until(() -> one.receivedFrom(3).size() == 1);

    RawPeer second = admitted();
    second.say(new Frame.Said(new AskIndex(1, 2)));

    assertThat(first.isClosedByOther()).isTrue();
    await().until(() -> one.receivedFrom(3).size() == 2);
  }

  @Test
  void closesOnGarbageFromAnAdmittedPeerAndTakesItBack() throws Exception {
    RawPeer three = admitted();

    three.write(ByteBuffer.allocate(9).putInt(1).putInt(12345).put((byte) 0).array());

    assertThat(three.isClosedByOther()).isTrue();
    admitted().say(new Frame.Said(new AskIndex(1, 1)));
    await().until(() -> one.receivedFrom(3).size() == 1);
    othersAreServed();
  }

  @Test
  void closesOnAFrameThatIsTooLarge() throws Exception {
    RawPeer three = admitted();

    three.write(ByteBuffer.allocate(8).putInt((16 << 20) + 1).putInt(0).array());

    assertThat(three.isClosedByOther()).isTrue();
    othersAreServed();
  }

  @Test
  void closesOnASecondHello() throws Exception {
    RawPeer three = admitted();

    three.say(RawPeer.hello(3, 1, 33, 5));

    assertThat(three.isClosedByOther()).isTrue();
  }

  @Test
  void closesOnAMessageWhereItDialled() throws Exception {
    int third = TestMembers.port(members, 3);
    try (ServerSocket server = new ServerSocket(third, 5, InetAddress.getLoopbackAddress());
        RawPeer called = calledByOne(server)) {
      called.say(RawPeer.hello(3, 1, 33, 5)).say(new Frame.Said(new AskIndex(1, 1)));

      assertThat(called.isClosedByOther()).isTrue();
      assertThat(one.receivedFrom(3)).isEmpty();
    }
  }

  @Test
  void dropsWhatAPeerThatReadsNothingCannotTake() throws Exception {
    int third = TestMembers.port(members, 3);
    try (ServerSocket server = new ServerSocket(third, 5, InetAddress.getLoopbackAddress());
        LogCapture log = LogCapture.begin();
        RawPeer stopped = calledByOne(server)) {
      stopped.say(RawPeer.hello(3, 1, 33, 5));
      for (int i = 0; i < 2000; i++) { // two gigabytes, for which there is no room
        one.sendNow(3, accept(1 << 20));
        if (i % 500 == 0) {
          othersAreServed();
        }
      }

      await().until(() -> !log.lines("drops messages to a slow peer=3").isEmpty());
      assertThat(log.lines("drops messages")).hasSize(1);
      othersAreServed();
    }
  }

  @Test
  void givesUpAPeerThatHasGoneSilent() throws Exception {
    end();
    begin(
        options().keepAlive(Duration.ofMillis(100)).silenceTimeout(Duration.ofSeconds(1)).build());
    RawPeer three = admitted();

    assertThat(three.isClosedByOther()).isTrue();
    othersAreServed();
  }

  @Test
  void givesUpAPeerThatItDialledAndThatStopped() throws Exception {
    end();
    begin(
        options().keepAlive(Duration.ofMillis(100)).silenceTimeout(Duration.ofSeconds(1)).build());
    int third = TestMembers.port(members, 3);
    try (ServerSocket server = new ServerSocket(third, 5, InetAddress.getLoopbackAddress());
        RawPeer stopped = calledByOne(server)) {
      stopped.say(RawPeer.hello(3, 1, 33, 5));
      for (int i = 0; i < 100; i++) {
        one.sendNow(3, accept(1 << 20)); // more than the socket takes
      }

      try (RawPeer again = calledByOne(server)) {
        again.say(RawPeer.hello(3, 1, 33, 5));
        await()
            .until(
                () -> {
                  one.sendNow(3, new AskIndex(7, 7));
                  return again.hear().equals(new Frame.Said(new AskIndex(7, 7)));
                });
      }
    }
    othersAreServed();
  }

  @Test
  void doesNotSufferFromAReceiverThatThrows() throws Exception {
    try (LogCapture log = LogCapture.begin()) {
      RawPeer three = admitted();
      one.failOnce(new IllegalStateException("no good"));

      three.say(new Frame.Said(new AskIndex(1, 1)));

      assertThat(three.isClosedByOther()).isTrue();
      await().until(() -> !log.lines("fails on a connection").isEmpty());
    }
    othersAreServed();
  }

  @Test
  void dialsAPeerAnewThatComesBackAsAnotherProcess() throws Exception {
    end();
    begin(options().keepAlive(Duration.ofMillis(100)).silenceTimeout(Duration.ofHours(1)).build());
    int third = TestMembers.port(members, 3);
    try (ServerSocket server = new ServerSocket(third, 5, InetAddress.getLoopbackAddress());
        RawPeer before = calledByOne(server)) {
      before.say(RawPeer.hello(3, 1, 33, 5)); // and then its machine loses power
      List<RawPeer> after = new ArrayList<>();

      await()
          .until(
              () -> {
                RawPeer restarted = dial().say(RawPeer.hello(3, 1, 33, 6));
                after.add(restarted);
                return restarted.hear() instanceof Hello;
              });

      assertThat(before.isClosedByOther()).isTrue();
      calledByOne(server).say(RawPeer.hello(3, 1, 33, 6));
      await().until(() -> one.isConnected(3));
    }
  }
}
