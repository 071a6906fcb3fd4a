/**
 * A {@link io.github.multipaxos.spi.Transport} over Netty and protobuf.
 *
 * <p>Each node dials every other, and uses the connection that it dialled for sending and those
 * that it accepted for receiving. One thread, the event loop, owns all connections, so that nothing
 * about them is locked; other threads reach it through the {@code Outbound} queue of each peer,
 * which is bounded, and wake it once per flush. {@code docs/wire.md} describes what travels.
 *
 * <p>Read {@link io.github.multipaxos.transport.netty.NettyTransport} first, then {@code
 * Connection}.
 */
@NullMarked
package io.github.multipaxos.transport.netty;

import org.jspecify.annotations.NullMarked;
