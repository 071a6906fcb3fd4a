package io.github.multipaxos.testkit.simulation;

import static io.github.multipaxos.testkit.simulation.SimulationFailure.require;

import io.github.multipaxos.Moment;
import io.github.multipaxos.Snapshot;
import io.github.multipaxos.StateMachine;
import io.github.multipaxos.model.NodeId;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Stands around the application's state machine on one node, in one life of it, and compares every
 * step with the reference.
 *
 * @param <C> the command type
 * @param <R> the result type
 */
final class Witness<C, R> implements StateMachine<Numbered<C>, Placed<R>> {

  private final NodeId node;
  private final StateMachine<C, R> machine;
  private final Reference<C, R> reference;
  private final Function<? super StateMachine<C, R>, Object> digest;
  private final Consumer<SimulationFailure> finder;
  private int places;

  Witness(
      NodeId node,
      StateMachine<C, R> machine,
      Reference<C, R> reference,
      Function<? super StateMachine<C, R>, Object> digest,
      Consumer<SimulationFailure> finder) {
    this.finder = finder;
    this.node = node;
    this.machine = machine;
    this.reference = reference;
    this.digest = digest;
  }

  /** A failure found here would be taken for the application's own: it is told to others too. */
  @Override
  public Placed<R> apply(Numbered<C> numbered, Moment at) {
    try {
      return compared(numbered, at);
    } catch (SimulationFailure e) {
      finder.accept(e);
      throw e;
    }
  }

  @Override
  public long digest() {
    return machine.digest();
  }

  @Override
  public Snapshot snapshot() {
    int taken = places;
    Snapshot inner = machine.snapshot();
    return out -> {
      new DataOutputStream(out).writeInt(taken);
      inner.writeTo(out);
    };
  }

  @Override
  public void restore(InputStream in) throws IOException {
    places = new DataInputStream(in).readInt();
    machine.restore(in);
    if (places % Reference.DIGEST_PLACES == 0) {
      compareDigest();
    }
  }

  /** Invariants I6, I7 and I9. */
  private Placed<R> compared(Numbered<C> numbered, Moment at) {
    Reference.Applied<R> expected = reference.at(places);
    require(
        expected.number() == numbered.number() && expected.slot() == at.slot(),
        places > 0 && reference.at(places - 1).number() == numbered.number() ? "I6" : "I7",
        "node %s applies operation %s of slot %s as number %s, where operation %s of slot %s is due",
        node,
        numbered.number(),
        at.slot(),
        places,
        expected.number(),
        expected.slot());
    R result = machine.apply(numbered.command(), at);
    require(
        Objects.equals(result, expected.result()),
        "I9",
        "node %s answers %s to operation %s, the reference %s",
        node,
        result,
        numbered.number(),
        expected.result());
    places++;
    if (places % Reference.DIGEST_PLACES == 0) {
      compareDigest();
    }
    return new Placed<>(places - 1, result);
  }

  /** Invariant I9. */
  private void compareDigest() {
    Object own = digest.apply(machine);
    require(
        Objects.equals(own, reference.digestAfter(places)),
        "I9",
        "after %s commands node %s has digest %s, the reference %s",
        places,
        node,
        own,
        reference.digestAfter(places));
  }

  /** Invariant I6. A read runs now, and is told that it sees everything through that slot. */
  int requirePlaces(Moment at) {
    require(
        places == reference.placeAfter(at.slot()),
        "I6",
        "node %s has applied %s commands at slot %s, where there are %s",
        node,
        places,
        at.slot(),
        reference.placeAfter(at.slot()));
    return places;
  }

  StateMachine<C, R> machine() {
    return machine;
  }

  int places() {
    return places;
  }
}
