package io.github.multipaxos.testkit.simulation;

import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.testkit.simulation.wire.StreamNetwork;

/** Makes the parts that differ between tiers. */
final class Tiers {

  private Tiers() {}

  static Wiring wiring(
      Tier tier, Timeline timeline, Dice dice, Weather weather, Faults faults, int nodes) {
    return switch (tier) {
      case MODEL -> new MessageNetwork(timeline, dice, weather, faults, nodes);
      case FULL -> new StreamNetwork(timeline, dice, weather);
    };
  }

  static Storage storage(Tier tier, Timeline timeline, Dice dice, Faults faults, NodeId node) {
    return switch (tier) {
      case MODEL -> new ModelDisk(timeline, dice, faults);
      case FULL -> new FileStorage(timeline, dice, faults, "/simulated/" + node);
    };
  }
}
