package io.github.multipaxos.transport.netty.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.model.Boots;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.transport.netty.TestMemory;
import io.github.multipaxos.transport.netty.wire.EncodedFrame;
import io.github.multipaxos.transport.netty.wire.Frame;
import io.github.multipaxos.transport.netty.wire.FrameDecoder;
import io.github.multipaxos.transport.netty.wire.FrameReader;
import io.github.multipaxos.transport.netty.wire.Hello;
import io.github.multipaxos.transport.netty.wire.MalformedFrameException;
import io.github.multipaxos.transport.netty.wire.Refusal;
import io.github.multipaxos.transport.netty.wire.Refusal.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HandshakeTest {

  private static final NodeId ONE = NodeId.of(1);
  private static final NodeId TWO = NodeId.of(2);
  private static final int MAX = 1 << 20;

  private final Set<NodeId> lively = new HashSet<>();
  private final TestMemory memory = new TestMemory();
  private final KnownPeers known = known(memory);
  private final Local local = local("orders", 1, 11, 1, 111);

  private static Local local(String cluster, int node, long incarnation, long boot, long process) {
    Identity identity = identity(cluster, node, incarnation, Boots.latest(boot, process));
    return new Local(identity, new TreeSet<>(Set.of(ONE, TWO, NodeId.of(3))), MAX);
  }

  private static Identity identity(String cluster, int node, long incarnation, Boots boots) {
    return new Identity(new ClusterId(cluster), NodeId.of(node), incarnation, boots);
  }

  private KnownPeers known(TestMemory memory) {
    return new KnownPeers(ONE, memory, lively::contains, Runnable::run);
  }

  /** What a well-behaved node 2 says when it dials node 1. */
  private static Hello fromTwo(long incarnation, long boot, long process) {
    return new Hello(1, 1, "orders", 2, 1, incarnation, boot, process, MAX);
  }

  private Outcome answer(Hello hello) throws MalformedFrameException {
    return outcome(Handshake.answering(local, known), hello);
  }

  /** As a connection does: whoever is admitted is remembered before anything else. */
  private static Outcome outcome(Handshake handshake, Hello hello) throws MalformedFrameException {
    Outcome outcome = handshake.receive(hello);
    if (outcome instanceof Outcome.Admitted admitted) {
      handshake.remember(admitted.peer(), () -> {});
    }
    return outcome;
  }

  private void refuses(Hello hello, Reason reason, String... words) throws Exception {
    Outcome outcome = answer(hello);

    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    Refusal refusal = ((Outcome.Refused) outcome).refusal();
    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal.sentence()).contains("check");
    for (String word : words) {
      assertThat(refusal.sentence()).contains(word);
    }
  }

  @Test
  void letsTwoNodesMeet() throws Exception {
    Local other = local("orders", 2, 22, 5, 222);
    Handshake dialling = Handshake.dialling(other, known(new TestMemory()), ONE);
    Handshake answering = Handshake.answering(local, known);

    Outcome first = answering.receive(dialling.opening().orElseThrow());
    Frame reply = ((Outcome.Admitted) first).reply().orElseThrow();
    Outcome second = dialling.receive(reply);

    assertThat(answering.opening()).isEmpty();
    assertThat(((Outcome.Admitted) first).peer()).isEqualTo(new Peer(other.identity(), 1, MAX));
    assertThat(second)
        .isEqualTo(
            new Outcome.Admitted(new Peer(local.identity(), 1, MAX), java.util.Optional.empty()));
  }

  @Test
  void agreesOnTheSmallerFrame() throws Exception {
    Outcome small = answer(new Hello(1, 1, "orders", 2, 1, 22, 1, 222, 1000));
    Outcome unlimited = answer(new Hello(1, 1, "orders", 2, 1, 22, 1, 222, -1));

    assertThat(((Outcome.Admitted) small).peer().maxFrameBytes()).isEqualTo(1000);
    assertThat(((Outcome.Admitted) unlimited).peer().maxFrameBytes()).isEqualTo(MAX);
  }

  @Test
  void refusesAVersionThatItDoesNotSpeak() throws Exception {
    refuses(
        new Hello(9, 8, "orders", 2, 1, 22, 1, 222, MAX),
        Reason.UNSUPPORTED_VERSION,
        "8 to 9",
        "1 to 1");
    refuses(new Hello(0, 0, "orders", 2, 1, 22, 1, 222, MAX), Reason.UNSUPPORTED_VERSION);
  }

  @Test
  void takesANewerNodeThatStillSpeaksItsVersion() throws Exception {
    Outcome outcome = answer(new Hello(9, 1, "orders", 2, 1, 22, 1, 222, MAX));

    assertThat(((Outcome.Admitted) outcome).peer().version()).isEqualTo(1);
  }

  @Test
  void refusesAnotherCluster() throws Exception {
    refuses(
        new Hello(1, 1, "billing", 2, 1, 22, 1, 222, MAX),
        Reason.WRONG_CLUSTER,
        "'orders'",
        "'billing'");
  }

  @Test
  void refusesAnUnknownNode() throws Exception {
    refuses(
        new Hello(1, 1, "orders", 4, 1, 22, 1, 222, MAX),
        Reason.UNKNOWN_NODE,
        "node 4",
        "[1, 2, 3]");
    refuses(new Hello(1, 1, "orders", -4, 1, 22, 1, 222, MAX), Reason.UNKNOWN_NODE, "4294967292");
  }

  @Test
  void refusesACallThatWasMeantForAnother() throws Exception {
    refuses(
        new Hello(1, 1, "orders", 2, 3, 22, 1, 222, MAX),
        Reason.WRONG_TARGET,
        "this is node 1, but node 3 was called");
  }

  @Test
  void refusesAnAnswerFromAnother() throws Exception {
    Handshake dialling = Handshake.dialling(local, known, NodeId.of(3));

    Outcome outcome = dialling.receive(fromTwo(22, 1, 222));

    Refusal refusal = ((Outcome.Refused) outcome).refusal();
    assertThat(refusal.reason()).isEqualTo(Reason.WRONG_TARGET);
    assertThat(refusal.sentence()).contains("node 3 was called, but node 2 answers");
  }

  @Test
  void refusesItsOwnId() throws Exception {
    refuses(
        new Hello(1, 1, "orders", 1, 1, 22, 1, 222, MAX), Reason.OWN_ID, "both sides are node 1");
  }

  @Test
  void refusesAnotherIncarnationOfANodeItHasMet() throws Exception {
    answer(fromTwo(0x22, 5, 222));

    refuses(
        fromTwo(0x33, 1, 333), Reason.OTHER_INCARNATION, "(incarnation 33)", "node 1 has met (22)");
  }

  @Test
  void refusesALowerBootOfANodeItHasMet() throws Exception {
    answer(fromTwo(22, 5, 222));

    refuses(fromTwo(22, 4, 333), Reason.LOWER_BOOT, "boot 4", "node 1 has met (boot 5)");
  }

  @Test
  void takesARestartedNode() throws Exception {
    answer(fromTwo(22, 5, 222));

    assertThat(answer(fromTwo(22, 6, 333))).isInstanceOf(Outcome.Admitted.class);
    refuses(fromTwo(22, 5, 222), Reason.LOWER_BOOT);
  }

  @Test
  void refusesASecondProcessWhileTheFirstIsLively() throws Exception {
    answer(fromTwo(22, 5, 222));
    lively.add(TWO);

    refuses(fromTwo(22, 6, 333), Reason.DUPLICATE_ID, "node 2", "copied");
    lively.clear();
    assertThat(answer(fromTwo(22, 6, 333))).isInstanceOf(Outcome.Admitted.class);
  }

  @Test
  void whatIsCertainIsSaidOfASecondProcessFirst() throws Exception {
    answer(fromTwo(22, 5, 222));
    lively.add(TWO);

    refuses(fromTwo(33, 1, 333), Reason.OTHER_INCARNATION);
    refuses(fromTwo(22, 4, 333), Reason.LOWER_BOOT);
    refuses(fromTwo(22, 5, 333), Reason.COPIED_DIRECTORY);
  }

  @Test
  void refusesASecondProcessOfOneBootAlsoWhenTheFirstIsGone() throws Exception {
    answer(fromTwo(22, 5, 222));

    refuses(fromTwo(22, 5, 333), Reason.COPIED_DIRECTORY, "copy", "boot 5", "a new id");
  }

  /** What node 2 says whose boots belonged to these processes, the latest first. */
  private static Hello havingBeen(long boot, Long... processes) {
    List<Long> earlier = List.of(processes).subList(1, processes.length);
    return new Hello(1, 1, "orders", 2, 1, 22, boot, processes[0], MAX, List.of(), earlier);
  }

  @Test
  void refusesAnOldBackupThatWasOpenedAgainAndAgain() throws Exception {
    answer(fromTwo(22, 5, 555));

    refuses(
        havingBeen(8, 8L, 7L, 6L, 5L, 444L, 333L),
        Reason.DIVERGED_DIRECTORY,
        "went its own way after boot 4 or earlier",
        "its boot 5 was another process than the one that node 1 has met",
        "a new id");
    assertThat(answer(havingBeen(8, 888L, 777L, 666L, 555L, 444L, 333L)))
        .isInstanceOf(Outcome.Admitted.class);
  }

  @Test
  void takesADirectoryThatCannotKnowWhomItHasMet() throws Exception {
    answer(fromTwo(22, 5, 555));

    assertThat(answer(havingBeen(8, 888L, 777L, 666L))).isInstanceOf(Outcome.Admitted.class);
  }

  @Test
  void tellsAllBootsItKnowsInAFrameThatIsNotTooLarge() throws Exception {
    Boots boots = Boots.NONE;
    for (long boot = 1; boot <= 300; boot++) {
      boots = boots.opened(Long.MIN_VALUE + boot);
    }
    TreeSet<NodeId> members = new TreeSet<>(Set.of(ONE, TWO));
    for (int i = 0; i < 550; i++) {
      members.add(NodeId.of(Integer.MAX_VALUE - i));
    }
    Identity self = identity("c".repeat(64), 1, -1, boots);
    Handshake dialling = Handshake.dialling(new Local(self, members, MAX), known, TWO);

    Frame opening = dialling.opening().orElseThrow();

    assertThat(((Hello) opening).process()).isEqualTo(boots.process());
    assertThat(((Hello) opening).earlierProcesses()).isEqualTo(boots.processes().subList(1, 256));
    byte[] bytes = EncodedFrame.of(opening).toArray();
    byte[] body = new FrameReader(Handshake.MAX_BODY_BYTES).read(ByteBuffer.wrap(bytes));
    assertThat(new FrameDecoder(MAX).decode(body)).isEqualTo(opening);
  }

  @Test
  void takesOfALaterReleaseWhatItKeepsItself() throws Exception {
    Outcome outcome =
        answer(
            new Hello(
                1, 1, "orders", 2, 1, 22, 999, 1, MAX, List.of(), Collections.nCopies(400, 7L)));

    Boots boots = ((Outcome.Admitted) outcome).peer().identity().boots();
    assertThat(boots.processes()).hasSize(Boots.MOST).startsWith(1L, 7L);
  }

  @Test
  void takesMoreProcessesThanBootsForNoHello() {
    assertThatThrownBy(() -> answer(havingBeen(2, 8L, 7L, 6L)))
        .isInstanceOf(MalformedFrameException.class)
        .hasMessageContaining("more processes than boots");
    assertThatThrownBy(() -> answer(fromTwo(22, 0, 1))).isInstanceOf(MalformedFrameException.class);
    assertThatThrownBy(() -> answer(fromTwo(22, -1, 1)))
        .isInstanceOf(MalformedFrameException.class);
  }

  @Test
  void refusesForGoodWhatNoSecondTryMends() {
    assertThat(Reason.values())
        .filteredOn(Reason::isForGood)
        .containsExactlyInAnyOrder(
            Reason.OTHER_INCARNATION,
            Reason.LOWER_BOOT,
            Reason.COPIED_DIRECTORY,
            Reason.DIVERGED_DIRECTORY);
  }

  @Test
  void refusesWhomItsEarlierProcessHasMetOtherwise() throws Exception {
    answer(fromTwo(22, 5, 222));

    KnownPeers afterRestart = known(memory);

    for (Hello hello : List.of(fromTwo(33, 1, 333), fromTwo(22, 4, 333), fromTwo(22, 5, 333))) {
      assertThat(Handshake.answering(local, afterRestart).receive(hello))
          .isInstanceOf(Outcome.Refused.class);
    }
  }

  @Test
  void callsBackOnlyWhenTheDiskHasNotedWhoWasMet() throws Exception {
    Handshake answering = Handshake.answering(local, known);
    memory.holdUp(true);
    List<String> told = new ArrayList<>();

    Outcome.Admitted admitted = (Outcome.Admitted) answering.receive(fromTwo(22, 5, 222));
    answering.remember(admitted.peer(), () -> told.add("noted"));

    assertThat(told).isEmpty();
    refuses(fromTwo(33, 1, 333), Reason.OTHER_INCARNATION);
    memory.holdUp(false);
    assertThat(told).containsExactly("noted");
  }

  @Test
  void refusesANodeThatWasStartedWithOtherMembers() throws Exception {
    refuses(
        new Hello(1, 1, "orders", 2, 1, 22, 1, 222, MAX, List.of(1, 2), List.of()),
        Reason.OTHER_MEMBERS,
        "node 1 is started with the members [1, 2, 3]",
        "node 2 with [1, 2]");
    refuses(
        new Hello(1, 1, "orders", 4, 1, 22, 1, 222, MAX, List.of(1, 2, 4), List.of()),
        Reason.UNKNOWN_NODE,
        "which has [1, 2, 3]",
        "the other side has [1, 2, 4]");
    assertThat(
            answer(new Hello(1, 1, "orders", 2, 1, 22, 1, 222, MAX, List.of(3, 2, 1), List.of())))
        .isInstanceOf(Outcome.Admitted.class);
  }

  @Test
  void saysWhoItsMembersAre() {
    Frame opening = Handshake.dialling(local, known, TWO).opening().orElseThrow();

    assertThat(((Hello) opening).members()).containsExactly(1, 2, 3);
  }

  @Test
  void takesASecondConnectionOfTheSameProcess() throws Exception {
    answer(fromTwo(22, 5, 222));
    lively.add(TWO);

    assertThat(answer(fromTwo(22, 5, 222))).isInstanceOf(Outcome.Admitted.class);
  }

  @Test
  void remembersNothingOfWhomItRefuses() throws Exception {
    answer(new Hello(1, 1, "billing", 2, 1, 99, 9, 999, MAX));

    assertThat(answer(fromTwo(22, 5, 222))).isInstanceOf(Outcome.Admitted.class);
  }

  @Test
  void remembersWhoAnswersAsItRemembersWhoCalls() throws Exception {
    outcome(Handshake.dialling(local, known, TWO), fromTwo(22, 5, 222));

    refuses(fromTwo(33, 5, 333), Reason.OTHER_INCARNATION);
  }

  @Test
  void passesOnWhyItWasRefused() throws Exception {
    Refusal refusal = new Refusal(Reason.OWN_ID, "check");

    assertThat(Handshake.dialling(local, known, TWO).receive(refusal))
        .isEqualTo(new Outcome.Dismissed(refusal));
  }

  @Test
  void takesNothingElseForAHandshake() {
    assertThatThrownBy(() -> Handshake.answering(local, known).receive(Frame.Alive.INSTANCE))
        .isInstanceOf(MalformedFrameException.class);
  }
}
