package io.github.multipaxos.testkit.check;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Records what clients ask and what they are told, for a checker.
 *
 * <p>Safe for many threads. A client calls {@link #invoke} right before it asks, and one method of
 * the {@link Invocation} right after it knows, or knows that it will not know. An invocation that
 * has not been settled is of unknown outcome.
 *
 * @param <I> what is asked
 * @param <O> what is answered
 */
public final class History<I, O> {

  private final long originNanos = System.nanoTime();
  private final List<Invocation> invocations = new ArrayList<>();

  /** Starts an empty history. */
  public History() {}

  /**
   * Records that a client is about to ask.
   *
   * @param process the client; it is shown to people and does not matter to the checker
   * @param input what it asks
   */
  public Invocation invoke(int process, I input) {
    Invocation invocation = new Invocation(process, input);
    synchronized (invocations) {
      invocations.add(invocation);
    }
    return invocation;
  }

  /**
   * Returns what has been recorded so far, without the operations that certainly did not happen.
   */
  public List<Operation<I, O>> operations() {
    List<Invocation> recorded;
    synchronized (invocations) {
      recorded = List.copyOf(invocations);
    }
    List<Operation<I, O>> operations = new ArrayList<>();
    for (Invocation invocation : recorded) {
      invocation.addTo(operations);
    }
    return operations;
  }

  private long nanos() {
    return System.nanoTime() - originNanos;
  }

  /** An operation under way. One of its methods is called, once. */
  public final class Invocation {

    private final int process;
    private final I input;
    private final long invokedNanos = nanos();
    private final AtomicReference<@Nullable Outcome<O>> outcome = new AtomicReference<>();

    private Invocation(int process, I input) {
      this.process = process;
      this.input = input;
    }

    /** Records that it happened, and what was answered. */
    public void ok(O output) {
      settle(new Ok<>(output, nanos()));
    }

    /** Records that it certainly did not happen and never will. */
    public void fail() {
      settle(new Fail<>());
    }

    /** Records that nobody knows whether it happened, or ever will. */
    public void info() {
      settle(new Info<>());
    }

    private void settle(Outcome<O> settled) {
      if (!outcome.compareAndSet(null, settled)) {
        throw new IllegalStateException(
            "process " + process + ": " + input + " was settled already, as " + outcome.get());
      }
    }

    private void addTo(List<Operation<I, O>> operations) {
      Outcome<O> settled = outcome.get();
      if (settled instanceof Ok<O> ok) {
        operations.add(
            new Operation<>(process, input, ok.output(), invokedNanos, ok.returnedNanos()));
      } else if (!(settled instanceof Fail)) {
        operations.add(Operation.unknown(process, input, invokedNanos));
      }
    }
  }

  private sealed interface Outcome<O> {}

  private record Ok<O>(O output, long returnedNanos) implements Outcome<O> {}

  private record Fail<O>() implements Outcome<O> {}

  private record Info<O>() implements Outcome<O> {}
}
