package io.github.multipaxos.testkit.check.history;

import io.github.multipaxos.testkit.check.Budget;
import io.github.multipaxos.testkit.check.Linearizability;
import io.github.multipaxos.testkit.check.Model;
import io.github.multipaxos.testkit.check.Operation;
import io.github.multipaxos.testkit.check.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks a history by one of the models that there are. */
public enum HistoryCheck {
  /** {@link Register}. */
  REGISTER(
      history -> misuseOf(history, Register::misuseOf),
      (history, budget) -> search(new Register(), history, budget)),
  /** {@link ListAppend}; linear, and therefore needs no budget. */
  LIST_APPEND(
      ListAppend::misuseOf,
      (history, budget) ->
          ListAppend.faultOf(history)
              .map(fault -> new Result(Answered.NO, fault))
              .orElse(new Result(Answered.YES, ""))),
  /** {@link Counter}. */
  COUNTER(
      history -> misuseOf(history, Counter::misuseOf),
      (history, budget) -> search(new Counter(), history, budget));

  private final Function<Operations.Read, Optional<String>> misuse;
  private final Check check;

  HistoryCheck(Function<Operations.Read, Optional<String>> misuse, Check check) {
    this.misuse = misuse;
    this.check = check;
  }

  private interface Check {
    Result check(Operations.Read history, Budget budget);
  }

  private interface Misuse {
    @Nullable String of(Call call, @Nullable Answer answer);
  }

  /** Whether a history is linearizable. */
  public enum Answered {
    /** It is. */
    YES,
    /** It is not. */
    NO,
    /** The budget ran out. */
    UNKNOWN
  }

  /**
   * What came of a check.
   *
   * @param answered whether the history is linearizable
   * @param why why not, or why that is unknown; empty if it is
   */
  public record Result(Answered answered, String why) {}

  /** Returns the model's name, as on the command line. */
  public String modelName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns the first operation that is none of the model, and what is wrong with it; or nothing if
   * the history can be checked.
   */
  public Optional<String> misuseOf(Operations.Read history) {
    return misuse.apply(history);
  }

  /** Checks a history, in which {@link #misuseOf} finds nothing. */
  public Result check(Operations.Read history, Budget budget) {
    return check.check(history, budget);
  }

  private static Optional<String> misuseOf(Operations.Read history, Misuse misuse) {
    for (Operation<Call, Answer> operation : all(history)) {
      String found = misuse.of(operation.input(), operation.output());
      if (found != null) {
        return Optional.of(operation.input() + ": " + found);
      }
    }
    return Optional.empty();
  }

  private static List<Operation<Call, Answer>> all(Operations.Read history) {
    return Stream.concat(history.operations().stream(), history.failed().stream()).toList();
  }

  private static <S> Result search(
      Model<S, Call, Answer> model, Operations.Read history, Budget budget) {
    Verdict<Call, Answer> verdict =
        Linearizability.of(model).within(budget).check(history.operations());
    if (verdict.isLegal()) {
      return new Result(Answered.YES, "");
    }
    boolean isIllegal = verdict instanceof Verdict.Illegal;
    return new Result(isIllegal ? Answered.NO : Answered.UNKNOWN, verdict.toString());
  }
}
