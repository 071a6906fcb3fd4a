package io.github.multipaxos.session;

import io.github.multipaxos.model.Bytes;
import java.util.TreeMap;

/**
 * The answers of all sessions, in the order in which they were given, within a number of bytes. The
 * oldest make room for new ones: who was answered long ago has probably heard it. What is lost so
 * is the answer only; that the command was applied is remembered by the session.
 */
final class AnswerPool {

  private final SessionLimits limits;
  private final TreeMap<Long, Place> places = new TreeMap<>();
  private long lastNumber;
  private long bytes;

  /** Where an answer is kept. */
  private record Place(Registration session, long sequence, int bytes) {}

  AnswerPool(SessionLimits limits, long lastNumber) {
    this.limits = limits;
    this.lastNumber = lastNumber;
  }

  /** Remembers in the session what a sequence was answered, as well as there is room. */
  void keep(Registration session, long sequence, Bytes answer) {
    if (answer.size() > limits.maxAnswerBytes()) {
      session.put(sequence, Answer.DROPPED);
      return;
    }
    adopt(session, sequence, Answer.of(++lastNumber, answer));
    while (bytes > limits.maxAnswersBytes()) {
      Place oldest = places.pollFirstEntry().getValue();
      bytes -= oldest.bytes();
      oldest.session().put(oldest.sequence(), Answer.DROPPED);
    }
  }

  /** Puts back an answer that was kept. */
  void adopt(Registration session, long sequence, Answer answer) {
    session.put(sequence, answer);
    Bytes kept = answer.bytes();
    if (kept != null) {
      places.put(answer.number(), new Place(session, sequence, kept.size()));
      bytes += kept.size();
    }
  }

  /** Forgets an answer that its session forgets. */
  void remove(Answer answer) {
    Place place = places.remove(answer.number());
    if (place != null) {
      bytes -= place.bytes();
    }
  }

  long lastNumber() {
    return lastNumber;
  }

  /** Returns what the answers take that are kept. */
  long bytes() {
    return bytes;
  }
}
