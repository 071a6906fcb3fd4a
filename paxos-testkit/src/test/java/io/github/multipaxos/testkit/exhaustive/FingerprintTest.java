package io.github.multipaxos.testkit.exhaustive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.NodeId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FingerprintTest {

  /** Something with a field of each kind, and a way back to itself. */
  private static final class Thing {
    private final long number;
    private final List<Ballot> ballots;
    private final Runnable function = () -> {};
    private Thing self;

    Thing(long number, Ballot... ballots) {
      this.number = number;
      this.ballots = new ArrayList<>(List.of(ballots));
      this.self = this;
    }
  }

  @Test
  void isEqualForEqualContent() {
    Ballot ballot = new Ballot(3, NodeId.of(1));

    assertThat(Fingerprint.of(new Thing(1, ballot, ballot)))
        .isEqualTo(
            Fingerprint.of(new Thing(1, new Ballot(3, NodeId.of(1)), new Ballot(3, NodeId.of(1)))));
  }

  @Test
  void differsForDifferentContent() {
    Set<Fingerprint.Value> values = new HashSet<>();
    for (int number = 0; number < 50; number++) {
      for (int round = 0; round < 50; round++) {
        values.add(Fingerprint.of(new Thing(number, new Ballot(round, NodeId.of(1)))));
      }
    }
    values.add(Fingerprint.of(new Thing(1)));
    values.add(Fingerprint.of(new TreeMap<>(Map.of(1L, 2L))));
    values.add(Fingerprint.of(new TreeMap<>(Map.of(2L, 1L))));
    values.add(Fingerprint.of(List.of(1, 2)));
    values.add(Fingerprint.of(List.of(2, 1)));
    values.add(Fingerprint.of(List.of(List.of(1), List.of(2))));
    values.add(Fingerprint.of(List.of(List.of(1, 2))));

    assertThat(values).hasSize(2507);
  }
}
