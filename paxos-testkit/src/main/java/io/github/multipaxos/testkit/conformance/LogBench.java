package io.github.multipaxos.testkit.conformance;

import java.time.Duration;
import org.junit.jupiter.api.Assumptions;

/** What the checks of a log need to be told. */
public interface LogBench {

  /** Returns an empty storage, another one at each call. Removing it afterwards is the caller's. */
  LogStorage newStorage() throws Exception;

  /** How long a check waits for what must happen, before it says that it does not. */
  default Duration patience() {
    return Duration.ofSeconds(20);
  }

  /** Returns the faults of a storage, or skips the check that asks. */
  default StorageFaults faultsOf(LogStorage storage) {
    Assumptions.assumeTrue(storage.faults().isPresent(), "the storage has no simulated disk");
    return storage.faults().orElseThrow();
  }
}
