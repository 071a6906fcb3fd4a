package io.github.multipaxos.architecture.breaking.record;

import io.github.multipaxos.architecture.breaking.message.SeesRecords;

/** Records know nothing of messages. */
public final class SeesMessages {
  SeesRecords message;
}
