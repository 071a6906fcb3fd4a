package io.github.multipaxos.testkit.check.history;

import io.github.multipaxos.testkit.check.Budget;
import io.github.multipaxos.testkit.check.Linearizability;
import io.github.multipaxos.testkit.check.Model;
import io.github.multipaxos.testkit.check.Operation;
import io.github.multipaxos.testkit.check.Verdict;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Checks a history by one of the models that there are. */
public enum HistoryCheck {
  /** {@link Register}. */
  REGISTER(Register::faultOf, (history, budget) -> search(new Register(), history, budget)),
  /** {@link ListAppend}. */
  LIST_APPEND(
      ListAppend::faultOf,
      (history, budget) ->
          ListAppend.faultOf(history)
              .<Result>map(fault -> new Result(Answered.NO, fault))
              .orElse(new Result(Answered.YES, ""))),
  /** {@link Counter}. */
  COUNTER(Counter::faultOf, (history, budget) -> search(new Counter(), history, budget));

  private final Function<Call, @Nullable String> callFault;
  private final Check check;

  HistoryCheck(Function<Call, @Nullable String> callFault, Check check) {
    this.callFault = callFault;
    this.check = check;
  }

  private interface Check {
    Result check(Operations.Read history, Budget budget);
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

  /** Returns the first call that the model does not know, and what is wrong with it, or nothing. */
  public Optional<String> faultOf(Operations.Read history) {
    for (Operation<Call, Answer> operation : history.operations()) {
      String fault = callFault.apply(operation.input());
      if (fault != null) {
        return Optional.of(operation.input() + ": " + fault);
      }
    }
    return Optional.empty();
  }

  /** Checks a history whose calls the model knows. */
  public Result check(Operations.Read history, Budget budget) {
    return check.check(history, budget);
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
