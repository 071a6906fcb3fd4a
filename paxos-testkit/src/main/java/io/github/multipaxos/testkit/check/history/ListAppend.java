package io.github.multipaxos.testkit.check.history;

import io.github.multipaxos.testkit.check.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks lists, one per key, to which values are appended that are all different, in time that
 * grows with the length of the input.
 *
 * <p>A read shows the order in which values were appended, so there is nothing to search. Take the
 * longest read of a key. Every other must be a prefix of it. The appends it shows took effect in
 * its order, and a read of n values between the nth of them and the next. Appends that nobody has
 * seen took effect, if at all, after everything that was seen. This puts all operations in a row,
 * but for those that have nothing between them and may stand in any order. The history is
 * linearizable if and only if none of them returned before one further to the front was invoked: if
 * none did, an order within the row exists, because real time never contradicts itself; and if one
 * did, no other row explains the reads.
 */
public final class ListAppend {

  private final Map<String, Key> keys = new LinkedHashMap<>();

  /** Checks nothing yet. */
  private ListAppend() {}

  /** What was done to one list. */
  private static final class Key {
    private final Map<Object, Operation<Call, Answer>> appends = new HashMap<>();
    private final List<Operation<Call, Answer>> reads = new ArrayList<>();
    private final Set<Object> failed = new HashSet<>();
    private @Nullable Operation<Call, Answer> longest;
  }

  /**
   * Returns what is wrong with the history, or nothing if it is linearizable.
   *
   * @param history the operations: {@code append} of a value, {@code read} answered by a list
   */
  public static Optional<String> faultOf(Operations.Read history) {
    ListAppend check = new ListAppend();
    for (Call failed : history.failed()) {
      if (failed.op().equals("append")) {
        check.key(failed).failed.add(String.valueOf(failed.value()));
      }
    }
    for (Operation<Call, Answer> operation : history.operations()) {
      Optional<String> fault = check.take(operation);
      if (fault.isPresent()) {
        return fault;
      }
    }
    return check.keys.values().stream()
        .map(ListAppend::faultOf)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Returns what is wrong with a call, if anything is. */
  static @Nullable String faultOf(Call call) {
    return switch (call.op()) {
      case "read" -> null;
      case "append" -> call.value() == null ? "an append has a value" : null;
      default -> "a list knows append and read, and not " + call.op();
    };
  }

  private Key key(Call call) {
    return keys.computeIfAbsent(call.key(), name -> new Key());
  }

  private Optional<String> take(Operation<Call, Answer> operation) {
    Key key = key(operation.input());
    if (operation.input().op().equals("append")) {
      Object value = String.valueOf(operation.input().value());
      Operation<Call, Answer> other = key.appends.put(value, operation);
      return other == null
          ? Optional.empty()
          : Optional.of("two appends have the same value: " + other + " and " + operation);
    }
    if (!operation.isKnown()) {
      return Optional.empty();
    }
    key.reads.add(operation);
    if (key.longest == null || list(operation).size() > list(key.longest).size()) {
      key.longest = operation;
    }
    return Optional.empty();
  }

  private static List<?> list(Operation<Call, Answer> read) {
    Answer answer = read.output();
    return answer != null && answer.value() instanceof List<?> list ? list : List.of();
  }

  private static Optional<String> faultOf(Key key) {
    List<?> order = key.longest == null ? List.of() : list(key.longest);
    Optional<String> fault = faultOfOrder(key, order);
    for (Operation<Call, Answer> read : key.reads) {
      if (fault.isEmpty() && !order.subList(0, list(read).size()).equals(list(read))) {
        fault = Optional.of(read + " is no prefix of what " + key.longest + " saw");
      }
    }
    return fault.isPresent() ? fault : faultInTime(key, order);
  }

  private static Optional<String> faultOfOrder(Key key, List<?> order) {
    Set<Object> seen = new HashSet<>();
    for (Object value : order) {
      Object name = String.valueOf(value);
      if (key.failed.contains(name)) {
        return Optional.of(key.longest + " saw " + value + ", whose append failed");
      } else if (!key.appends.containsKey(name)) {
        return Optional.of(key.longest + " saw " + value + ", which nobody appended");
      } else if (!seen.add(name)) {
        return Optional.of(key.longest + " saw " + value + " twice");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> faultInTime(Key key, List<?> order) {
    List<List<Operation<Call, Answer>>> readsByLength = new ArrayList<>();
    for (int length = 0; length <= order.size(); length++) {
      readsByLength.add(new ArrayList<>());
    }
    key.reads.forEach(read -> readsByLength.get(list(read).size()).add(read));
    Row row = new Row();
    row.put(readsByLength.get(0));
    Set<Object> placed = new HashSet<>();
    for (int i = 0; i < order.size(); i++) {
      Object name = String.valueOf(order.get(i));
      placed.add(name);
      row.put(List.of(key.appends.get(name)));
      row.put(readsByLength.get(i + 1));
    }
    row.put(
        key.appends.entrySet().stream()
            .filter(append -> !placed.contains(append.getKey()) && append.getValue().isKnown())
            .map(Map.Entry::getValue)
            .toList());
    return Optional.ofNullable(row.fault);
  }

  /** Operations in a row; those put in together may stand in any order. */
  private static final class Row {
    private @Nullable Operation<Call, Answer> latest;
    private @Nullable String fault;

    void put(List<Operation<Call, Answer>> together) {
      for (Operation<Call, Answer> operation : together) {
        if (fault == null && latest != null && operation.returnedNanos() < latest.invokedNanos()) {
          fault = operation + " must come after " + latest + ", which was asked for later";
        }
      }
      for (Operation<Call, Answer> operation : together) {
        if (latest == null || operation.invokedNanos() > latest.invokedNanos()) {
          latest = operation;
        }
      }
    }
  }
}
