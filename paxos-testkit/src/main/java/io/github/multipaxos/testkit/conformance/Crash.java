package io.github.multipaxos.testkit.conformance;

/** Says what a crash leaves at this moment. */
@FunctionalInterface
interface Crash {
  LogStorage storageLeft() throws Exception;
}
