package io.github.multipaxos.transport.netty.wire;

import com.google.protobuf.UnsafeByteOperations;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.transport.netty.proto.Wire;

/** Turns what messages are made of into protobuf. */
final class ValueEncoder {

  private static final Wire.Decree NOOP =
      Wire.Decree.newBuilder().setNoop(Wire.Noop.getDefaultInstance()).build();

  private ValueEncoder() {}

  static Wire.Ballot ballot(Ballot ballot) {
    return Wire.Ballot.newBuilder().setRound(ballot.round()).setNode(ballot.node().value()).build();
  }

  static Wire.CommandId id(CommandId id) {
    return Wire.CommandId.newBuilder()
        .setOrigin(id.origin().value())
        .setBoot(id.boot())
        .setSequence(id.sequence())
        .build();
  }

  /** Refers to the payload, and does not copy it. */
  static Wire.Command command(Command command) {
    return Wire.Command.newBuilder()
        .setOrigin(command.id().origin().value())
        .setBoot(command.id().boot())
        .setSequence(command.id().sequence())
        .setPayload(UnsafeByteOperations.unsafeWrap(command.payload().buffer()))
        .build();
  }

  static Wire.Decree decree(Decree decree) {
    if (!(decree instanceof Decree.CommandBatch batch)) {
      return NOOP;
    }
    Wire.CommandBatch.Builder wire =
        Wire.CommandBatch.newBuilder().setTimeMillis(batch.timeMillis());
    for (Command command : batch.commands()) {
      wire.addCommands(command(command));
    }
    return Wire.Decree.newBuilder().setBatch(wire).build();
  }

  static Wire.Vote vote(long slot, Vote vote) {
    return Wire.Vote.newBuilder()
        .setSlot(slot)
        .setBallot(ballot(vote.ballot()))
        .setDecree(decree(vote.decree()))
        .build();
  }
}
