package io.github.multipaxos.architecture.breaking;

import io.github.multipaxos.architecture.breaking.protocol.SeesTheSpi;

/** What an embedder touches knows nothing of the protocol. */
public final class SeesTheProtocol {
  SeesTheSpi protocol;
}
