package io.github.multipaxos.transport.netty.handshake;

import io.github.multipaxos.transport.netty.wire.Frame;
import io.github.multipaxos.transport.netty.wire.Refusal;
import java.util.Optional;

/** How a handshake ended. */
public sealed interface Outcome {

  /**
   * The two may talk, once it is {@linkplain Handshake#remember remembered} whom this side has met.
   *
   * @param peer the other side
   * @param reply what to send first, if anything
   */
  record Admitted(Peer peer, Optional<Frame> reply) implements Outcome {}

  /**
   * The two must not talk, as this side found.
   *
   * @param peer whom the other side claims to be, for the log
   * @param refusal why, to be sent before the connection is closed
   */
  record Refused(String peer, Refusal refusal) implements Outcome {}

  /**
   * The two must not talk, as the other side found.
   *
   * @param refusal what it said
   */
  record Dismissed(Refusal refusal) implements Outcome {}
}
