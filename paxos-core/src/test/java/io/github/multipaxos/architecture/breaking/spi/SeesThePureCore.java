package io.github.multipaxos.architecture.breaking.spi;

import io.github.multipaxos.architecture.breaking.protocol.SeesTheSpi;

/** What an embedder may replace knows nothing of the protocol. */
public final class SeesThePureCore {
  SeesTheSpi protocol;
}
