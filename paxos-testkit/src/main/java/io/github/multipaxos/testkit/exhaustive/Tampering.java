package io.github.multipaxos.testkit.exhaustive;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.record.LogRecord;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What is done to nodes from outside to break them, for tests of the explorer itself.
 *
 * @param remembers which records a node finds again when it restarts
 * @param says what a node sends instead of what it meant to
 * @param waitsForDisk whether vows wait for their records
 */
record Tampering(
    Predicate<LogRecord> remembers, UnaryOperator<Message> says, boolean waitsForDisk) {

  static final Tampering NONE = new Tampering(record -> true, UnaryOperator.identity(), true);

  Tampering remembering(Predicate<LogRecord> only) {
    return new Tampering(only, says, waitsForDisk);
  }

  Tampering saying(UnaryOperator<Message> instead) {
    return new Tampering(remembers, instead, waitsForDisk);
  }

  Tampering notWaiting() {
    return new Tampering(remembers, says, false);
  }
}
