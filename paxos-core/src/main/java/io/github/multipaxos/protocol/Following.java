package io.github.multipaxos.protocol;

/** Proposes nothing. */
record Following() implements Proposing {
  static final Following INSTANCE = new Following();
}
