package io.github.multipaxos.architecture.breaking.protocol;

import io.github.multipaxos.architecture.breaking.spi.SeesThePureCore;

/** The protocol knows nothing of what runs it. */
public final class SeesTheSpi {
  SeesThePureCore spi;
}
