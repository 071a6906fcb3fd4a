package io.github.multipaxos.testkit.check.history;

import io.github.multipaxos.testkit.check.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks lists, one per key, to which values are appended that are all different, in time that
 * grows with the length of the input.
 *
 * <p>There is nothing to search, because a read shows the order in which values were appended. Take
 * the longest read of a key. In any order that explains the history:
 *
 * <ul>
 *   <li>what the longest read shows was appended in that order, each value by the one append that
 *       has it; so each must have an append that did not fail, and stand there once;
 *   <li>every other read shows a prefix of it, and a read of n values stands behind the nth append
 *       and before the next, if there is a next;
 *   <li>an append that the longest read does not show stands behind all that it shows, and behind
 *       all reads: what is appended before a read is in it.
 * </ul>
 *
 * <p>This puts all operations in a row, except that reads of one length have nothing between them
 * and may stand in any order, and so may the appends that nobody saw. Of these, those of unknown
 * outcome are left out: they may have happened never, and if the rest can be explained with them it
 * can be without, because they come behind every read. Appends of unknown outcome that were seen
 * did happen, and return at infinity. A read that was not answered shows nothing and is left out.
 *
 * <p>The row is the only one that explains the answers. So the history is linearizable if and only
 * if the row respects real time, which {@link io.github.multipaxos.testkit.check.RealTime} decides.
 * Lists of different keys do not affect each other and are checked apart.
 */
public final class ListAppend {

  private final Map<String, AppendedList> lists = new LinkedHashMap<>();

  private ListAppend() {}

  /**
   * Returns what is wrong with the history, naming the operation, or nothing if it is linearizable.
   *
   * @param history the operations: {@code append} of a value, {@code read} answered by a list
   * @throws IllegalArgumentException if two appends to one list, neither of which failed, have the
   *     same value, or if something is no operation on a list
   */
  public static Optional<String> faultOf(Operations.Read history) {
    ListAppend check = new ListAppend();
    Optional<String> misuse = check.take(history);
    if (misuse.isPresent()) {
      throw new IllegalArgumentException(misuse.get());
    }
    for (Map.Entry<String, AppendedList> list : check.lists.entrySet()) {
      String fault = list.getValue().fault();
      if (fault != null) {
        String part = list.getKey().isEmpty() ? "" : " in part " + list.getKey();
        return Optional.of("not linearizable" + part + ": " + fault);
      }
    }
    return Optional.empty();
  }

  /** Returns why this cannot be checked, if it cannot. */
  static Optional<String> misuseOf(Operations.Read history) {
    return new ListAppend().take(history);
  }

  /** Returns what is wrong with a call and its answer, if anything is. */
  static @Nullable String misuseOf(Call call, @Nullable Answer answer) {
    return switch (call.op()) {
      case "read" ->
          answer == null || answer.value() == null || answer.value() instanceof List
              ? null
              : "a read of a list is answered by a list, such as [1,2]";
      case "append" -> call.value() == null ? "an append has a value" : null;
      default -> "a list knows append and read, and not " + call.op();
    };
  }

  static boolean isRead(Call call) {
    return call.op().equals("read");
  }

  private Optional<String> take(Operations.Read history) {
    for (Operation<Call, Answer> operation : history.failed()) {
      String misuse = misuseOf(operation.input(), null);
      if (misuse != null) {
        return Optional.of(operation.input() + ": " + misuse);
      } else if (!isRead(operation.input())) {
        list(operation).fail(operation);
      }
    }
    for (Operation<Call, Answer> operation : history.operations()) {
      String misuse = misuseOf(operation.input(), operation.output());
      misuse = misuse == null ? take(operation) : misuse;
      if (misuse != null) {
        return Optional.of(operation.input() + ": " + misuse);
      }
    }
    return Optional.empty();
  }

  private @Nullable String take(Operation<Call, Answer> operation) {
    if (!isRead(operation.input())) {
      Operation<Call, Answer> other = list(operation).append(operation);
      return other == null
          ? null
          : "the value is not unique, see " + other.input() + "; append each value once to a list";
    }
    if (operation.isKnown()) {
      list(operation).read(operation);
    }
    return null;
  }

  private AppendedList list(Operation<Call, Answer> operation) {
    return lists.computeIfAbsent(operation.input().key(), key -> new AppendedList());
  }
}
