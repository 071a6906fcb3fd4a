package io.github.multipaxos.benchmarks.open;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.log.FileLog;
import io.github.multipaxos.protocol.Recovered;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MadeLogTest {

  @TempDir private Path directory;

  @Test
  void leavesWhatANodeTakesForTheWholeOfItsLog() throws Exception {
    List<Long> told = new ArrayList<>();

    new MadeLog(1234, 16, 100).writeTo(directory, told::add);

    Recovered recovered = new Recovered();
    try (FileLog log = FileLog.in(directory)) {
      log.open(MadeLog.CLUSTER, MadeLog.NODE, recovered::add, (reason, cause) -> {});
      assertThat(log.read(1, 1234, Long.MAX_VALUE)).hasSize(1234);
    }
    assertThat(recovered.chosenThrough()).isEqualTo(1234);
    assertThat(recovered.votes()).isEmpty();
    assertThat(told).hasSize(13).contains(100L, 1200L, 1234L);
  }
}
