package io.github.multipaxos.architecture.breaking.model;

import io.github.multipaxos.architecture.breaking.message.SeesRecords;

/** The model knows nothing of messages. */
public final class SeesMessages {
  SeesRecords message;
}
