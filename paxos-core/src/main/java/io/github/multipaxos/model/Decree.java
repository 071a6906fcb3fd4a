package io.github.multipaxos.model;

import java.util.List;

/**
 * What one slot of the log is given. The word is Lamport's; Paxos chooses exactly one decree for
 * each slot.
 */
public sealed interface Decree permits Decree.CommandBatch, Decree.Noop {

  /** Returns roughly how many bytes this decree takes, for budgets. */
  long bytes();

  /** Commands to be applied in this order. */
  final class CommandBatch implements Decree {
    private final long timeMillis;
    private final List<Command> commands;
    private final long bytes;

    /**
     * Takes an unmodifiable copy of the list and checks that it is not empty.
     *
     * @param timeMillis the proposing leader's wall clock when it made the batch, in milliseconds
     *     since the epoch; what a state machine sees is made monotone in log order when the batch
     *     is applied
     * @param commands at least one, in the order in which they are applied
     */
    public CommandBatch(long timeMillis, List<Command> commands) {
      this.timeMillis = timeMillis;
      this.commands = List.copyOf(commands);
      if (this.commands.isEmpty()) {
        throw new IllegalArgumentException("a batch needs a command");
      }
      long sum = 32;
      for (Command command : this.commands) {
        sum += command.bytes();
      }
      this.bytes = sum; // asked for by every queue on the way
    }

    /** Returns the proposing leader's wall clock then, in milliseconds since the epoch. */
    public long timeMillis() {
      return timeMillis;
    }

    /** Returns the commands, in the order in which they are applied. */
    public List<Command> commands() {
      return commands;
    }

    @Override
    public long bytes() {
      return bytes;
    }

    @Override
    public boolean equals(Object other) {
      return this == other
          || other instanceof CommandBatch that
              && timeMillis == that.timeMillis
              && commands.equals(that.commands);
    }

    @Override
    public int hashCode() {
      return 31 * Long.hashCode(timeMillis) + commands.hashCode();
    }

    @Override
    public String toString() {
      return "CommandBatch[timeMillis=" + timeMillis + ", commands=" + commands + "]";
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
