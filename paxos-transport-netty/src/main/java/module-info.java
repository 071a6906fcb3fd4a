/** A transport over Netty and protobuf. */
module io.github.multipaxos.transport.netty {
  requires transitive io.github.multipaxos.core;
  requires com.google.protobuf;
  requires io.netty.buffer;
  requires io.netty.common;
  requires io.netty.transport;
  requires io.netty.transport.classes.epoll;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports io.github.multipaxos.transport.netty;
  exports io.github.multipaxos.transport.netty.handshake;
  exports io.github.multipaxos.transport.netty.wire;
}
