package io.github.multipaxos.session;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One session, as every replica remembers it. */
final class Registration {

  private final SessionId id;
  private final long ttlMillis;
  private final TreeMap<Long, Answer> answers = new TreeMap<>();
  private long deadlineMillis;
  private long acknowledgedThrough;

  Registration(SessionId id, long ttlMillis, long deadlineMillis, long acknowledgedThrough) {
    this.id = id;
    this.ttlMillis = ttlMillis;
    this.deadlineMillis = deadlineMillis;
    this.acknowledgedThrough = acknowledgedThrough;
  }

  SessionId id() {
    return id;
  }

  long ttlMillis() {
    return ttlMillis;
  }

  /** Returns the first moment at which the session is no more. */
  long deadlineMillis() {
    return deadlineMillis;
  }

  void renew(long nowMillis) {
    deadlineMillis = deadline(nowMillis, ttlMillis);
  }

  /** Returns the time so much later, or the last one there is: clocks are set to anything. */
  static long deadline(long nowMillis, long ttlMillis) {
    return nowMillis > Long.MAX_VALUE - ttlMillis ? Long.MAX_VALUE : nowMillis + ttlMillis;
  }

  /** Returns through which sequence the client never asks again. */
  long acknowledgedThrough() {
    return acknowledgedThrough;
  }

  /** Takes the client's word, unless a later one overtook it; returns what is let go of. */
  SortedMap<Long, Answer> acknowledge(long throughSequence) {
    acknowledgedThrough = Math.max(acknowledgedThrough, throughSequence);
    return answers.headMap(acknowledgedThrough, true);
  }

  /** Returns what became of a sequence, or null if it has not been applied. */
  @Nullable Answer answer(long sequence) {
    return answers.get(sequence);
  }

  void put(long sequence, Answer answer) {
    answers.put(sequence, answer);
  }

  /** Returns the answers by their sequences, all above what is acknowledged. */
  SortedMap<Long, Answer> answers() {
    return answers;
  }

  /** Returns a copy that does not change with this; the answers are shared. */
  Registration copy() {
    Registration copy = new Registration(id, ttlMillis, deadlineMillis, acknowledgedThrough);
    copy.answers.putAll(answers);
    return copy;
  }

  /** Returns a number that is equal for equal sessions. */
  long digest() {
    Mix mix = new Mix().add(id.slot()).add(id.index()).add(ttlMillis);
    mix.add(deadlineMillis).add(acknowledgedThrough);
    for (Map.Entry<Long, Answer> entry : answers.entrySet()) {
      Answer answer = entry.getValue();
      mix.add(entry.getKey()).add(answer.number()).add(answer.checksum());
    }
    return mix.value();
  }
}
