package io.github.multipaxos.testkit.simulation.suite;

import io.github.multipaxos.Codec;
import io.github.multipaxos.session.SessionCommand;
import io.github.multipaxos.session.SessionCommand.Exec;
import io.github.multipaxos.session.SessionId;
import io.github.multipaxos.session.SessionLimits;
import io.github.multipaxos.session.SessionMachine;
import io.github.multipaxos.session.SessionReply;
import io.github.multipaxos.session.SessionReply.Reason;
import io.github.multipaxos.testkit.simulation.Dice;
import io.github.multipaxos.testkit.simulation.SeedLine;
import io.github.multipaxos.testkit.simulation.Simulation;
import io.github.multipaxos.testkit.simulation.Watch;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * One run of a cluster whose clients hold sessions, and what must hold of every answer. Good for
 * one run: clients have a memory.
 *
 * <p>Of what was answered in a session and sequence the first answer is the original, whoever asked
 * and wherever; every later one must be equal. That no effect is had twice {@link OnceOnly} sees
 * to.
 */
final class SessionTrial implements Trial, Watch<SessionCommand<String>, SessionReply<String>> {

  /** So tight that everything happens that limits can do. */
  static final SessionLimits LIMITS = new SessionLimits(2 * 10 * 768, 40, 4, 60_000);

  private static final int HOLDERS = 8;
  private static final long TTL_MILLIS = 15_000;

  /** Each has its own, by which it knows the session that is its own. */
  private final Holder[] holders =
      LongStream.range(0, HOLDERS).mapToObj(i -> new Holder(TTL_MILLIS + i)).toArray(Holder[]::new);

  private final Map<Long, Asked> operations = new HashMap<>();
  private final Map<String, String> originals = new HashMap<>();
  private final Map<SessionId, Long> highestAcknowledged = new HashMap<>();
  private final Set<SessionId> opened = new HashSet<>();
  private final Set<SessionId> ended = new HashSet<>();
  private final TreeMap<String, Long> counts = new TreeMap<>();
  private final SeedLine line;
  private @Nullable String violation;

  private record Asked(SessionCommand<String> command, boolean isOfEndedSession) {}

  SessionTrial(SeedLine line) {
    this.line = line;
  }

  @Override
  public Simulation<?, SessionCommand<String>, SessionReply<String>> simulation() {
    Map<SessionMachine<String, String>, OnceOnly> inner = new HashMap<>();
    return Simulation.of(line.nodes(), () -> machine(inner))
        .commands(SessionCommand.codec(Codec.strings()), this::draw)
        .digest(machine -> machine.tableDigest() + " " + inner.get(machine).digest())
        .watch(this)
        .like(line);
  }

  private static SessionMachine<String, String> machine(
      Map<SessionMachine<String, String>, OnceOnly> inner) {
    OnceOnly once = new OnceOnly();
    SessionMachine<String, String> machine = new SessionMachine<>(once, Codec.strings(), LIMITS);
    inner.put(machine, once);
    return machine;
  }

  private SessionCommand<String> draw(Dice dice) {
    return holders[dice.below(HOLDERS)].next(dice);
  }

  @Override
  public void asks(
      long operation, int client, @Nullable SessionCommand<String> command, long nanos) {
    if (command instanceof Exec<String> exec) {
      operations.put(operation, new Asked(command, ended.contains(exec.session())));
      highestAcknowledged.merge(exec.session(), exec.acknowledgedThrough(), Math::max);
    } else if (command != null) {
      operations.put(operation, new Asked(command, false));
    }
  }

  @Override
  public void answers(long operation, @Nullable SessionReply<String> reply, long nanos) {
    Asked asked = operations.get(operation);
    if (asked == null || reply == null) {
      return; // a read
    }
    if (asked.command() instanceof Exec<String> exec) {
      count(reply);
      check(exec, asked, reply);
    } else if (reply instanceof SessionReply.Opened<String> open) {
      require(opened.add(open.session()), "session %s is opened twice", open.session());
      holders[(int) (open.ttlMillis() - TTL_MILLIS)].onOpened(open.session());
    } else {
      count(reply);
      if (asked.command() instanceof SessionCommand.Close<String> close) {
        end(close.session());
      } else if (asked.command() instanceof SessionCommand.KeepAlive<String> keepAlive
          && reply instanceof SessionReply.Refused) {
        end(keepAlive.session());
      }
    }
  }

  private void check(Exec<String> exec, Asked asked, SessionReply<String> reply) {
    boolean isExpired = reply.equals(new SessionReply.Refused<>(Reason.EXPIRED));
    require(
        isExpired || !asked.isOfEndedSession(),
        "%s is answered %s after its session had ended",
        exec,
        reply);
    if (reply instanceof SessionReply.Answered<String> answered) {
      holders(exec.session(), exec.sequence());
      String original = originals.putIfAbsent(exec.command(), answered.result());
      count(original == null ? "first answer" : "original answer again");
      require(
          answered.result().startsWith(exec.command())
              && (original == null || original.equals(answered.result())),
          "%s is answered '%s', and was '%s'",
          exec,
          answered.result(),
          original);
    } else if (reply.equals(new SessionReply.Refused<>(Reason.STALE))) {
      require(
          exec.sequence() <= highestAcknowledged.getOrDefault(exec.session(), 0L),
          "%s is refused as acknowledged, which it never was",
          exec);
    } else if (isExpired) {
      end(exec.session());
    }
  }

  private void holders(SessionId session, long sequence) {
    for (Holder holder : holders) {
      holder.onAnswered(session, sequence);
    }
  }

  private void end(SessionId session) {
    ended.add(session);
    for (Holder holder : holders) {
      holder.onEnded(session);
    }
  }

  private void count(SessionReply<String> reply) {
    count(
        reply instanceof SessionReply.Refused<String> refused
            ? "refused " + refused.reason()
            : reply.getClass().getSimpleName());
  }

  private void count(String what) {
    counts.merge("session: " + what, 1L, Long::sum);
  }

  /** Exceptions of a watch go nowhere: whoever runs it asks for what was wrong. */
  private void require(boolean holds, String format, @Nullable Object... words) {
    if (!holds && violation == null) {
      violation = String.format(format, words);
    }
  }

  @Override
  public boolean isInItsLine() {
    return false; // its clients remember the run before
  }

  /** Returns the first thing that did not hold, if anything. */
  @Override
  public Optional<String> violation() {
    return Optional.ofNullable(violation);
  }

  /** Returns how often what was answered. */
  @Override
  public Map<String, Long> counts() {
    return counts;
  }
}
