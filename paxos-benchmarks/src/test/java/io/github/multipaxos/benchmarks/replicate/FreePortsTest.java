package io.github.multipaxos.benchmarks.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreePortsTest {

  @Test
  void givesEachReplicaPortsOfItsOwn() throws IOException {
    List<List<Integer>> ports = FreePorts.find(5, 3);

    assertThat(ports).hasSize(5).allMatch(own -> own.size() == 3);
    assertThat(ports.stream().flatMap(List::stream)).doesNotHaveDuplicates();
  }
}
