package io.github.multipaxos.examples.kv.resp;

import io.github.multipaxos.Consistency;
import io.github.multipaxos.Moment;
import io.github.multipaxos.NodeStatus;
import io.github.multipaxos.Role;
import io.github.multipaxos.examples.kv.store.KvCodec;
import io.github.multipaxos.examples.kv.store.KvCommand;
import io.github.multipaxos.examples.kv.store.KvMachine;
import io.github.multipaxos.examples.kv.store.KvSessions;
import io.github.multipaxos.examples.kv.store.Query;
import io.github.multipaxos.examples.kv.store.Reply;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Boots;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.session.SessionCommand;
import io.github.multipaxos.session.SessionMachine;
import io.github.multipaxos.session.SessionReply;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * One replica without a protocol. Does what it is asked at once, on the caller's thread, or, while
 * it is held, when the test says so and in the order the test says.
 */
final class FakeStore implements Store {

  static final NodeId SELF = NodeId.of(2);
  static final Ballot BALLOT = new Ballot(7, NodeId.of(3));
  static final Members MEMBERS = Members.parse("1=a:1,2=b:2,3=c:3");

  private final KvMachine machine = new KvMachine();
  private final SessionMachine<KvCommand, Reply> sessions = KvSessions.around(machine);
  private final KvCodec codec = new KvCodec();
  private final List<Consistency> consistencies = new ArrayList<>();
  private final Deque<Runnable> held = new ArrayDeque<>();
  private final List<Duration> timeouts = new ArrayList<>();
  private boolean holdsProposals;
  private boolean holdsReads;
  private RuntimeException failure;
  private long slot;
  private long proposals;
  private long passedMillis;

  @Override
  public synchronized CompletableFuture<Reply> propose(KvCommand command, Duration timeout) {
    proposals++;
    timeouts.add(timeout);
    ByteBuffer bytes = ByteBuffer.wrap(codec.encode(command));
    return settle(holdsProposals, () -> machine.apply(codec.decode(bytes), moment(++slot)));
  }

  @Override
  public synchronized CompletableFuture<SessionReply<Reply>> propose(
      SessionCommand<KvCommand> command, Duration timeout) {
    proposals++;
    timeouts.add(timeout);
    ByteBuffer bytes = ByteBuffer.wrap(KvSessions.codec().encode(command));
    return settle(
        holdsProposals, () -> sessions.apply(KvSessions.codec().decode(bytes), moment(++slot)));
  }

  @Override
  public synchronized CompletableFuture<Reply> read(
      List<Query> queries, Consistency consistency, Duration timeout) {
    timeouts.add(timeout);
    consistencies.add(consistency);
    return settle(holdsReads, () -> machine.answer(queries, moment(slot)));
  }

  @Override
  public synchronized CompletableFuture<Report> report() {
    NodeStatus status =
        new NodeStatus(
            new Identity(new ClusterId("test"), SELF, 11, Boots.latest(1, 7)),
            Role.FOLLOWER,
            Optional.of(BALLOT.node()),
            BALLOT,
            slot + 1,
            slot,
            0,
            Optional.empty(),
            0,
            0,
            new TreeMap<>(),
            new TreeSet<>(),
            Optional.empty());
    return CompletableFuture.completedFuture(
        new Report(status, MEMBERS, machine.census(moment(slot))));
  }

  private <T> CompletableFuture<T> settle(boolean hold, Supplier<T> work) {
    CompletableFuture<T> future = new CompletableFuture<>();
    if (failure != null) {
      future.completeExceptionally(failure);
    } else if (hold) {
      held.add(() -> future.complete(work.get()));
    } else {
      future.complete(work.get());
    }
    return future;
  }

  private Moment moment(long slot) {
    return new Moment(slot, 1_000_000 + passedMillis);
  }

  synchronized void holdProposals() {
    holdsProposals = true;
  }

  synchronized void holdReads() {
    holdsReads = true;
  }

  /** Fails whatever is asked from now on; does it all the same where {@code failure} is null. */
  synchronized void failWith(RuntimeException failure) {
    this.failure = failure;
  }

  /** Does what was held so far, the latest first, and goes on holding. */
  synchronized int releaseBackwards() {
    int released = held.size();
    while (!held.isEmpty()) {
      held.removeLast().run();
    }
    return released;
  }

  /** Does everything at once from now on. */
  synchronized void letGo() {
    holdsProposals = false;
    holdsReads = false;
    releaseBackwards();
  }

  synchronized long proposals() {
    return proposals;
  }

  synchronized int held() {
    return held.size();
  }

  /** Moves the replicated clock. */
  synchronized void passMillis(long millis) {
    passedMillis += millis;
  }

  /** Returns what each read was asked not to miss. */
  synchronized List<Consistency> consistencies() {
    return List.copyOf(consistencies);
  }

  synchronized List<Duration> timeouts() {
    return List.copyOf(timeouts);
  }
}
