package io.github.multipaxos.benchmarks.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TroubleTest {

  @ParameterizedTest
  @CsvSource({
    "Linux,      FOLLOWER_STOPPED, true",
    "Mac OS X,   FOLLOWER_BEHIND,  true",
    "Windows 11, FOLLOWER_BEHIND,  false",
    "Windows 11, FOLLOWER_STOPPED, false",
    "Windows 11, LEADER_KILLED,    true",
    "Windows 11, NONE,             true"
  })
  void stopsProcessesOnlyWhereThereIsASignalForIt(String system, Trouble trouble, boolean can) {
    assertThat(trouble.isPossibleOn(system)).isEqualTo(can);
  }
}
