package io.github.multipaxos.testkit.check.history;

import org.jspecify.annotations.Nullable;

/**
 * One line of a history.
 *
 * @param process the client; has one operation under way at a time
 * @param type what happened to the operation
 * @param op what kind of operation it is, such as {@code write}
 * @param key the part of the state concerned; empty if nothing was said
 * @param value what was asked for, or answered: a {@code Long}, {@code Boolean} or {@code String},
 *     a {@code List} of such values, or null; a number that is no {@code Long} is a {@code
 *     BigDecimal} without trailing zeros
 * @param nanos when, on a monotone clock that all lines share
 */
public record HistoryEvent(
    int process, Type type, String op, String key, @Nullable Object value, long nanos) {

  /** What can happen to an operation. */
  public enum Type {
    /** A client is about to ask. */
    INVOKE,
    /** It happened, and this was answered. */
    OK,
    /** It certainly did not happen and never will. */
    FAIL,
    /** Nobody knows whether it happened, or ever will. */
    INFO
  }
}
