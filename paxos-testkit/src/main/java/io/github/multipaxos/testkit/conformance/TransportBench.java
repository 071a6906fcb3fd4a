package io.github.multipaxos.testkit.conformance;

import io.github.multipaxos.model.Members;
import io.github.multipaxos.spi.Transport;
import java.time.Duration;

/** What the checks of a transport need to be told. */
public interface TransportBench {

  /**
   * Returns {@code count} members, numbered from 1, whose addresses nobody listens on. Called once
   * in each check.
   */
  Members newMembers(int count) throws Exception;

  /** Returns a transport that is not started. All of one check must be able to reach each other. */
  Transport newTransport() throws Exception;

  /** How long a check waits for what must happen, before it says that it does not. */
  default Duration patience() {
    return Duration.ofSeconds(20);
  }

  /**
   * The stated bound: how many bytes of messages there can be between two nodes, all buffers full.
   */
  default long boundBytes() {
    return 128L << 20;
  }

  /**
   * How many bytes of messages a transport may have read already when it is told to read no
   * further.
   */
  default long readAheadBytes() {
    return 1L << 20;
  }
}
