/**
 * What tests of a replicated state machine, of a log or of a transport are made of.
 *
 * <p>JUnit is needed for the conformance suites alone, and is therefore optional: whoever runs them
 * declares {@code org.junit.jupiter:junit-jupiter} themselves.
 */
module io.github.multipaxos.testkit {
  requires transitive io.github.multipaxos.core;
  requires transitive io.github.multipaxos.log;
  requires transitive io.github.multipaxos.transport.netty;
  requires static com.fasterxml.jackson.core;
  requires static info.picocli;
  requires static transitive org.jspecify;
  requires static transitive org.junit.jupiter.api;

  exports io.github.multipaxos.testkit.check;
  exports io.github.multipaxos.testkit.check.cli;
  exports io.github.multipaxos.testkit.check.history;
  exports io.github.multipaxos.testkit.conformance;
  exports io.github.multipaxos.testkit.exhaustive;
  exports io.github.multipaxos.testkit.memory;
  exports io.github.multipaxos.testkit.scenario;
  exports io.github.multipaxos.testkit.simulation;
  exports io.github.multipaxos.testkit.simulation.disk;
  exports io.github.multipaxos.testkit.simulation.suite;
  exports io.github.multipaxos.testkit.simulation.wire;
  exports io.github.multipaxos.testkit.spec;
}
