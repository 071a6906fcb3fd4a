package io.github.multipaxos.testkit.simulation;

import static io.github.multipaxos.testkit.simulation.SimulationFailure.require;

import io.github.multipaxos.Moment;
import io.github.multipaxos.StateMachine;
import io.github.multipaxos.model.NodeId;
import java.util.Objects;
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
  private int places;

  Witness(
      NodeId node,
      StateMachine<C, R> machine,
      Reference<C, R> reference,
      Function<? super StateMachine<C, R>, Object> digest) {
    this.node = node;
    this.machine = machine;
    this.reference = reference;
    this.digest = digest;
  }

  /** Invariants I6, I7 and I9. */
  @Override
  public Placed<R> apply(Numbered<C> numbered, Moment at) {
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
