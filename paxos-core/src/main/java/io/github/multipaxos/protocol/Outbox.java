package io.github.multipaxos.protocol;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Vow;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.record.LogRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a step owes. The roles write into it; nobody reads from it before the step ends.
 */
final class Outbox {

  private final NodeId self;
  private final Deque<Message> local = new ArrayDeque<>();
  private List<Envelope<Message>> messages = new ArrayList<>();
  private List<LogRecord> records = new ArrayList<>();
  private List<Envelope<Vow>> vows = new ArrayList<>();
  private List<Effects.Chosen> chosen = new ArrayList<>();
  private List<Long> reads = new ArrayList<>();
  private List<Effects.LeasedRead> leasedReads = new ArrayList<>();
  private List<Long> failedReads = new ArrayList<>();
  private List<Outcome> outcomes = new ArrayList<>();
  private List<Effects.ReadBack> readBacks = new ArrayList<>();
  private List<SnapshotTask> snapshotTasks = new ArrayList<>();
  private List<Notice> notices = new ArrayList<>();

  Outbox(NodeId self) {
    this.self = self;
  }

  /** Sends what claims nothing durable. To the node itself it is delivered within the step. */
  void send(NodeId to, Message message) {
    if (message instanceof Vow) {
      throw new IllegalArgumentException("a vow must wait for the disk: " + message);
    }
    if (to.equals(self)) {
      local.add(message);
    } else {
      messages.add(new Envelope<>(to, message));
    }
  }

  /** Sends a vow once every record persisted so far is durable (rule D1). */
  void vow(NodeId to, Vow vow) {
    vows.add(new Envelope<>(to, vow));
  }

  /**
   * Hands the node's own acceptor a message within the step. A candidate's own promise is recorded
   * this way in the same step as its {@link Message.Prepare}, which therefore waits for it.
   */
  void deliverToSelf(Message message) {
    local.add(message);
  }

  /** Takes the next message that the node sent to itself, or null. */
  @Nullable Message nextLocal() {
    return local.poll();
  }

  void persist(LogRecord record) {
    records.add(record);
  }

  boolean persistsAnything() {
    return !records.isEmpty();
  }

  void chosen(Effects.Chosen decree) {
    chosen.add(decree);
  }

  void ready(long read) {
    reads.add(read);
  }

  void ready(Effects.LeasedRead read) {
    leasedReads.add(read);
  }

  void failed(long read) {
    failedReads.add(read);
  }

  void settle(Outcome outcome) {
    outcomes.add(outcome);
  }

  void readBack(Effects.ReadBack readBack) {
    readBacks.add(readBack);
  }

  void task(SnapshotTask task) {
    snapshotTasks.add(task);
  }

  void notice(Notice notice) {
    notices.add(notice);
  }

  /** Returns everything collected and begins anew. */
  Effects drain() {
    Effects effects =
        new Effects(
            give(messages),
            give(records),
            give(vows),
            give(chosen),
            give(reads),
            give(leasedReads),
            give(failedReads),
            give(outcomes),
            give(readBacks),
            give(snapshotTasks),
            give(notices));
    messages = renew(messages);
    records = renew(records);
    vows = renew(vows);
    chosen = renew(chosen);
    reads = renew(reads);
    leasedReads = renew(leasedReads);
    failedReads = renew(failedReads);
    outcomes = renew(outcomes);
    readBacks = renew(readBacks);
    snapshotTasks = renew(snapshotTasks);
    notices = renew(notices);
    return effects;
  }

  /** Most lists are empty in most steps; an empty one stays here and is used again. */
  private static <T> List<T> give(List<T> list) {
    return list.isEmpty() ? List.of() : list;
  }

  private static <T> List<T> renew(List<T> list) {
    return list.isEmpty() ? list : new ArrayList<>();
  }
}
