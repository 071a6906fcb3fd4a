package io.github.multipaxos.transport.netty;

/**
 * What belongs to one peer.
 *
 * @param outbound what waits to be sent to it
 * @param link the connections with it
 * @param dialler keeps the one to send on
 */
record Peering(Outbound outbound, PeerLink link, Dialler dialler) {}
