package io.github.multipaxos.testkit.simulation;

import io.github.multipaxos.Codec;
import io.github.multipaxos.StateMachine;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All that decides a run.
 *
 * @param <C> the command type
 * @param <R> the result type
 * @param application what is replicated
 * @param line the seed, and how long and with whom
 * @param faults what goes wrong, or null to let the seed say
 * @param watch sees what the run does
 */
record Plan<C, R>(
    Application<C, R> application, SeedLine line, @Nullable Faults faults, Watch<C, R> watch) {

  private static final long NANOS_PER_MILLI = 1_000_000;

  /**
   * What is replicated, and what clients want of it.
   *
   * @param machine makes a state machine, for each life of each node
   * @param codec encodes its commands
   * @param command draws a command that a client proposes
   * @param digest returns a value that is equal for equal states
   * @param reads what clients read
   */
  record Application<C, R>(
      Supplier<? extends StateMachine<C, R>> machine,
      Codec<C> codec,
      Function<Dice, C> command,
      Function<? super StateMachine<C, R>, Object> digest,
      Reads<C, R> reads) {}

  /**
   * What clients read without proposing it.
   *
   * @param command draws a command that changes nothing, and names what is read
   * @param peek answers such a command from a state machine
   */
  record Reads<C, R>(
      Function<Dice, @Nullable C> command,
      BiFunction<? super StateMachine<C, R>, @Nullable C, @Nullable R> peek) {}

  long durationNanos() {
    return line.millis() * NANOS_PER_MILLI;
  }

  long thinkNanos() {
    return line.think() * NANOS_PER_MILLI;
  }

  Plan<C, R> with(SeedLine other) {
    return new Plan<>(application, other, faults, watch);
  }
}
