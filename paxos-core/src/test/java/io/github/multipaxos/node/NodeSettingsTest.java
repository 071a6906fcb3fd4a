package io.github.multipaxos.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.PaxosConfig;
import io.github.multipaxos.model.Boots;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeSettingsTest {

  @ParameterizedTest(name = "{0} bytes a second in ticks of {1} ns: {2}")
  @CsvSource({
    "1000000, 10000000, 10000",
    "1000000, 500000, 500",
    "1, 10000000, 1",
    "9223372036854775807, 10000000, 1073741824",
    "9223372036854775807, 1000000, 1073741824",
  })
  void fetchesSnapshotsAtTheRateThatIsSet(long bytesPerSecond, long tickNanos, long bytesPerTick) {
    PaxosConfig config =
        PaxosConfig.builder()
            .tick(Duration.ofNanos(tickNanos))
            .transferBytesPerSecond(bytesPerSecond)
            .build();
    NodeSettings<String, String> some = new Pages().settings("1=a:1");
    NodeSettings<String, String> settings =
        new NodeSettings<>(
            some.cluster(),
            some.self(),
            some.members(),
            some.machine(),
            some.codec(),
            some.log(),
            some.transport(),
            config,
            some.listener(),
            some.time());
    Identity identity = new Identity(new ClusterId("pages"), NodeId.of(1), 1, Boots.latest(1, 7));

    long rate =
        settings
            .replicaConfig(identity, new Ticks(config.tick(), some.time()))
            .transferBytesPerTick();

    assertThat(rate).isEqualTo(bytesPerTick);
  }
}
