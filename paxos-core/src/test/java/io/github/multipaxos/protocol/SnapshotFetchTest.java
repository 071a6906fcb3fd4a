package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.NODE_1;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.NODE_3;
import static io.github.multipaxos.protocol.Samples.RETRANSMIT_TICKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.AskSnapshot;
import io.github.multipaxos.message.Message.SnapshotPart;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.SnapshotId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule L9. */
class SnapshotFetchTest {

  private static final long RATE = 100;
  private static final int PART = 80;
  private static final int PATIENCE = 8;
  private static final long NOW = 10;
  private static final SnapshotId FIVE = new SnapshotId(5, 250, 17);
  private static final SnapshotId NINE = new SnapshotId(9, 250, 18);

  private final Outbox outbox = new Outbox(NODE_1);
  private final SnapshotFetch fetch = new SnapshotFetch(outbox, slow());

  private static ReplicaConfig slow() {
    ReplicaConfig usual = Samples.config(1, 3);
    return new ReplicaConfig(
        usual.self(),
        usual.boot(),
        usual.membership(),
        usual.heartbeatTicks(),
        usual.electionTicks(),
        usual.retransmitTicks(),
        usual.windowSlots(),
        usual.windowBytes(),
        usual.batchBytes(),
        usual.backlogBytes(),
        RATE,
        usual.seed());
  }

  private static SnapshotPart part(SnapshotId snapshot, long offset) {
    return new SnapshotPart(snapshot, offset, Bytes.wrap(new byte[PART]));
  }

  private static SnapshotTask kept(SnapshotPart part) {
    return new SnapshotTask.Keep(part.snapshot(), part.offset(), part.part());
  }

  private static Envelope<Message> ask(NodeId from, long slot, long offset) {
    return new Envelope<>(from, new AskSnapshot(slot, offset));
  }

  private Effects onPart(NodeId from, SnapshotPart part, long tick) {
    fetch.onPart(from, part, 0, tick);
    return outbox.drain();
  }

  private List<Envelope<Message>> pursue(long tick) {
    fetch.pursue(tick);
    return outbox.drain().messages();
  }

  @Test
  void asksForTheNewestThereIsFirst() {
    fetch.begin(NODE_2, NOW);

    assertThat(outbox.drain().messages()).containsExactly(ask(NODE_2, 0, 0));
    assertThat(fetch.isUnderway()).isTrue();
    assertThat(fetch.snapshot()).isEqualTo(SnapshotId.NONE);
  }

  @Test
  void asksForTheNextPartWhenTheOneBeforeIsKept() {
    fetch.begin(NODE_2, NOW);
    outbox.drain();

    Effects came = onPart(NODE_2, part(FIVE, 0), NOW);
    assertThat(came.snapshotTasks()).containsExactly(kept(part(FIVE, 0)));
    assertThat(came.notices()).containsExactly(new Notice.FetchesSnapshot(NODE_2, FIVE));
    assertThat(came.messages()).isEmpty();
    assertThat(fetch.onKept(FIVE, PART, false, NOW)).isFalse();

    assertThat(outbox.drain().messages()).containsExactly(ask(NODE_2, 5, PART));
    assertThat(fetch.snapshot()).isEqualTo(FIVE);
    assertThat(fetch.bytes()).isEqualTo(PART);
  }

  @Test
  void isThroughWhenEveryByteIsKept() {
    State.KEEPING.reach(this);

    assertThat(fetch.onKept(FIVE, FIVE.bytes(), false, NOW)).isTrue();

    assertThat(fetch.isUnderway()).isFalse();
    assertThat(fetch.snapshot()).isEqualTo(SnapshotId.NONE);
    assertThat(pursue(NOW + 100)).isEmpty();
  }

  /** What an earlier transfer or an earlier process has put together is not fetched again. */
  @Test
  void goesOnWhereAnEarlierTransferEnded() {
    State.KEEPING.reach(this);

    fetch.onKept(FIVE, 200, false, NOW);

    assertThat(outbox.drain().messages()).containsExactly(ask(NODE_2, 5, 200));
  }

  /** How far a transfer has come. */
  private enum State {
    IDLE,
    ASKED,
    KEEPING,
    ASKED_ON;

    void reach(SnapshotFetchTest test) {
      if (this != IDLE) {
        test.fetch.begin(NODE_2, NOW);
      }
      if (this == KEEPING || this == ASKED_ON) {
        test.onPart(NODE_2, part(FIVE, 0), NOW);
      }
      if (this == ASKED_ON) {
        test.fetch.onKept(FIVE, PART, false, NOW);
      }
      test.outbox.drain();
    }

    /** Whether the part is the one that was asked for, or begins another snapshot. */
    boolean takes(NodeId from, SnapshotPart part) {
      boolean isWanted =
          switch (this) {
            case IDLE, KEEPING -> false;
            case ASKED -> part.offset() == 0;
            case ASKED_ON -> part.offset() == (part.snapshot().equals(FIVE) ? PART : 0);
          };
      return from.equals(NODE_2) && isWanted;
    }
  }

  /** Late parts, second copies, parts of other snapshots and those of other peers. */
  @ParameterizedTest
  @EnumSource
  void takesExactlyThePartThatComesNext(State state) {
    for (NodeId from : List.of(NODE_2, NODE_3)) {
      for (SnapshotId snapshot : List.of(FIVE, NINE)) {
        for (long offset : List.of(0L, (long) PART, 2L * PART)) {
          SnapshotFetchTest test = new SnapshotFetchTest();
          state.reach(test);
          SnapshotPart part = part(snapshot, offset);

          List<SnapshotTask> tasks = test.onPart(from, part, NOW).snapshotTasks();

          assertThat(tasks)
              .as("from %s: %s", from, part)
              .isEqualTo(state.takes(from, part) ? List.of(kept(part)) : List.of());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsWithASnapshotThatHoldsNothingNew(State state) {
    for (SnapshotId old : List.of(FIVE, SnapshotId.NONE)) {
      SnapshotFetchTest test = new SnapshotFetchTest();
      state.reach(test);

      test.fetch.onPart(NODE_2, new SnapshotPart(old, 0, Bytes.EMPTY), 5, NOW);

      assertThat(test.outbox.drain().snapshotTasks()).isEmpty();
      assertThat(test.fetch.isUnderway()).isEqualTo(state == State.KEEPING);
    }
  }

  @ParameterizedTest
  @EnumSource
  void hearsOfAKeptPartOnlyWhileItKeepsOneOfThatSnapshot(State state) {
    for (SnapshotId snapshot : List.of(FIVE, NINE)) {
      SnapshotFetchTest test = new SnapshotFetchTest();
      state.reach(test);

      boolean isWhole = test.fetch.onKept(snapshot, snapshot.bytes(), false, NOW);

      assertThat(isWhole).isEqualTo(state == State.KEEPING && snapshot.equals(FIVE));
      assertThat(test.outbox.drain().messages()).isEmpty();
    }
  }

  @Test
  void doesNotAskAgainWhileThePartIsBeingKept() {
    State.KEEPING.reach(this);

    assertThat(pursue(NOW + 100L * RETRANSMIT_TICKS)).isEmpty();
    assertThat(fetch.isUnderway()).isTrue();
  }

  @Test
  void turnsToWhateverSnapshotItsSourceHasByNow() {
    State.ASKED_ON.reach(this);

    Effects came = onPart(NODE_2, part(NINE, 0), NOW);
    assertThat(came.notices()).containsExactly(new Notice.FetchesSnapshot(NODE_2, NINE));
    assertThat(fetch.onKept(FIVE, 2 * PART, false, NOW)).isFalse();
    assertThat(outbox.drain().messages()).isEmpty();
    fetch.onKept(NINE, PART, false, NOW + 1);

    assertThat(outbox.drain().messages()).containsExactly(ask(NODE_2, 9, PART));
    assertThat(fetch.snapshot()).isEqualTo(NINE);
  }

  @Test
  void beginsNothingElseWhileOneIsUnderWay() {
    State.ASKED_ON.reach(this);

    fetch.begin(NODE_3, NOW);

    assertThat(outbox.drain().messages()).isEmpty();
    assertThat(pursue(NOW + RETRANSMIT_TICKS)).containsExactly(ask(NODE_2, 5, PART));
  }

  @Test
  void waitsForTheNextTickOnceItsBudgetIsSpent() {
    State.ASKED_ON.reach(this); // 20 bytes are left of this tick's hundred

    onPart(NODE_2, part(FIVE, PART), NOW);
    fetch.onKept(FIVE, 2 * PART, false, NOW);
    assertThat(outbox.drain().messages()).isEmpty();
    assertThat(pursue(NOW)).isEmpty();

    assertThat(pursue(NOW + 1)).containsExactly(ask(NODE_2, 5, 2 * PART));
  }

  @Test
  void fetchesNoFasterThanItMay() {
    SnapshotId large = new SnapshotId(9, 1 << 20, 1);
    fetch.begin(NODE_2, NOW);
    long bytes = 0;
    int ticks = 50;

    for (long tick = NOW; tick < NOW + ticks; tick++) {
      fetch.pursue(tick);
      for (int asked = 0; asked < ticks && !outbox.drain().messages().isEmpty(); asked++) {
        onPart(NODE_2, part(large, bytes), tick);
        bytes += PART;
        fetch.onKept(large, bytes, false, tick);
      }
    }

    assertThat(bytes).isBetween((ticks - 1) * RATE, ticks * RATE + PART);
  }

  @Test
  void savesNoBudgetUpOverALongSilence() {
    fetch.begin(NODE_2, 1_000_000);
    outbox.drain();
    SnapshotId large = new SnapshotId(9, 1 << 20, 1);

    onPart(NODE_2, part(large, 0), 1_000_000);
    fetch.onKept(large, PART, false, 1_000_000);
    assertThat(outbox.drain().messages()).hasSize(1);
    onPart(NODE_2, part(large, PART), 1_000_000);
    fetch.onKept(large, 2 * PART, false, 1_000_000);

    assertThat(outbox.drain().messages()).isEmpty();
  }

  @Test
  void asksAgainForWhatDoesNotComeAndGivesUpInTheEnd() {
    State.ASKED_ON.reach(this);
    int asked = 0;

    long tick = NOW;
    while (fetch.isUnderway()) {
      tick++;
      List<Envelope<Message>> sent = pursue(tick);
      assertThat(sent).isSubsetOf(ask(NODE_2, 5, PART));
      asked += sent.size();
    }

    assertThat(asked).isEqualTo(PATIENCE - 1);
    assertThat(tick).isEqualTo(NOW + (long) PATIENCE * RETRANSMIT_TICKS);
  }

  @Test
  void isPatientAgainAfterEachPart() {
    State.ASKED.reach(this);
    long tick = NOW;
    for (int i = 1; i < PATIENCE; i++) {
      tick += RETRANSMIT_TICKS;
      assertThat(pursue(tick)).hasSize(1);
    }

    onPart(NODE_2, part(FIVE, 0), tick);
    fetch.onKept(FIVE, PART, false, tick);
    outbox.drain();
    for (int i = 1; i < PATIENCE; i++) {
      tick += RETRANSMIT_TICKS;
      assertThat(pursue(tick)).containsExactly(ask(NODE_2, 5, PART));
    }

    assertThat(fetch.isUnderway()).isTrue();
  }

  /** The disk is full, or the checksum of the whole was wrong. */
  @Test
  void leavesADiskThatFailedAloneForAWhile() {
    State.KEEPING.reach(this);

    assertThat(fetch.onKept(FIVE, 0, true, NOW)).isFalse();
    assertThat(outbox.drain().notices()).containsExactly(new Notice.LosesSnapshot(NODE_2, FIVE));
    assertThat(fetch.isUnderway()).isFalse();
    long again = NOW + (long) PATIENCE * RETRANSMIT_TICKS;
    fetch.begin(NODE_3, again - 1);
    assertThat(fetch.isUnderway()).isFalse();

    fetch.begin(NODE_3, again);

    assertThat(outbox.drain().messages()).containsExactly(ask(NODE_3, 0, 0));
  }
}
