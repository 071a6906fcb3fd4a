package io.github.multipaxos.session;

import io.github.multipaxos.Codec;
import io.github.multipaxos.Moment;
import io.github.multipaxos.Snapshot;
import io.github.multipaxos.StateMachine;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.session.SessionCommand.Close;
import io.github.multipaxos.session.SessionCommand.Exec;
import io.github.multipaxos.session.SessionCommand.KeepAlive;
import io.github.multipaxos.session.SessionCommand.Open;
import io.github.multipaxos.session.SessionCommand.Plain;
import io.github.multipaxos.session.SessionReply.Reason;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Stands around an application's state machine and applies what a session asks for once, however
 * often and on whichever node it is proposed; a retry gets the answer of the first time.
 *
 * <pre>{@code
 * var machine = new SessionMachine<>(new Accounts(), Balance.CODEC, SessionLimits.defaults());
 * var node = PaxosNode.builder(machine, SessionCommand.codec(Transfer.CODEC))…start();
 * }</pre>
 *
 * <p>What sessions have had applied and were answered is replicated state like any other: it
 * changes with the log and with nothing else, is in every snapshot, and is within {@link
 * SessionLimits}. A session expires by the replicated clock. What it asks for afterwards is refused
 * and never applied, for nobody knows any more whether it has been.
 *
 * @param <C> the application's command type
 * @param <R> the application's result type, made into bytes and back by a {@link Codec}
 */
public final class SessionMachine<C, R>
    implements StateMachine<SessionCommand<C>, SessionReply<R>> {

  private final StateMachine<C, R> machine;
  private final Codec<R> answers;
  private final SessionLimits limits;
  private SessionTable table;

  /**
   * Makes one without sessions.
   *
   * @param machine the application's state machine
   * @param answers makes its answers into bytes, to be kept for retries. What it decodes equals
   *     what it encoded
   * @param limits what sessions may take; the same on every node
   */
  public SessionMachine(StateMachine<C, R> machine, Codec<R> answers, SessionLimits limits) {
    this.machine = machine;
    this.answers = answers;
    this.limits = limits;
    this.table = new SessionTable(limits);
  }

  @Override
  public SessionReply<R> apply(SessionCommand<C> command, Moment at) {
    table.expire(at.timeMillis());
    if (command instanceof Plain<C> plain) {
      return new SessionReply.Answered<>(machine.apply(plain.command(), at));
    } else if (command instanceof Open<C> open) {
      return open(open, at);
    } else if (command instanceof Exec<C> exec) {
      return exec(exec, at);
    } else if (command instanceof KeepAlive<C> keepAlive) {
      return keepAlive(keepAlive, at);
    }
    return close((Close<C>) command);
  }

  private SessionReply<R> open(Open<C> open, Moment at) {
    Registration opened = table.open(at.slot(), at.timeMillis(), open.ttlMillis());
    return opened == null
        ? refused(Reason.FULL)
        : new SessionReply.Opened<>(opened.id(), opened.ttlMillis(), limits.windowSequences());
  }

  private SessionReply<R> exec(Exec<C> exec, Moment at) {
    Registration session = table.find(exec.session());
    if (session == null) {
      return refused(Reason.EXPIRED);
    }
    table.renew(session, at.timeMillis());
    table.acknowledge(session, exec.acknowledgedThrough());
    long sequence = exec.sequence();
    if (sequence <= session.acknowledgedThrough()) {
      return refused(Reason.STALE);
    }
    Answer earlier = session.answer(sequence);
    if (earlier != null) {
      return repeated(earlier);
    }
    if (sequence - session.acknowledgedThrough() > limits.windowSequences()) {
      return refused(Reason.AHEAD);
    }
    R result = machine.apply(exec.command(), at);
    table.keep(session, sequence, Bytes.wrap(answers.encode(result)));
    return new SessionReply.Answered<>(result);
  }

  private SessionReply<R> repeated(Answer earlier) {
    Bytes bytes = earlier.bytes();
    return bytes == null
        ? new SessionReply.AnswerDropped<>()
        : new SessionReply.Answered<>(answers.decode(bytes.buffer()));
  }

  private SessionReply<R> keepAlive(KeepAlive<C> keepAlive, Moment at) {
    Registration session = table.find(keepAlive.session());
    if (session == null) {
      return refused(Reason.EXPIRED);
    }
    table.renew(session, at.timeMillis());
    return new SessionReply.Kept<>();
  }

  private SessionReply<R> close(Close<C> close) {
    Registration session = table.find(close.session());
    if (session == null) {
      return refused(Reason.EXPIRED);
    }
    table.close(session);
    return new SessionReply.Closed<>();
  }

  private SessionReply<R> refused(Reason reason) {
    return new SessionReply.Refused<>(reason);
  }

  @Override
  public Snapshot snapshot() {
    SessionSnapshot sessions = SessionSnapshot.of(table, limits);
    Snapshot inner = machine.snapshot();
    return out -> {
      sessions.writeTo(new DataOutputStream(out));
      inner.writeTo(out);
    };
  }

  @Override
  public void restore(InputStream in) throws IOException {
    SessionTable restored = SessionSnapshot.read(new DataInputStream(in), limits);
    machine.restore(in);
    table = restored;
  }

  /** Returns how many sessions there are. To be called as {@code apply} is, or in a read. */
  public int sessions() {
    return table.size();
  }

  /** Returns the bytes of the answers kept. To be called as {@code apply} is, or in a read. */
  public long answerBytes() {
    return table.answerBytes();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Takes in the application's own, how many sessions there are and how many answers were kept.
   * What does not show in that shows in {@link #tableDigest}.
   */
  @Override
  public long digest() {
    return new Mix().add(machine.digest()).add(table.outline()).value();
  }

  /**
   * Returns a number that is equal on replicas whose sessions are, and all but certainly different
   * otherwise. Looks at every session and answer, so it is for tests and for people rather than for
   * every few slots. To be called as {@code apply} is, or in a read.
   */
  public long tableDigest() {
    return table.digest();
  }
}
