package io.github.multipaxos.testkit.simulation;

import static io.github.multipaxos.testkit.simulation.SimulationFailure.require;

import io.github.multipaxos.Codec;
import io.github.multipaxos.Moment;
import io.github.multipaxos.StateMachine;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Decree.CommandBatch;
import io.github.multipaxos.model.NodeId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The replica that is never wrong: it is fed what is chosen, by the votes on the disks, and says
 * what every other must have applied and answered. A place is the number of commands before a
 * command in the chosen log.
 *
 * @param <C> the command type
 * @param <R> the result type
 */
final class Reference<C, R> {

  /** How many commands lie between two places at which the whole state is compared. */
  static final int DIGEST_PLACES = 64;

  private final StateMachine<C, R> machine;
  private final Codec<Numbered<C>> codec;
  private final Function<? super StateMachine<C, R>, Object> digest;
  private final List<Applied<R>> applied = new ArrayList<>();
  private final List<Object> digests = new ArrayList<>();
  private final List<Integer> placeAfterSlot = new ArrayList<>(List.of(0));
  private final Set<Long> numbers = new HashSet<>();
  private final Map<NodeId, Long> boots = new TreeMap<>();
  private long timeMillis;

  /**
   * A command applied.
   *
   * @param number its operation
   * @param slot its slot
   * @param result what the state machine returned; may be null
   */
  record Applied<R>(long number, long slot, @Nullable R result) {}

  Reference(
      StateMachine<C, R> machine,
      Codec<Numbered<C>> codec,
      Function<? super StateMachine<C, R>, Object> digest) {
    this.machine = machine;
    this.codec = codec;
    this.digest = digest;
    digests.add(digest.apply(machine));
  }

  /** Applies the decree of the next slot. */
  void apply(long slot, Decree decree) {
    if (decree instanceof CommandBatch batch) {
      timeMillis = Math.max(timeMillis, batch.timeMillis());
      for (Command command : batch.commands()) {
        Numbered<C> numbered = codec.decode(command.payload().buffer());
        if (!isDue(command.id(), numbered.number())) {
          continue;
        }
        R result = machine.apply(numbered.command(), new Moment(slot, timeMillis));
        applied.add(new Applied<>(numbered.number(), slot, result));
        if (applied.size() % DIGEST_PLACES == 0) {
          digests.add(digest.apply(machine));
        }
      }
    }
    placeAfterSlot.add(applied.size());
  }

  /**
   * Invariant I12. What is chosen again is not applied again, and neither is what a process asked
   * for that is known to have been restarted since.
   */
  private boolean isDue(CommandId id, long number) {
    long boot = boots.merge(id.origin(), id.boot(), Math::max);
    return boot == id.boot() && numbers.add(number);
  }

  /** Returns how many commands the slots up to this one hold. */
  int placeAfter(long slot) {
    require(
        slot < placeAfterSlot.size(),
        "I7",
        "slot %s is taken for chosen, but by the votes on the disks only slots up to %s are",
        slot,
        placeAfterSlot.size() - 1);
    return placeAfterSlot.get((int) slot);
  }

  /** Returns the last slot applied. */
  long throughSlot() {
    return placeAfterSlot.size() - 1;
  }

  /** Invariant I7. Returns the command at that place, which must be chosen. */
  Applied<R> at(int place) {
    require(
        place < applied.size(),
        "I7",
        "a command is applied as number %s, but only %s are chosen",
        place,
        applied.size());
    return applied.get(place);
  }

  /** Returns how many commands are chosen in the prefix. */
  int places() {
    return applied.size();
  }

  /**
   * Returns the digest of the state after so many commands, a multiple of {@link #DIGEST_PLACES}.
   */
  Object digestAfter(int places) {
    return digests.get(places / DIGEST_PLACES);
  }
}
