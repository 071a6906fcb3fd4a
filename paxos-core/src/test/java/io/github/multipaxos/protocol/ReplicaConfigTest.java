package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.NODE_1;
import static io.github.multipaxos.protocol.Samples.NODE_4;
import static io.github.multipaxos.protocol.Samples.members;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicaConfigTest {

  @Test
  void takesTheLeastThatMakesSense() {
    ReplicaConfig least = new ReplicaConfig(NODE_1, 1, members(1), 1, 2, 1, 1, 1, 1, 1, 1, 0);

    assertThat(least.electionTicks()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2, 1, 1, 1, 1, 1, heartbeatTicks",
    "2, 2, 1, 1, 1, 1, 1, electionTicks",
    "1, 2, 0, 1, 1, 1, 1, retransmitTicks",
    "1, 2, 1, 0, 1, 1, 1, windowSlots",
    "1, 2, 1, 1, 0, 1, 1, windowBytes",
    "1, 2, 1, 1, 1, 0, 1, batchBytes",
    "1, 2, 1, 1, 1, 1, 0, backlogBytes",
  })
  void namesTheSettingThatMakesNoSense(
      int heartbeatTicks,
      int electionTicks,
      int retransmitTicks,
      int windowSlots,
      long windowBytes,
      int batchBytes,
      long backlogBytes,
      String setting) {
    assertThatThrownBy(
            () ->
                new ReplicaConfig(
                    NODE_1,
                    1,
                    members(1),
                    heartbeatTicks,
                    electionTicks,
                    retransmitTicks,
                    windowSlots,
                    windowBytes,
                    batchBytes,
                    backlogBytes,
                    1,
                    0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(setting);
  }

  @Test
  void isForAVoterOnly() {
    assertThatThrownBy(() -> new ReplicaConfig(NODE_4, 1, members(3), 1, 2, 1, 1, 1, 1, 1, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("node 4");
  }
}
