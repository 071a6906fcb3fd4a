package io.github.multipaxos.transport.netty.wire;

/** A frame is not in the plain form, which says nothing about whether it is a good one. */
final class NotPlainException extends Exception {

  static final NotPlainException INSTANCE = new NotPlainException();

  private static final long serialVersionUID = 1;

  private NotPlainException() {
    super("not in the plain form", null, false, false);
  }
}
