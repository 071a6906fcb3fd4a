package io.github.multipaxos.model;

import java.util.List;

/**
 * What one slot of the log is given. The word is Lamport's; Paxos chooses exactly one decree for
 * each slot.
 */
public sealed interface Decree permits Decree.CommandBatch, Decree.Noop {

  /** Returns roughly how many bytes this decree takes, for budgets. */
  long bytes();

  /**
   * Commands to be applied in this order.
   *
   * @param timeMillis the proposing leader's wall clock when it made the batch, in milliseconds
   *     since the epoch; what a state machine sees is made monotone in log order when the batch is
   *     applied
   * @param commands at least one
   */
  record CommandBatch(long timeMillis, List<Command> commands) implements Decree {
    /** Takes an unmodifiable copy of the list and checks that it is not empty. */
    public CommandBatch {
      commands = List.copyOf(commands);
      if (commands.isEmpty()) {
        throw new IllegalArgumentException("a batch needs a command");
      }
    }

    @Override
    public long bytes() {
      long bytes = 32;
      for (Command command : commands) {
        bytes += command.bytes();
      }
      return bytes;
    }
  }

  /**
   * Changes nothing. A new leader fills gaps with it, and proposes one of its own first, so that it
   * knows what was chosen before its ballot.
   */
  record Noop() implements Decree {
    /** All no-ops are equal; this one serves everywhere. */
    public static final Noop INSTANCE = new Noop();

    @Override
    public long bytes() {
      return 16;
    }
  }
}
