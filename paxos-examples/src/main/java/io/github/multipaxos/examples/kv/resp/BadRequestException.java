package io.github.multipaxos.examples.kv.resp;

/** A request that cannot be done, and why: the text behind {@code -ERR}. */
final class BadRequestException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Made once per bad request, possibly thousands at a time: carries no stack trace. */
  BadRequestException(String message) {
    super(message, null, false, false);
  }
}
