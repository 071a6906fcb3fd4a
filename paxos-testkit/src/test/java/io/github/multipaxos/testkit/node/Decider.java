package io.github.multipaxos.testkit.node;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A client that claims a value of its own for one key after the other, a key every millisecond at
 * most, and believes what it is told. It takes another node whenever it gets no value.
 */
final class Decider {

  private final String name;
  private final List<RegisterSeat> seats;
  private final Sightings<String> decided = new Sightings<>();
  private final SortedMap<String, String> told = new TreeMap<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private int seat;
  private int number;

  private Decider(String name, List<RegisterSeat> seats, int seat) {
    this.name = name;
    this.seats = seats;
    this.seat = seat;
  }

  /** Begins to decide on {@code key-0}, {@code key-1} and so on, at the seat of that number. */
  static Decider on(List<RegisterSeat> seats, int seat, String name) {
    Decider decider = new Decider(name, seats, seat);
    decider.clock.scheduleWithFixedDelay(decider::decideNext, 0, 1, TimeUnit.MILLISECONDS);
    return decider;
  }

  private void decideNext() {
    String key = "key-" + number;
    number++;
    decide(key)
        .ifPresent(
            value -> {
              told.put(key, value);
              decided.add(key);
            });
  }

  private Optional<String> decide(String key) {
    while (true) {
      Answer answer = seats.get(seat).decide(key, name + " " + key);
      if (answer instanceof Answer.Done done) {
        return Optional.of(String.valueOf(done.result()));
      } else if (clock.isShutdown()) {
        return Optional.empty();
      }
      seat = (seat + 1) % seats.size(); // the node was closed, or it would have asked again itself
    }
  }

  /** Waits until so many more keys are decided. */
  void awaitMore(int keys) {
    int before = decided.size();
    decided.await(keys + " more keys by " + name, all -> all.size() >= before + keys);
  }

  /** Ends, and returns what it was told of each key. May be called again. */
  SortedMap<String, String> end() {
    clock.shutdown();
    try {
      if (!clock.awaitTermination(Sightings.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(name + " was never answered");
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting for " + name, e);
    }
    return told;
  }
}
