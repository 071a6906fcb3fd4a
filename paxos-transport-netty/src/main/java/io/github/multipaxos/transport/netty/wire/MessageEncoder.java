package io.github.multipaxos.transport.netty.wire;

import static io.github.multipaxos.transport.netty.wire.ValueEncoder.ballot;
import static io.github.multipaxos.transport.netty.wire.ValueEncoder.commands;
import static io.github.multipaxos.transport.netty.wire.ValueEncoder.decree;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.transport.netty.proto.Wire;

/**
 * Tells the fields of a frame that carries a message. One method for each kind, in the order of the
 * schema.
 */
final class MessageEncoder {

  private static final int FEW_PARTS = 8;

  private MessageEncoder() {}

  /** Returns about how many messages within messages there will be. */
  static int expectedParts(Message message) {
    if (message instanceof Message.Accept accept
        && accept.decree() instanceof Decree.CommandBatch batch) {
      return FEW_PARTS + batch.commands().size();
    }
    if (message instanceof Message.Forward forward) {
      return FEW_PARTS + forward.commands().size();
    }
    return FEW_PARTS;
  }

  static void encode(FieldSink out, Message message) {
    if (message instanceof Message.Canvass m) {
      canvass(out, m);
    } else if (message instanceof Message.CanvassAnswer m) {
      canvassAnswer(out, m);
    } else if (message instanceof Message.Prepare m) {
      prepare(out, m);
    } else if (message instanceof Message.Promise m) {
      promise(out, m);
    } else if (message instanceof Message.Accept m) {
      accept(out, m);
    } else if (message instanceof Message.Accepted m) {
      accepted(out, m);
    } else if (message instanceof Message.Nack m) {
      nack(out, m);
    } else if (message instanceof Message.Chosen m) {
      chosen(out, m);
    } else if (message instanceof Message.TakeOver m) {
      takeOver(out, m);
    } else if (message instanceof Message.Heartbeat m) {
      heartbeat(out, m);
    } else if (message instanceof Message.HeartbeatAck m) {
      heartbeatAck(out, m);
    } else if (message instanceof Message.Forward m) {
      forward(out, m);
    } else if (message instanceof Message.Refused m) {
      refused(out, m);
    } else if (message instanceof Message.AskIndex m) {
      askIndex(out, m);
    } else if (message instanceof Message.Index m) {
      index(out, m);
    } else if (message instanceof Message.Fetch m) {
      fetch(out, m);
    } else if (message instanceof Message.Decrees m) {
      decrees(out, m);
    } else if (message instanceof Message.AskSnapshot m) {
      askSnapshot(out, m);
    } else if (message instanceof Message.SnapshotPart m) {
      snapshotPart(out, m);
    } else {
      throw new IllegalArgumentException("no wire form for " + message.getClass());
    }
  }

  private static void canvass(FieldSink out, Message.Canvass m) {
    int part = out.begin(Wire.Frame.CANVASS_FIELD_NUMBER);
    ballot(out, Wire.Canvass.BALLOT_FIELD_NUMBER, m.ballot());
    out.number(Wire.Canvass.ATTEMPT_FIELD_NUMBER, m.attempt());
    out.end(part);
  }

  private static void canvassAnswer(FieldSink out, Message.CanvassAnswer m) {
    int part = out.begin(Wire.Frame.CANVASS_ANSWER_FIELD_NUMBER);
    ballot(out, Wire.CanvassAnswer.BALLOT_FIELD_NUMBER, m.ballot());
    out.number(Wire.CanvassAnswer.ATTEMPT_FIELD_NUMBER, m.attempt());
    out.number(Wire.CanvassAnswer.GRANTED_FIELD_NUMBER, m.granted() ? 1 : 0);
    ballot(out, Wire.CanvassAnswer.PROMISED_FIELD_NUMBER, m.promised());
    out.end(part);
  }

  private static void prepare(FieldSink out, Message.Prepare m) {
    int part = out.begin(Wire.Frame.PREPARE_FIELD_NUMBER);
    ballot(out, Wire.Prepare.BALLOT_FIELD_NUMBER, m.ballot());
    out.number(Wire.Prepare.FIRST_SLOT_FIELD_NUMBER, m.firstSlot());
    if (!m.released().equals(Ballot.NONE)) {
      ballot(out, Wire.Prepare.RELEASED_FIELD_NUMBER, m.released());
    }
    out.end(part);
  }

  private static void promise(FieldSink out, Message.Promise m) {
    int part = out.begin(Wire.Frame.PROMISE_FIELD_NUMBER);
    ballot(out, Wire.Promise.BALLOT_FIELD_NUMBER, m.ballot());
    out.number(Wire.Promise.FIRST_SLOT_FIELD_NUMBER, m.firstSlot());
    out.number(Wire.Promise.THROUGH_SLOT_FIELD_NUMBER, m.throughSlot());
    out.number(Wire.Promise.CHOSEN_THROUGH_FIELD_NUMBER, m.chosenThrough());
    out.number(Wire.Promise.FIRST_RETAINED_FIELD_NUMBER, m.firstRetained());
    m.votes()
        .forEach(
            (slot, vote) -> ValueEncoder.vote(out, Wire.Promise.VOTES_FIELD_NUMBER, slot, vote));
    out.number(Wire.Promise.FAULTY_THROUGH_FIELD_NUMBER, m.faultyThrough());
    out.end(part);
  }

  private static void accept(FieldSink out, Message.Accept m) {
    int part = out.begin(Wire.Frame.ACCEPT_FIELD_NUMBER);
    ballot(out, Wire.Accept.BALLOT_FIELD_NUMBER, m.ballot());
    out.number(Wire.Accept.SLOT_FIELD_NUMBER, m.slot());
    decree(out, Wire.Accept.DECREE_FIELD_NUMBER, m.decree());
    out.number(Wire.Accept.CHOSEN_THROUGH_FIELD_NUMBER, m.chosenThrough());
    out.end(part);
  }

  private static void accepted(FieldSink out, Message.Accepted m) {
    int part = out.begin(Wire.Frame.ACCEPTED_FIELD_NUMBER);
    ballot(out, Wire.Accepted.BALLOT_FIELD_NUMBER, m.ballot());
    out.number(Wire.Accepted.SLOT_FIELD_NUMBER, m.slot());
    out.end(part);
  }

  private static void nack(FieldSink out, Message.Nack m) {
    int part = out.begin(Wire.Frame.NACK_FIELD_NUMBER);
    ballot(out, Wire.Nack.ASKED_FIELD_NUMBER, m.asked());
    ballot(out, Wire.Nack.PROMISED_FIELD_NUMBER, m.promised());
    out.end(part);
  }

  private static void chosen(FieldSink out, Message.Chosen m) {
    int part = out.begin(Wire.Frame.CHOSEN_FIELD_NUMBER);
    ballot(out, Wire.Chosen.BALLOT_FIELD_NUMBER, m.ballot());
    out.number(Wire.Chosen.THROUGH_FIELD_NUMBER, m.through());
    out.end(part);
  }

  private static void takeOver(FieldSink out, Message.TakeOver m) {
    int part = out.begin(Wire.Frame.TAKE_OVER_FIELD_NUMBER);
    ballot(out, Wire.TakeOver.BALLOT_FIELD_NUMBER, m.ballot());
    out.end(part);
  }

  private static void heartbeat(FieldSink out, Message.Heartbeat m) {
    int part = out.begin(Wire.Frame.HEARTBEAT_FIELD_NUMBER);
    ballot(out, Wire.Heartbeat.BALLOT_FIELD_NUMBER, m.ballot());
    out.number(Wire.Heartbeat.ROUND_FIELD_NUMBER, m.round());
    out.number(Wire.Heartbeat.BARRIER_SLOT_FIELD_NUMBER, m.barrierSlot());
    out.number(Wire.Heartbeat.CHOSEN_THROUGH_FIELD_NUMBER, m.chosenThrough());
    out.number(Wire.Heartbeat.AGREED_SLOT_FIELD_NUMBER, m.agreed().slot());
    out.fixed64(Wire.Heartbeat.AGREED_HASH_FIELD_NUMBER, m.agreed().hash());
    out.end(part);
  }

  private static void heartbeatAck(FieldSink out, Message.HeartbeatAck m) {
    int part = out.begin(Wire.Frame.HEARTBEAT_ACK_FIELD_NUMBER);
    ballot(out, Wire.HeartbeatAck.BALLOT_FIELD_NUMBER, m.ballot());
    out.number(Wire.HeartbeatAck.ROUND_FIELD_NUMBER, m.round());
    out.number(Wire.HeartbeatAck.CHOSEN_THROUGH_FIELD_NUMBER, m.chosenThrough());
    out.number(Wire.HeartbeatAck.STATE_SLOT_FIELD_NUMBER, m.state().slot());
    out.fixed64(Wire.HeartbeatAck.STATE_HASH_FIELD_NUMBER, m.state().hash());
    out.number(Wire.HeartbeatAck.GUARD_MILLIS_FIELD_NUMBER, m.guardMillis());
    out.end(part);
  }

  private static void forward(FieldSink out, Message.Forward m) {
    int part = out.begin(Wire.Frame.FORWARD_FIELD_NUMBER);
    ballot(out, Wire.Forward.BALLOT_FIELD_NUMBER, m.ballot());
    commands(out, Wire.Forward.COMMANDS_FIELD_NUMBER, m.commands());
    out.end(part);
  }

  private static void refused(FieldSink out, Message.Refused m) {
    int part = out.begin(Wire.Frame.REFUSED_FIELD_NUMBER);
    ballot(out, Wire.Refused.BALLOT_FIELD_NUMBER, m.ballot());
    for (CommandId id : m.ids()) {
      ValueEncoder.id(out, Wire.Refused.IDS_FIELD_NUMBER, id);
    }
    out.number(Wire.Refused.REASON_FIELD_NUMBER, reason(m.reason()).getNumber());
    out.end(part);
  }

  private static Wire.Refused.Reason reason(Message.Refused.Reason reason) {
    return switch (reason) {
      case OVERLOADED -> Wire.Refused.Reason.OVERLOADED;
      case NOT_LEADING -> Wire.Refused.Reason.NOT_LEADING;
      case UNKNOWN_BALLOT -> Wire.Refused.Reason.UNKNOWN_BALLOT;
    };
  }

  private static void askIndex(FieldSink out, Message.AskIndex m) {
    int part = out.begin(Wire.Frame.ASK_INDEX_FIELD_NUMBER);
    out.number(Wire.AskIndex.BOOT_FIELD_NUMBER, m.boot());
    out.number(Wire.AskIndex.ASK_FIELD_NUMBER, m.ask());
    out.number(Wire.AskIndex.MAY_LEASE_FIELD_NUMBER, m.mayLease() ? 1 : 0);
    out.end(part);
  }

  private static void index(FieldSink out, Message.Index m) {
    int part = out.begin(Wire.Frame.INDEX_FIELD_NUMBER);
    out.number(Wire.Index.BOOT_FIELD_NUMBER, m.boot());
    out.number(Wire.Index.ASK_FIELD_NUMBER, m.ask());
    out.number(Wire.Index.SLOT_FIELD_NUMBER, m.slot());
    out.number(Wire.Index.MAY_LEASE_FIELD_NUMBER, m.mayLease() ? 1 : 0);
    out.end(part);
  }

  private static void fetch(FieldSink out, Message.Fetch m) {
    int part = out.begin(Wire.Frame.FETCH_FIELD_NUMBER);
    out.number(Wire.Fetch.FIRST_SLOT_FIELD_NUMBER, m.firstSlot());
    out.number(Wire.Fetch.THROUGH_SLOT_FIELD_NUMBER, m.throughSlot());
    out.end(part);
  }

  private static void decrees(FieldSink out, Message.Decrees m) {
    int part = out.begin(Wire.Frame.DECREES_FIELD_NUMBER);
    out.number(Wire.Decrees.FIRST_SLOT_FIELD_NUMBER, m.firstSlot());
    for (Decree decree : m.decrees()) {
      decree(out, Wire.Decrees.DECREES_FIELD_NUMBER, decree);
    }
    out.number(Wire.Decrees.CHOSEN_THROUGH_FIELD_NUMBER, m.chosenThrough());
    out.number(Wire.Decrees.FIRST_RETAINED_FIELD_NUMBER, m.firstRetained());
    out.end(part);
  }

  private static void askSnapshot(FieldSink out, Message.AskSnapshot m) {
    int part = out.begin(Wire.Frame.ASK_SNAPSHOT_FIELD_NUMBER);
    out.number(Wire.AskSnapshot.SLOT_FIELD_NUMBER, m.slot());
    out.number(Wire.AskSnapshot.OFFSET_FIELD_NUMBER, m.offset());
    out.end(part);
  }

  private static void snapshotPart(FieldSink out, Message.SnapshotPart m) {
    int part = out.begin(Wire.Frame.SNAPSHOT_PART_FIELD_NUMBER);
    out.number(Wire.SnapshotPart.SLOT_FIELD_NUMBER, m.snapshot().slot());
    out.number(Wire.SnapshotPart.TOTAL_BYTES_FIELD_NUMBER, m.snapshot().bytes());
    out.fixed32(Wire.SnapshotPart.CHECKSUM_FIELD_NUMBER, m.snapshot().checksum());
    out.number(Wire.SnapshotPart.OFFSET_FIELD_NUMBER, m.offset());
    out.bytes(Wire.SnapshotPart.PART_FIELD_NUMBER, m.part());
    out.end(part);
  }
}
