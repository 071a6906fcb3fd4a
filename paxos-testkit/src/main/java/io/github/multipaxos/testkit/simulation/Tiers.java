package io.github.multipaxos.testkit.simulation;

/** Makes the parts that differ between tiers. */
final class Tiers {

  private Tiers() {}

  static Wiring wiring(
      Tier tier, Timeline timeline, Dice dice, Weather weather, Faults faults, int nodes) {
    return new MessageNetwork(timeline, dice, weather, faults, nodes);
  }

  static Storage storage(Tier tier, Timeline timeline, Dice dice, Faults faults) {
    return new ModelDisk(timeline, dice, faults);
  }
}
