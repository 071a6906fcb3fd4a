package io.github.multipaxos.testkit;

import io.github.multipaxos.Snapshot;
import io.github.multipaxos.StateMachine;
import java.io.InputStream;

/**
 * A state machine whose answers depend on nothing that came before, or on nothing that a snapshot
 * could hold.
 */
public interface Stateless<C, R> extends StateMachine<C, R> {

  @Override
  default Snapshot snapshot() {
    return out -> {};
  }

  @Override
  default void restore(InputStream in) {
    // There is nothing to restore.
  }
}
