package io.github.multipaxos.session;

import io.github.multipaxos.model.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All sessions, when they expire, and what they have been answered. Changes with the log alone. */
final class SessionTable {

  private final SessionLimits limits;
  private final TreeMap<SessionId, Registration> sessions = new TreeMap<>();
  private final TreeSet<Deadline> deadlines = new TreeSet<>();
  private final AnswerPool pool;
  private long lastSlot;
  private int openedInSlot;

  private record Deadline(long millis, SessionId session) implements Comparable<Deadline> {
    @Override
    public int compareTo(Deadline other) {
      int byTime = Long.compare(millis, other.millis);
      return byTime != 0 ? byTime : session.compareTo(other.session);
    }
  }

  /**
   * What a table remembers beside its sessions.
   *
   * @param lastSlot the last slot in which a session was opened
   * @param openedInSlot how many were opened there
   * @param lastNumber how many answers have been kept so far
   */
  record Counters(long lastSlot, int openedInSlot, long lastNumber) {}

  SessionTable(SessionLimits limits) {
    this(limits, new Counters(0, 0, 0));
  }

  SessionTable(SessionLimits limits, Counters counters) {
    this.limits = limits;
    this.pool = new AnswerPool(limits, counters.lastNumber());
    this.lastSlot = counters.lastSlot();
    this.openedInSlot = counters.openedInSlot();
  }

  /** Forgets the sessions whose time has come, the earliest first. */
  void expire(long nowMillis) {
    while (!deadlines.isEmpty() && deadlines.first().millis() <= nowMillis) {
      Registration due = sessions.get(deadlines.first().session());
      if (due == null) {
        throw new IllegalStateException(
            "session " + deadlines.first() + " expires and is not there");
      }
      close(due);
    }
  }

  /** Opens a session, or returns null if there are as many as there may be. */
  @Nullable Registration open(long slot, long nowMillis, long ttlMillis) {
    if (sessions.size() >= limits.maxSessions()) {
      return null;
    }
    openedInSlot = slot == lastSlot ? openedInSlot + 1 : 1;
    lastSlot = slot;
    long granted = Math.min(ttlMillis, limits.maxTtlMillis());
    SessionId id = new SessionId(slot, openedInSlot - 1);
    Registration opened =
        new Registration(id, granted, Registration.deadline(nowMillis, granted), 0);
    adopt(opened);
    return opened;
  }

  /** Takes in a session that another table had, without its answers. */
  void adopt(Registration session) {
    sessions.put(session.id(), session);
    deadlines.add(deadline(session));
  }

  /** Takes in an answer that another table had. */
  void adopt(Registration session, long sequence, Answer answer) {
    pool.adopt(session, sequence, answer);
  }

  void close(Registration session) {
    sessions.remove(session.id());
    deadlines.remove(deadline(session));
    session.answers().values().forEach(pool::remove);
  }

  /** Returns a session, or null if it has expired or has never been. */
  @Nullable Registration find(SessionId id) {
    return sessions.get(id);
  }

  void renew(Registration session, long nowMillis) {
    deadlines.remove(deadline(session));
    session.renew(nowMillis);
    deadlines.add(deadline(session));
  }

  /** Lets go of what the client never asks about again. */
  void acknowledge(Registration session, long throughSequence) {
    SortedMap<Long, Answer> acknowledged = session.acknowledge(throughSequence);
    acknowledged.values().forEach(pool::remove);
    acknowledged.clear();
  }

  void keep(Registration session, long sequence, Bytes answer) {
    pool.keep(session, sequence, answer);
  }

  private static Deadline deadline(Registration session) {
    return new Deadline(session.deadlineMillis(), session.id());
  }

  Counters counters() {
    return new Counters(lastSlot, openedInSlot, pool.lastNumber());
  }

  /**
   * Returns copies of all sessions that do not change with the table, in the order of their ids.
   */
  List<Registration> copies() {
    List<Registration> copies = new ArrayList<>(sessions.size());
    sessions.values().forEach(session -> copies.add(session.copy()));
    return copies;
  }

  int size() {
    return sessions.size();
  }

  long answerBytes() {
    return pool.bytes();
  }

  /** Says as much about the table as can be said without looking at each session. */
  long outline() {
    return new Mix()
        .add(lastSlot)
        .add(openedInSlot)
        .add(pool.lastNumber())
        .add(sessions.size())
        .value();
  }

  /** Returns a number that is equal for equal tables. */
  long digest() {
    Mix mix = new Mix().add(lastSlot).add(openedInSlot).add(pool.lastNumber());
    sessions.values().forEach(session -> mix.add(session.digest()));
    return mix.value();
  }
}
