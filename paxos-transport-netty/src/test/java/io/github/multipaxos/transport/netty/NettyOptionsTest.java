package io.github.multipaxos.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.multipaxos.PaxosConfig;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class NettyOptionsTest {

  private static void refuses(UnaryOperator<NettyOptions.Builder> setting, String name) {
    NettyOptions.Builder builder = setting.apply(NettyOptions.builder());

    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageStartingWith(name + " must ");
  }

  @Test
  void refusesWhatCannotWork() {
    refuses(b -> b.maxFrameBytes(1000), "maxFrameBytes");
    refuses(b -> b.maxFrameBytes(-1), "maxFrameBytes");
    refuses(b -> b.outboundBytes((16 << 20) - 1), "outboundBytes");
    refuses(b -> b.connectTimeout(Duration.ZERO), "connectTimeout");
    refuses(b -> b.handshakeTimeout(Duration.ofMillis(-1)), "handshakeTimeout");
    refuses(b -> b.minReconnect(Duration.ofNanos(1)), "minReconnect");
    refuses(b -> b.maxReconnect(Duration.ofMillis(49)), "maxReconnect");
    refuses(b -> b.keepAlive(Duration.ofDays(30)), "keepAlive");
    refuses(b -> b.silenceTimeout(Duration.ofMillis(2999)), "silenceTimeout");
    refuses(b -> b.spin(Duration.ofNanos(-1)), "spin");
    refuses(b -> b.spin(Duration.ofMillis(101)), "spin");
  }

  @Test
  void hasAFrameForTheLargestCommandByDefault() {
    assertThat(NettyOptions.defaults().maxFrameBytes())
        .isGreaterThanOrEqualTo(PaxosConfig.COMMAND_BYTES_LIMIT + (1 << 20));
  }
}
