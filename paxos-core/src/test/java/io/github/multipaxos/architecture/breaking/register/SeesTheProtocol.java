package io.github.multipaxos.architecture.breaking.register;

import io.github.multipaxos.architecture.breaking.protocol.SeesTheSpi;

/** What is built on the library knows nothing of the protocol. */
public final class SeesTheProtocol {
  SeesTheSpi protocol;
}
