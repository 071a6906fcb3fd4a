/** An embeddable Multi-Paxos replicated state machine. */
module io.github.multipaxos.core {
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports io.github.multipaxos;
  exports io.github.multipaxos.message;
  exports io.github.multipaxos.model;
  exports io.github.multipaxos.protocol;
  exports io.github.multipaxos.record;
  exports io.github.multipaxos.spi;
}
