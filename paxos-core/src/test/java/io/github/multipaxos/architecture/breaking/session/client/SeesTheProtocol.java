package io.github.multipaxos.architecture.breaking.session.client;

import io.github.multipaxos.architecture.breaking.protocol.SeesTheSpi;

/** Who holds a session goes through the door. */
public final class SeesTheProtocol {
  SeesTheSpi protocol;
}
