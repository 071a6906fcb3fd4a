package io.github.multipaxos.transport.netty.wire;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.transport.netty.proto.Wire;
import java.util.List;

/** Tells what messages are made of, each as one field of what it is part of. */
final class ValueEncoder {

  private ValueEncoder() {}

  static void ballot(FieldSink out, int field, Ballot ballot) {
    int part = out.begin(field);
    out.number(Wire.Ballot.ROUND_FIELD_NUMBER, ballot.round());
    out.number(Wire.Ballot.NODE_FIELD_NUMBER, ballot.node().value());
    out.end(part);
  }

  static void id(FieldSink out, int field, CommandId id) {
    int part = out.begin(field);
    out.number(Wire.CommandId.ORIGIN_FIELD_NUMBER, id.origin().value());
    out.number(Wire.CommandId.BOOT_FIELD_NUMBER, id.boot());
    out.number(Wire.CommandId.SEQUENCE_FIELD_NUMBER, id.sequence());
    out.end(part);
  }

  static void commands(FieldSink out, int field, List<Command> commands) {
    for (int i = 0; i < commands.size(); i++) {
      command(out, field, commands.get(i));
    }
  }

  private static void command(FieldSink out, int field, Command command) {
    int part = out.begin(field);
    out.number(Wire.Command.ORIGIN_FIELD_NUMBER, command.id().origin().value());
    out.number(Wire.Command.BOOT_FIELD_NUMBER, command.id().boot());
    out.number(Wire.Command.SEQUENCE_FIELD_NUMBER, command.id().sequence());
    out.bytes(Wire.Command.PAYLOAD_FIELD_NUMBER, command.payload());
    out.end(part);
  }

  static void decree(FieldSink out, int field, Decree decree) {
    int part = out.begin(field);
    if (decree instanceof Decree.CommandBatch batch) {
      batch(out, batch);
    } else {
      out.end(out.begin(Wire.Decree.NOOP_FIELD_NUMBER));
    }
    out.end(part);
  }

  private static void batch(FieldSink out, Decree.CommandBatch batch) {
    int part = out.begin(Wire.Decree.BATCH_FIELD_NUMBER);
    out.number(Wire.CommandBatch.TIME_MILLIS_FIELD_NUMBER, batch.timeMillis());
    commands(out, Wire.CommandBatch.COMMANDS_FIELD_NUMBER, batch.commands());
    out.end(part);
  }

  static void vote(FieldSink out, int field, long slot, Vote vote) {
    int part = out.begin(field);
    out.number(Wire.Vote.SLOT_FIELD_NUMBER, slot);
    ballot(out, Wire.Vote.BALLOT_FIELD_NUMBER, vote.ballot());
    decree(out, Wire.Vote.DECREE_FIELD_NUMBER, vote.decree());
    out.end(part);
  }
}
