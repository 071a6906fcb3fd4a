package io.github.multipaxos.testkit.simulation;

import io.github.multipaxos.Consistency;
import io.github.multipaxos.OutcomeUnknownException;
import io.github.multipaxos.RejectedException;
import io.github.multipaxos.node.SteppedNode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Clients that propose and read, each one thing at a time, on whichever node they like, until told
 * to stop.
 *
 * @param <C> the command type
 * @param <R> the result type
 */
final class Clients<C, R> {

  private static final long MILLIS = 1_000_000;
  private static final double READS = 0.25;
  private static final int BURST = 40;

  private final World<C, R> world;
  private final Dice dice;
  private final double impatience;
  private boolean isOver;

  Clients(World<C, R> world, Dice dice) {
    this.world = world;
    this.dice = dice;
    this.impatience = world.faults().degree(Fault.BURST);
  }

  void start() {
    int clients = world.plan().line().clients() * world.size();
    for (int client = 0; client < clients; client++) {
      think(client, dice.below(world.size()));
    }
  }

  /** Nobody asks for anything new. */
  void stop() {
    isOver = true;
  }

  private void think(int client, int at) {
    if (!isOver) {
      world.timeline().after(dice.tailed(0, world.plan().thinkNanos()), () -> ask(client, at));
    }
  }

  private void ask(int client, int at) {
    int next = dice.chance(0.1) ? dice.below(world.size()) : at;
    Life<C, R> life = world.nodes().get(at).life().orElse(null);
    if (isOver) {
      return;
    }
    if (life == null) {
      think(client, dice.below(world.size()));
      return;
    }
    int more = dice.chance(0.02 * impatience) ? BURST : 0;
    for (int i = 0; i < more; i++) {
      askOnce(client, life, ok -> {});
    }
    askOnce(client, life, ok -> think(client, ok ? next : dice.below(world.size())));
  }

  private void askOnce(int client, Life<C, R> life, Consumer<Boolean> whenSettled) {
    boolean isImpatient = dice.chance(0.2 * impatience);
    Duration timeout = Duration.ofNanos(dice.between(1, isImpatient ? 100 : 5000) * MILLIS);
    if (dice.chance(READS)) {
      read(client, life, timeout, whenSettled);
    } else {
      C command = world.plan().application().command().apply(dice);
      propose(client, life, command, timeout, whenSettled);
    }
  }

  /** Proposes a command, and looks at the answer. */
  void propose(
      int client, Life<C, R> life, C command, Duration timeout, Consumer<Boolean> whenSettled) {
    Operations.Operation operation = begin(client, command);
    SteppedNode<Numbered<C>, Placed<R>> node = life.node();
    node.propose(new Numbered<>(operation.number(), command), timeout)
        .whenComplete(
            settling(
                operation,
                whenSettled,
                placed -> {
                  world.operations().onAnswered(operation, placed.place());
                  noteAnswered();
                  world.watch().answers(operation.number(), placed.result(), nanos());
                }));
    life.wake();
  }

  private Operations.Operation begin(int client, @Nullable C command) {
    Operations.Operation operation = world.operations().begin();
    world.watch().asks(operation.number(), client, command, nanos());
    return operation;
  }

  private long nanos() {
    return world.timeline().nanos();
  }

  private void read(int client, Life<C, R> life, Duration timeout, Consumer<Boolean> whenSettled) {
    Consistency consistency = drawConsistency();
    int floor = floorOf(consistency, life);
    Plan.Reads<C, R> reads = world.plan().application().reads();
    C what = reads.command().apply(dice);
    Operations.Operation operation = begin(client, what);
    CompletableFuture<Placed<R>> seen =
        life.node()
            .read(
                consistency,
                at ->
                    new Placed<>(
                        life.witness().requirePlaces(at),
                        reads.peek().apply(life.witness().machine(), what)),
                timeout);
    seen.whenComplete(
        settling(
            operation,
            whenSettled,
            placed -> {
              if (consistency == Consistency.LINEARIZABLE || consistency == Consistency.LEASE) {
                world.operations().onRead(operation, placed.place());
                noteAnswered();
                world.watch().answers(operation.number(), placed.result(), nanos());
              } else { // may miss what others have been answered
                world.operations().onStaleRead(operation, floor, placed.place());
                world.watch().losesTrackOf(operation.number(), nanos());
              }
            }));
    life.planApply();
    life.wake();
  }

  private Consistency drawConsistency() {
    if (dice.chance(0.1)) {
      return Consistency.LOCAL;
    }
    if (world.config().leaseDuration().isZero() || dice.chance(0.2)) {
      return Consistency.LINEARIZABLE;
    }
    return dice.chance(0.7)
        ? Consistency.LEASE
        : Consistency.atMostStale(Duration.ofNanos(dice.tailed(0, 500 * MILLIS)));
  }

  /** Returns how much a read that is asked for now must see, if that is said by its age alone. */
  private int floorOf(Consistency consistency, Life<C, R> life) {
    return consistency instanceof Consistency.AtMostStale stale
        ? world.pastAnswers().placesBy(nanos() - life.trueNanos(stale.age().toNanos()))
        : 0;
  }

  private void noteAnswered() {
    world.pastAnswers().note(nanos(), world.operations().answeredPlaces());
  }

  private <T> BiConsumer<T, @Nullable Throwable> settling(
      Operations.Operation operation, Consumer<Boolean> whenSettled, Consumer<T> onAnswer) {
    return (answer, error) ->
        world.guard(
            () -> {
              if (error == null) {
                onAnswer.accept(answer);
              } else if (error instanceof RejectedException rejected) {
                world.coverage().mark("rejected " + rejected.reason());
                world.operations().onRejected(operation);
                world.watch().rejects(operation.number(), nanos());
              } else if (error instanceof OutcomeUnknownException unknown) {
                world.coverage().mark("unknown " + unknown.reason());
                world.operations().onUnknown(operation);
                world.watch().losesTrackOf(operation.number(), nanos());
              } else if (error instanceof SimulationFailure found) {
                throw found;
              } else {
                throw new SimulationFailure(
                    "I12", "operation " + operation.number() + " fails with " + error, error);
              }
              whenSettled.accept(error == null);
            });
  }
}
