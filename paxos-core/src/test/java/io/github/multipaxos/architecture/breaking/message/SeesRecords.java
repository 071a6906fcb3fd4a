package io.github.multipaxos.architecture.breaking.message;

import io.github.multipaxos.architecture.breaking.record.SeesMessages;

/** Messages know nothing of records. */
public final class SeesRecords {
  SeesMessages record;
}
