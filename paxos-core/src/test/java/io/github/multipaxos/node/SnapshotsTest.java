package io.github.multipaxos.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.RejectedException;
import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message.SnapshotPart;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.protocol.Event;
import io.github.multipaxos.protocol.SnapshotTask;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Snapshots, and when they are taken. */
class SnapshotsTest {

  private static final NodeId PEER = NodeId.of(2);
  private static final int PART_BYTES = 4;

  private final ListedSnapshots store = new ListedSnapshots();
  private final DeafTransport transport = new DeafTransport();
  private final Deque<Runnable> writes = new ArrayDeque<>();
  private final List<Event> events = new ArrayList<>();
  private final HandClock clock = new HandClock();
  private final Snapshots snapshots =
      new Snapshots(
          store,
          transport,
          PART_BYTES,
          new Ticks(Duration.ofMillis(10), clock),
          Runnable::run,
          writes::add,
          events::add);
  private final Pages pages = new Pages();
  private final ReplicatedState<String, String> state =
      new ReplicatedState<>(pages.settings("1=a:1"));
  private final SnapshotSchedule schedule = new SnapshotSchedule(100);

  /** A clock that stands until it is moved. */
  private static final class HandClock implements TimeSource {
    private long nanos;

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public long wallMillis() {
      return 0;
    }
  }

  private void applyThrough(long slot) {
    try {
      while (state.slot() < slot) {
        state.apply(state.slot() + 1, Decree.Noop.INSTANCE, new CheckpointTest.Nobody());
      }
    } catch (StateMachineFailure e) {
      throw new AssertionError(e);
    }
  }

  /** Takes a snapshot of that slot, from beginning to end. */
  private void take(long slot) {
    applyThrough(slot);
    CompletableFuture<Long> asked = schedule.ask();
    schedule.begin(state, snapshots);
    writes.remove().run();
    assertThat(asked).isCompletedWithValue(slot);
  }

  private List<SnapshotPart> given() {
    return transport.sent().stream().map(Envelope::message).map(SnapshotPart.class::cast).toList();
  }

  private void giveToPeer(long slot, long offset) {
    snapshots.perform(new SnapshotTask.Give(PEER, slot, offset));
  }

  // When

  @Test
  void isDueWhenEnoughHasBeenAppliedOrSomebodyAsks() {
    assertThat(schedule.isDue()).isFalse();
    schedule.onApplied(99);
    assertThat(schedule.isDue()).isFalse();
    schedule.onApplied(1);
    assertThat(schedule.isDue()).isTrue();

    schedule.onInstalled();
    assertThat(schedule.isDue()).isFalse();
    schedule.ask();

    assertThat(schedule.isDue()).isTrue();
  }

  @Test
  void isNeverDueByItselfIfNotWanted() {
    SnapshotSchedule never = new SnapshotSchedule(0);

    never.onApplied(Long.MAX_VALUE);

    assertThat(never.isDue()).isFalse();
  }

  @Test
  void writesOneAtATimeAndCountsFromItsBeginning() {
    applyThrough(3);
    schedule.onApplied(100);
    schedule.begin(state, snapshots);
    schedule.onApplied(100);
    CompletableFuture<Long> asked = schedule.ask();
    assertThat(schedule.isDue()).isFalse();

    writes.remove().run();
    assertThat(schedule.isDue()).isTrue();
    assertThat(asked).isNotDone();
    applyThrough(5);
    schedule.begin(state, snapshots);
    writes.remove().run();

    assertThat(asked).isCompletedWithValue(5L);
    assertThat(schedule.isDue()).isFalse();
  }

  @Test
  void isSharedByAllWhoAskBeforeItBegins() {
    applyThrough(3);
    CompletableFuture<Long> first = schedule.ask();
    CompletableFuture<Long> second = schedule.ask();
    first.cancel(false); // of no matter to the other

    schedule.begin(state, snapshots);
    CompletableFuture<Long> third = schedule.ask();
    writes.remove().run();

    assertThat(second).isCompletedWithValue(3L);
    assertThat(third).isNotDone();
    schedule.close(new RejectedException(RejectedException.Reason.STOPPED, "closed"));
    assertThat(third).isCompletedExceptionally();
  }

  // What is kept

  @Test
  void keepsTwoAndTheLogFromTheOlderOneOn() {
    take(3);
    assertThat(events).containsExactly(new Event.SnapshotTaken(3, 0));
    take(5);
    take(9);

    assertThat(store.slots()).containsExactly(9L, 5L);
    assertThat(events)
        .containsExactly(
            new Event.SnapshotTaken(3, 0),
            new Event.SnapshotTaken(5, 3),
            new Event.SnapshotTaken(9, 5));
    assertThat(snapshots.newest().slot()).isEqualTo(9);
  }

  @Test
  void keepsOneThatAPeerIsFetchingAndTheLogFromThereOn() {
    take(3);
    take(5);
    giveToPeer(3, 0);

    take(9);
    assertThat(store.slots()).containsExactly(9L, 5L, 3L);
    assertThat(events).endsWith(new Event.SnapshotTaken(9, 3));
    clock.nanos += 11_000_000_000L;
    take(12);

    assertThat(store.slots()).containsExactly(12L, 9L);
    assertThat(events).endsWith(new Event.SnapshotTaken(12, 9));
  }

  @Test
  void goesOnWithoutASnapshotWhenTheDiskIsFull() {
    applyThrough(3);
    store.fill(true);
    CompletableFuture<Long> asked = schedule.ask();
    schedule.begin(state, snapshots);
    writes.remove().run();

    assertThatThrownBy(asked::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("slot 3")
        .hasMessageContaining("no space left");
    assertThat(events).isEmpty();
    store.fill(false);
    take(4);
    assertThat(store.slots()).containsExactly(4L);
  }

  /** One that took long to write is done after one that was fetched. */
  @Test
  void tellsOfTheNewestWhicheverCameLast() throws Exception {
    take(3);
    Checkpoint further = new Checkpoint(9, 0, 0, "[1]", new AppliedCommands(), pages.snapshot());
    applyThrough(5);
    schedule.begin(state, snapshots);
    store.put(9, CheckpointTest.written(further));
    snapshots.restoreNewest(new ReplicatedState<>(pages.settings("1=a:1")));

    writes.remove().run();

    assertThat(snapshots.newest().slot()).isEqualTo(9);
  }

  // What is restored

  @Test
  void restoresTheNewestThatIsIntactAndRemovesDamagedOnes() throws Exception {
    take(3);
    take(5);
    store.damage(5);
    ReplicatedState<String, String> fresh = new ReplicatedState<>(pages.settings("1=a:1"));

    snapshots.restoreNewest(fresh);

    assertThat(fresh.slot()).isEqualTo(3);
    assertThat(store.slots()).containsExactly(3L);
    assertThat(snapshots.newest().slot()).isEqualTo(3);
  }

  /** Were they removed, a controller that fails for a minute could cost all of them. */
  @Test
  void passesOverThoseThatCannotBeReadAndNeitherRemovesNorCountsThem() throws Exception {
    take(3);
    take(5);
    store.makeUnreadable(5);
    ReplicatedState<String, String> fresh = new ReplicatedState<>(pages.settings("1=a:1"));

    snapshots.restoreNewest(fresh);

    assertThat(fresh.slot()).isEqualTo(3);
    assertThat(store.slots()).containsExactly(5L, 3L);
    applyThrough(7);
    take(7);
    assertThat(store.slots()).containsExactly(7L, 5L, 3L);
    assertThat(events).last().isEqualTo(new Event.SnapshotTaken(7, 3));
    giveToPeer(5, 0);
    assertThat(given()).last().extracting(it -> it.snapshot().slot()).isEqualTo(7L);
  }

  @Test
  void leavesAStateThatIsFurtherAsItIs() throws Exception {
    take(3);
    applyThrough(4);

    snapshots.restoreNewest(state);

    assertThat(state.slot()).isEqualTo(4);
  }

  @Test
  void removesWhatIsOlderThanAFetchedOne() {
    take(3);
    take(5);
    store.put(9, new byte[9]);

    snapshots.removeBefore(9);

    assertThat(store.slots()).containsExactly(9L);
  }

  // What is given

  @Test
  void givesTheNewestToWhoeverAsksForNoneInParticular() {
    store.put(3, new byte[] {3, 3, 3});
    store.put(5, new byte[] {0, 1, 2, 3, 4, 5});

    giveToPeer(0, 0);
    giveToPeer(5, 4);

    SnapshotId five = new SnapshotId(5, 6, 5);
    assertThat(given())
        .containsExactly(
            new SnapshotPart(five, 0, Bytes.wrap(new byte[] {0, 1, 2, 3})),
            new SnapshotPart(five, 4, Bytes.wrap(new byte[] {4, 5})));
  }

  @Test
  void givesTheBeginningOfTheNewestForOneThatIsGone() {
    store.put(5, new byte[] {0, 1, 2, 3, 4, 5});
    SnapshotPart beginning =
        new SnapshotPart(new SnapshotId(5, 6, 5), 0, Bytes.wrap(new byte[] {0, 1, 2, 3}));

    giveToPeer(3, 4);
    giveToPeer(5, 6); // there is no more of it

    assertThat(given()).containsExactly(beginning, beginning);
  }

  @Test
  void saysThatItHasNoneIfItHasNoneOrCannotReadIt() {
    SnapshotPart none = new SnapshotPart(SnapshotId.NONE, 0, Bytes.EMPTY);
    giveToPeer(0, 0);
    store.put(5, new byte[6]);
    store.damage(5);

    giveToPeer(0, 0);

    assertThat(given()).containsExactly(none, none);
  }

  @Test
  void tellsHowMuchOfAFetchedOneIsKeptAndWhenItCannotBe() {
    SnapshotId nine = new SnapshotId(9, 6, 9);
    Bytes part = Bytes.wrap(new byte[4]);
    snapshots.perform(new SnapshotTask.Keep(nine, 0, part));
    store.fill(true);

    snapshots.perform(new SnapshotTask.Keep(nine, 4, part));

    assertThat(events)
        .containsExactly(new Event.PartKept(nine, 4, false), new Event.PartKept(nine, 0, true));
  }
}
