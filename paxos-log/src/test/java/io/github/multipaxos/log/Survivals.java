package io.github.multipaxos.log;

import io.github.multipaxos.log.SimulatedDirectory.Survival;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What crashes leave of what was not synced: nothing, everything, or this and that. */
final class Survivals {

  private Survivals() {}

  /** Returns six of them, other ones for another seed. */
  static List<Survival> of(int seed) {
    List<Survival> survivals =
        new ArrayList<>(List.of(SimulatedDirectory.NOTHING, SimulatedDirectory.EVERYTHING));
    for (int i = 0; i < 4; i++) {
      survivals.add(someOf(new Random(seed * 31L + i), 2));
    }
    return survivals;
  }

  /** Loses one sector in so many, and some of the latest changes of names. */
  static Survival someOf(Random random, int losesOneIn) {
    return new Survival() {
      @Override
      public boolean keepsSector(String name, int sector) {
        return random.nextInt(losesOneIn) > 0;
      }

      @Override
      public int keepsChanges(int changes) {
        return random.nextInt(changes + 1);
      }
    };
  }
}
