package io.github.multipaxos.testkit.simulation;

import io.github.multipaxos.Codec;
import io.github.multipaxos.StateMachine;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a cluster of real nodes in virtual time, with a state machine of yours, while the seed has
 * messages lost, disks fail, processes die and clocks run wrong; then demands that it recovers, and
 * looks at everything with the knowledge that no node has.
 *
 * <pre>{@code
 * Simulation.of(3, Counter::new)
 *     .commands(Codec.longs(), dice -> dice.between(1, 9))
 *     .digest(Counter::total)
 *     .seed(42)
 *     .run();
 * }</pre>
 *
 * <p>What it finds in a state machine: replicas that answer differently or end up in different
 * states, and exceptions. Immutable; each method returns a changed copy. A run uses one thread and
 * can be had on many at once.
 *
 * @param <M> the state machine
 * @param <C> the command type
 * @param <R> the result type
 */
public final class Simulation<M extends StateMachine<C, R>, C, R> {

  private final Supplier<M> machine;
  private final @Nullable Codec<C> codec;
  private final @Nullable Function<Dice, C> command;
  private final Function<? super M, ?> digest;
  private final SeedLine line;
  private final @Nullable Faults faults;
  private final Plan.Reads<C, R> reads;
  private final Watch<C, R> watch;

  private Simulation(
      Supplier<M> machine,
      @Nullable Codec<C> codec,
      @Nullable Function<Dice, C> command,
      Function<? super M, ?> digest,
      SeedLine line,
      @Nullable Faults faults,
      Plan.Reads<C, R> reads,
      Watch<C, R> watch) {
    this.machine = machine;
    this.codec = codec;
    this.command = command;
    this.digest = digest;
    this.line = line;
    this.faults = faults;
    this.reads = reads;
    this.watch = watch;
  }

  /**
   * Returns a simulation of so many nodes, 1 to 60, each with a state machine of its own; 0 lets
   * the seed say how many.
   */
  public static <M extends StateMachine<C, R>, C, R> Simulation<M, C, R> of(
      int nodes, Supplier<M> machine) {
    return new Simulation<>(
        machine,
        null,
        null,
        any -> "",
        SeedLine.of(1).withNodes(nodes),
        null,
        new Plan.Reads<>(dice -> null, (any, nothing) -> null),
        new Watch<>() {});
  }

  /** Says what clients propose, and how it is encoded. Must be said. */
  public Simulation<M, C, R> commands(Codec<C> codec, Function<Dice, C> command) {
    return new Simulation<>(machine, codec, command, digest, line, faults, reads, watch);
  }

  /**
   * Says how states are compared: by a value with {@code equals} that is equal for equal states.
   */
  public Simulation<M, C, R> digest(Function<? super M, ?> digest) {
    return new Simulation<>(machine, codec, command, digest, line, faults, reads, watch);
  }

  /**
   * Says what clients read without proposing it, for those who {@link #watch} what is answered.
   *
   * @param read draws a command that changes nothing, and names what is read
   * @param peek answers such a command from the state machine
   */
  @SuppressWarnings("unchecked") // the plan hands over only machines of this simulation
  public Simulation<M, C, R> reads(Function<Dice, C> read, BiFunction<? super M, C, R> peek) {
    Plan.Reads<C, R> changed =
        new Plan.Reads<>(read::apply, (any, what) -> peek.apply((M) any, what));
    return new Simulation<>(machine, codec, command, digest, line, faults, changed, watch);
  }

  /** Says what decides everything that nothing else does. */
  public Simulation<M, C, R> seed(long seed) {
    return like(line.withSeed(seed));
  }

  /** Says for how long things go wrong, in virtual time. A minute if nothing is said. */
  public Simulation<M, C, R> duration(Duration duration) {
    return like(line.withDuration(duration));
  }

  /**
   * Says how many clients each node has on average, and how long each waits between two operations.
   */
  public Simulation<M, C, R> clients(int perNode, Duration thinkTime) {
    return like(line.withClients(perNode, thinkTime));
  }

  /** Says what the nodes run on. */
  public Simulation<M, C, R> tier(Tier tier) {
    return like(line.withTier(tier));
  }

  /** Says what does not go wrong, whatever the seed says. */
  public Simulation<M, C, R> without(Fault... kinds) {
    Set<Fault> without = EnumSet.noneOf(Fault.class);
    without.addAll(Set.of(kinds));
    return like(line.withWithout(without));
  }

  /** Says everything that a line says. */
  public Simulation<M, C, R> like(SeedLine line) {
    return new Simulation<>(machine, codec, command, digest, line, faults, reads, watch);
  }

  /** Says what goes wrong, instead of letting the seed say. */
  public Simulation<M, C, R> faults(Faults faults) {
    return new Simulation<>(machine, codec, command, digest, line, faults, reads, watch);
  }

  /** Says who sees what happens. */
  public Simulation<M, C, R> watch(Watch<C, R> watch) {
    return new Simulation<>(machine, codec, command, digest, line, faults, reads, watch);
  }

  /** Returns the run in one line. */
  public SeedLine line() {
    return line;
  }

  /**
   * Runs.
   *
   * @throws SimulationFailure if something did not hold; its message has the line that replays it,
   *     a smaller run that fails in the same way, and what happened last
   */
  public Report run() {
    Outcome outcome = attempt();
    if (outcome.finding().isPresent()) {
      Finding smallest = shrink(outcome.finding().get());
      String code = "    simulation.like(SeedLine.parse(\"";
      Finding found = outcome.finding().get();
      throw found
          .failure()
          .explained(
              found.describe(code, "\")).run()")
                  + "\n\nthe smallest run found that fails in the same way:\n"
                  + smallest.describe(code, "\")).run()"));
    }
    return outcome.report();
  }

  /**
   * What came of a run.
   *
   * @param report what it has been through, up to its end
   * @param finding what went wrong, if anything did
   */
  public record Outcome(Report report, Optional<Finding> finding) {}

  /** Runs, and does not throw what it finds. */
  public Outcome attempt() {
    Run<C, R> run = new Run<>(plan());
    try {
      run.run();
      return new Outcome(run.report(), Optional.empty());
    } catch (SimulationFailure e) {
      return new Outcome(run.report(), Optional.of(Finding.of(run, line, e)));
    }
  }

  /** Looks for a smaller run that fails in the same way. Takes up to 80 runs. */
  public Finding shrink(Finding found) {
    return new Shrinking(smaller -> like(smaller).attempt().finding(), found).smallest();
  }

  @SuppressWarnings("unchecked") // the plan hands the digest only machines of this simulation
  private Plan<C, R> plan() {
    if (codec == null || command == null) {
      throw new IllegalArgumentException("a simulation needs commands(…) before it is run");
    }
    Function<? super StateMachine<C, R>, Object> digestOf =
        any -> Objects.requireNonNull(digest.apply((M) any), "a digest must not be null");
    return new Plan<>(
        new Plan.Application<>(machine, codec, command, digestOf, reads), line, faults, watch);
  }
}
