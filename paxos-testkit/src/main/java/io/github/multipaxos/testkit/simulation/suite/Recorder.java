package io.github.multipaxos.testkit.simulation.suite;

import io.github.multipaxos.testkit.check.KeyValue.Input;
import io.github.multipaxos.testkit.check.KeyValue.Output;
import io.github.multipaxos.testkit.check.Operation;
import io.github.multipaxos.testkit.simulation.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes down what clients asked and were told, for a checker that knows nothing else. */
final class Recorder implements Watch<Input, Output> {

  private final SortedMap<Long, Asked> underway = new TreeMap<>();
  private final List<Operation<Input, Output>> settled = new ArrayList<>();

  private record Asked(int client, Input input, long nanos) {}

  @Override
  public void asks(long operation, int client, @Nullable Input command, long nanos) {
    underway.put(operation, new Asked(client, command, nanos));
  }

  @Override
  public void answers(long operation, @Nullable Output result, long nanos) {
    Asked asked = underway.remove(operation);
    settled.add(new Operation<>(asked.client, asked.input, result, asked.nanos, nanos));
  }

  @Override
  public void rejects(long operation, long nanos) {
    underway.remove(operation);
  }

  /** Returns the history. What was not answered may have happened. */
  List<Operation<Input, Output>> history() {
    List<Operation<Input, Output>> history = new ArrayList<>(settled);
    for (Asked asked : underway.values()) {
      history.add(Operation.unknown(asked.client, asked.input, asked.nanos));
    }
    return history;
  }
}
