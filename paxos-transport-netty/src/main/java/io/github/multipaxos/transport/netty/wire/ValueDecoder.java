package io.github.multipaxos.transport.netty.wire;

import com.google.protobuf.ByteString;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.transport.netty.proto.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Turns protobuf into what messages are made of, and refuses what cannot be. */
final class ValueDecoder {

  private ValueDecoder() {}

  /** Checks that a message that must be there is there, for use in front of reading it. */
  static void present(boolean there, String what) throws MalformedFrameException {
    if (!there) {
      throw new MalformedFrameException("a message without its " + what);
    }
  }

  static long slot(long slot) throws MalformedFrameException {
    if (slot < 0) {
      throw new MalformedFrameException("slot " + Long.toUnsignedString(slot) + " is out of range");
    }
    return slot;
  }

  static long bytes(long bytes) throws MalformedFrameException {
    if (bytes < 0) {
      throw new MalformedFrameException(Long.toUnsignedString(bytes) + " bytes are out of range");
    }
    return bytes;
  }

  static NodeId node(int node) throws MalformedFrameException {
    if (node < 0) {
      throw new MalformedFrameException(
          "node " + Integer.toUnsignedString(node) + " is out of range");
    }
    return NodeId.of(node);
  }

  static Ballot ballot(boolean there, Wire.Ballot wire) throws MalformedFrameException {
    present(there, "ballot");
    if (wire.getRound() < 0) {
      throw new MalformedFrameException(
          "round " + Long.toUnsignedString(wire.getRound()) + " is out of range");
    }
    return new Ballot(wire.getRound(), node(wire.getNode()));
  }

  static List<CommandId> ids(List<Wire.CommandId> wire) throws MalformedFrameException {
    List<CommandId> ids = new ArrayList<>(wire.size());
    for (Wire.CommandId id : wire) {
      ids.add(new CommandId(node(id.getOrigin()), id.getBoot(), id.getSequence()));
    }
    return ids;
  }

  static List<Command> commands(List<Wire.Command> wire) throws MalformedFrameException {
    List<Command> commands = new ArrayList<>(wire.size());
    for (Wire.Command command : wire) {
      CommandId id =
          new CommandId(node(command.getOrigin()), command.getBoot(), command.getSequence());
      commands.add(new Command(id, payload(command.getPayload())));
    }
    return commands;
  }

  static Bytes payload(ByteString wire) {
    return wire.isEmpty() ? Bytes.EMPTY : new PayloadView().of(wire);
  }

  static Decree decree(boolean there, Wire.Decree wire) throws MalformedFrameException {
    present(there, "decree");
    return switch (wire.getKindCase()) {
      case NOOP -> Decree.Noop.INSTANCE;
      case BATCH -> batch(wire.getBatch());
      case KIND_NOT_SET -> throw new MalformedFrameException("a decree of an unknown kind");
    };
  }

  private static Decree batch(Wire.CommandBatch wire) throws MalformedFrameException {
    if (wire.getCommandsCount() == 0) {
      throw new MalformedFrameException("a batch without a command");
    }
    return new Decree.CommandBatch(wire.getTimeMillis(), commands(wire.getCommandsList()));
  }

  static List<Decree> decrees(List<Wire.Decree> wire) throws MalformedFrameException {
    List<Decree> decrees = new ArrayList<>(wire.size());
    for (Wire.Decree decree : wire) {
      decrees.add(decree(true, decree));
    }
    return decrees;
  }

  static SortedMap<Long, Vote> votes(List<Wire.Vote> wire) throws MalformedFrameException {
    SortedMap<Long, Vote> votes = new TreeMap<>();
    long before = -1;
    for (Wire.Vote vote : wire) {
      long slot = slot(vote.getSlot());
      if (slot <= before) {
        throw new MalformedFrameException("a vote in slot " + slot + " behind one in " + before);
      }
      before = slot;
      Ballot ballot = ballot(vote.hasBallot(), vote.getBallot());
      votes.put(slot, new Vote(ballot, decree(vote.hasDecree(), vote.getDecree())));
    }
    return votes;
  }
}
