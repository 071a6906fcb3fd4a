package io.github.multipaxos.node;

import io.github.multipaxos.Codec;
import io.github.multipaxos.Moment;
import io.github.multipaxos.StateMachine;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Decree.CommandBatch;
import io.github.multipaxos.model.StateHash;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The application's state machine, and what surrounds it in the replicated state. Changes with the
 * log and with nothing else. Used by one thread at a time.
 *
 * @param <C> the command type
 * @param <R> the result type
 */
final class ReplicatedState<C, R> {

  private final StateMachine<C, R> machine;
  private final Codec<C> codec;
  private final String voters;
  private final RollingHash hash = new RollingHash();
  private AppliedCommands applied = new AppliedCommands();
  private long timeMillis;
  private volatile long slot;

  ReplicatedState(NodeSettings<C, R> settings) {
    this.machine = settings.machine();
    this.codec = settings.codec();
    this.voters = settings.members().ids().toString();
  }

  /** Learns what became of each command. */
  interface Outcomes<R> {
    /** It was applied, with this result. */
    void applied(CommandId id, R result);

    /** It was not applied: it has been before, or is too old. */
    void passedOver(CommandId id);
  }

  /** Returns the last slot applied. Called by any thread. */
  long slot() {
    return slot;
  }

  Moment moment() {
    return new Moment(slot, timeMillis);
  }

  /** Applies the decree of the next slot. */
  void apply(long next, Decree decree, Outcomes<R> outcomes) throws StateMachineFailure {
    if (decree instanceof CommandBatch batch) {
      timeMillis = Math.max(timeMillis, batch.timeMillis());
      Moment at = new Moment(next, timeMillis);
      for (Command command : batch.commands()) {
        if (applied.add(command.id())) { // rule C6
          outcomes.applied(command.id(), apply(command, at));
        } else {
          outcomes.passedOver(command.id());
        }
      }
    }
    hash.add(next, decree);
    slot = next;
  }

  private R apply(Command command, Moment at) throws StateMachineFailure {
    try {
      return machine.apply(codec.decode(command.payload().buffer()), at);
    } catch (Throwable e) {
      throw new StateMachineFailure(
          "the state machine threw at slot "
              + at.slot()
              + ", command "
              + command.id()
              + ", and its state is unknown; mend it and restart the node: "
              + e,
          e);
    }
  }

  /** Rule L10. Returns what the state comes to, if this is a slot at which it is asked. */
  Optional<StateHash> hashed() throws StateMachineFailure {
    if (slot % StateHash.EVERY_SLOTS != 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(new StateHash(slot, hash.with(machine.digest())));
    } catch (RuntimeException | Error e) {
      throw new StateMachineFailure(
          "the state machine's digest threw after slot " + slot + "; mend it: " + e, e);
    }
  }

  /** Tells whether a command has been applied. */
  boolean hasApplied(CommandId id) {
    return applied.contains(id);
  }

  /** Captures the state as it is now. What the application throws is thrown on. */
  Checkpoint capture() {
    return new Checkpoint(
        slot, timeMillis, hash.value(), voters, applied.copy(), machine.snapshot());
  }

  /** Takes the state of a snapshot, whose bytes have been checked. */
  void restore(InputStream in) throws StateMachineFailure {
    try (DataInputStream data = new DataInputStream(in)) {
      Checkpoint from = Checkpoint.readFrom(data);
      if (!from.voters().equals(voters)) {
        throw new IOException(
            "it is of a cluster of the members "
                + from.voters()
                + ", and this one has "
                + voters
                + "; start the node with the members it had");
      }
      machine.restore(data);
      applied = from.applied();
      timeMillis = from.timeMillis();
      hash.reset(from.hash());
      slot = from.slot();
    } catch (Throwable e) {
      throw new StateMachineFailure(
          "a snapshot could not be restored, and the state machine's state is unknown; mend it and"
              + " restart the node: "
              + e,
          e);
    }
  }
}
