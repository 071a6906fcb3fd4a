/** An embeddable Multi-Paxos replicated state machine. */
@SuppressWarnings("module") // the test kit is not there when this is compiled
module io.github.multipaxos.core {
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports io.github.multipaxos;
  exports io.github.multipaxos.message;
  exports io.github.multipaxos.model;
  exports io.github.multipaxos.node to
      io.github.multipaxos.testkit;
  exports io.github.multipaxos.protocol;
  exports io.github.multipaxos.record;
  exports io.github.multipaxos.register;
  exports io.github.multipaxos.session;
  exports io.github.multipaxos.session.client;
  exports io.github.multipaxos.spi;

  // It recognises states that it has seen by everything that a replica holds.
  opens io.github.multipaxos.protocol to
      io.github.multipaxos.testkit;
}
