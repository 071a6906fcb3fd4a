package io.github.multipaxos.testkit.simulation.suite;

import io.github.multipaxos.session.SessionCommand;
import io.github.multipaxos.session.SessionId;
import io.github.multipaxos.testkit.simulation.Dice;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A client that keeps on disk which session it has and which of its commands are unanswered, and
 * nothing else: it dies and comes back all the time, asks again what it may have asked before, and
 * does not care which node it asks.
 */
final class Holder {

  private static final int WINDOW = SessionTrial.LIMITS.windowSequences();

  private final long ttlMillis;
  private final TreeSet<Long> answered = new TreeSet<>();
  private @Nullable SessionId session;
  private long lastSequence;
  private long acknowledged;

  Holder(long ttlMillis) {
    this.ttlMillis = ttlMillis;
  }

  /** Returns what it asks for next. */
  SessionCommand<String> next(Dice dice) {
    SessionId held = session;
    if (held == null) {
      return new SessionCommand.Open<>(ttlMillis);
    }
    if (dice.chance(0.01)) {
      session = null; // its disk is gone, and the session stays behind
      return dice.chance(0.5)
          ? new SessionCommand.Close<>(held)
          : new SessionCommand.KeepAlive<>(held);
    }
    if (dice.chance(0.03)) {
      return new SessionCommand.KeepAlive<>(held);
    }
    acknowledge(dice);
    return exec(held, sequence(dice));
  }

  private void acknowledge(Dice dice) {
    if (dice.chance(0.02)) {
      acknowledged = lastSequence; // gives up on what is unanswered
    }
    while (dice.chance(0.5) && answered.contains(acknowledged + 1)) {
      acknowledged++;
    }
    answered.headSet(acknowledged, true).clear();
  }

  private long sequence(Dice dice) {
    if (dice.chance(0.05)) {
      return dice.between(1, lastSequence + 1 + 2L * WINDOW); // whatever it may be answered
    }
    boolean hasOpen = lastSequence > acknowledged;
    boolean mayGoOn = lastSequence - acknowledged < WINDOW;
    if (hasOpen && (!mayGoOn || dice.chance(0.5))) {
      return dice.between(acknowledged + 1, lastSequence);
    }
    return lastSequence + 1;
  }

  private SessionCommand<String> exec(SessionId held, long sequence) {
    lastSequence = Math.max(lastSequence, Math.min(sequence, acknowledged + WINDOW));
    long told = Math.min(acknowledged, sequence - 1);
    return new SessionCommand.Exec<>(held, sequence, told, effect(held, sequence));
  }

  /** Names what the command does; now and then so that its answer is too large to be kept. */
  static String effect(SessionId session, long sequence) {
    return session + "/" + sequence + (sequence % 7 == 0 ? "!".repeat(40) : "");
  }

  void onOpened(SessionId opened) {
    if (session == null) {
      session = opened;
      lastSequence = 0;
      acknowledged = 0;
      answered.clear();
    }
  }

  void onAnswered(SessionId of, long sequence) {
    if (of.equals(session)) {
      answered.add(sequence);
    }
  }

  void onEnded(SessionId of) {
    if (of.equals(session)) {
      session = null;
    }
  }

  Optional<SessionId> session() {
    return Optional.ofNullable(session);
  }
}
