package io.github.multipaxos.benchmarks.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.benchmarks.system.ReplicatedSystem;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SystemsTest {

  @Test
  void hasEachSystemUnderItsName() {
    Map<String, ReplicatedSystem> all = Systems.all();

    assertThat(all).containsKeys("limit", "paxos", "paxos-spin");
    assertThat(all).allSatisfy((name, system) -> assertThat(system.name()).isEqualTo(name));
  }

  @Test
  void knowsEitherAllAdaptersOrNone() {
    Set<String> adapters = new TreeSet<>(Systems.all().keySet());
    adapters.removeAll(Set.of("limit", "paxos", "paxos-spin"));

    assertThat(adapters).isIn(Set.of(), new TreeSet<>(Systems.PEERS));
  }

  @Test
  void tellsWhatBuildKnowsASystem() {
    String sentence = Systems.unknown("ratis", new TreeSet<>(Set.of("limit", "paxos", "jraft")));

    assertThat(sentence)
        .isEqualTo(
            "this build knows no system 'ratis', only jraft, limit, paxos; one with -Ppeers knows"
                + " aeron, aeron-backoff, jgroups, jraft-segments, ratis too");
  }
}
