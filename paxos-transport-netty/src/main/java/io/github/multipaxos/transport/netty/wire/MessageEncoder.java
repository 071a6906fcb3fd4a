package io.github.multipaxos.transport.netty.wire;

import static io.github.multipaxos.transport.netty.wire.ValueEncoder.ballot;

import com.google.protobuf.UnsafeByteOperations;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.transport.netty.proto.Wire;

/** Turns messages into protobuf. One method for each kind, in the order of the schema. */
final class MessageEncoder {

  private MessageEncoder() {}

  static Wire.Frame encode(Message message) {
    Wire.Frame.Builder frame = Wire.Frame.newBuilder();
    if (message instanceof Message.Canvass m) {
      frame.setCanvass(canvass(m));
    } else if (message instanceof Message.CanvassAnswer m) {
      frame.setCanvassAnswer(canvassAnswer(m));
    } else if (message instanceof Message.Prepare m) {
      frame.setPrepare(prepare(m));
    } else if (message instanceof Message.Promise m) {
      frame.setPromise(promise(m));
    } else if (message instanceof Message.Accept m) {
      frame.setAccept(accept(m));
    } else if (message instanceof Message.Accepted m) {
      frame.setAccepted(accepted(m));
    } else if (message instanceof Message.Nack m) {
      frame.setNack(nack(m));
    } else if (message instanceof Message.Chosen m) {
      frame.setChosen(chosen(m));
    } else if (message instanceof Message.TakeOver m) {
      frame.setTakeOver(Wire.TakeOver.newBuilder().setBallot(ballot(m.ballot())));
    } else if (message instanceof Message.Heartbeat m) {
      frame.setHeartbeat(heartbeat(m));
    } else if (message instanceof Message.HeartbeatAck m) {
      frame.setHeartbeatAck(heartbeatAck(m));
    } else if (message instanceof Message.Forward m) {
      frame.setForward(forward(m));
    } else if (message instanceof Message.Refused m) {
      frame.setRefused(refused(m));
    } else if (message instanceof Message.AskIndex m) {
      frame.setAskIndex(askIndex(m));
    } else if (message instanceof Message.Index m) {
      frame.setIndex(index(m));
    } else if (message instanceof Message.Fetch m) {
      frame.setFetch(fetch(m));
    } else if (message instanceof Message.Decrees m) {
      frame.setDecrees(decrees(m));
    } else if (message instanceof Message.AskSnapshot m) {
      frame.setAskSnapshot(askSnapshot(m));
    } else if (message instanceof Message.SnapshotPart m) {
      frame.setSnapshotPart(snapshotPart(m));
    } else {
      throw new IllegalArgumentException("no wire form for " + message.getClass());
    }
    return frame.build();
  }

  private static Wire.Canvass canvass(Message.Canvass m) {
    return Wire.Canvass.newBuilder().setBallot(ballot(m.ballot())).setAttempt(m.attempt()).build();
  }

  private static Wire.CanvassAnswer canvassAnswer(Message.CanvassAnswer m) {
    return Wire.CanvassAnswer.newBuilder()
        .setBallot(ballot(m.ballot()))
        .setAttempt(m.attempt())
        .setGranted(m.granted())
        .setPromised(ballot(m.promised()))
        .build();
  }

  private static Wire.Prepare prepare(Message.Prepare m) {
    Wire.Prepare.Builder wire =
        Wire.Prepare.newBuilder().setBallot(ballot(m.ballot())).setFirstSlot(m.firstSlot());
    if (!m.released().equals(Ballot.NONE)) {
      wire.setReleased(ballot(m.released()));
    }
    return wire.build();
  }

  private static Wire.Promise promise(Message.Promise m) {
    Wire.Promise.Builder wire =
        Wire.Promise.newBuilder()
            .setBallot(ballot(m.ballot()))
            .setFirstSlot(m.firstSlot())
            .setThroughSlot(m.throughSlot())
            .setChosenThrough(m.chosenThrough())
            .setFirstRetained(m.firstRetained())
            .setFaultyThrough(m.faultyThrough());
    m.votes().forEach((slot, vote) -> wire.addVotes(ValueEncoder.vote(slot, vote)));
    return wire.build();
  }

  private static Wire.Accept accept(Message.Accept m) {
    return Wire.Accept.newBuilder()
        .setBallot(ballot(m.ballot()))
        .setSlot(m.slot())
        .setDecree(ValueEncoder.decree(m.decree()))
        .setChosenThrough(m.chosenThrough())
        .build();
  }

  private static Wire.Accepted accepted(Message.Accepted m) {
    return Wire.Accepted.newBuilder().setBallot(ballot(m.ballot())).setSlot(m.slot()).build();
  }

  private static Wire.Nack nack(Message.Nack m) {
    return Wire.Nack.newBuilder()
        .setAsked(ballot(m.asked()))
        .setPromised(ballot(m.promised()))
        .build();
  }

  private static Wire.Chosen chosen(Message.Chosen m) {
    return Wire.Chosen.newBuilder().setBallot(ballot(m.ballot())).setThrough(m.through()).build();
  }

  private static Wire.Heartbeat heartbeat(Message.Heartbeat m) {
    return Wire.Heartbeat.newBuilder()
        .setBallot(ballot(m.ballot()))
        .setRound(m.round())
        .setBarrierSlot(m.barrierSlot())
        .setChosenThrough(m.chosenThrough())
        .setAgreedSlot(m.agreed().slot())
        .setAgreedHash(m.agreed().hash())
        .build();
  }

  private static Wire.HeartbeatAck heartbeatAck(Message.HeartbeatAck m) {
    return Wire.HeartbeatAck.newBuilder()
        .setBallot(ballot(m.ballot()))
        .setRound(m.round())
        .setChosenThrough(m.chosenThrough())
        .setStateSlot(m.state().slot())
        .setStateHash(m.state().hash())
        .setGuardMillis(m.guardMillis())
        .build();
  }

  private static Wire.Forward forward(Message.Forward m) {
    Wire.Forward.Builder wire = Wire.Forward.newBuilder().setBallot(ballot(m.ballot()));
    for (Command command : m.commands()) {
      wire.addCommands(ValueEncoder.command(command));
    }
    return wire.build();
  }

  private static Wire.Refused refused(Message.Refused m) {
    Wire.Refused.Builder wire =
        Wire.Refused.newBuilder()
            .setBallot(ballot(m.ballot()))
            .setReason(
                switch (m.reason()) {
                  case OVERLOADED -> Wire.Refused.Reason.OVERLOADED;
                  case NOT_LEADING -> Wire.Refused.Reason.NOT_LEADING;
                  case UNKNOWN_BALLOT -> Wire.Refused.Reason.UNKNOWN_BALLOT;
                });
    for (CommandId id : m.ids()) {
      wire.addIds(ValueEncoder.id(id));
    }
    return wire.build();
  }

  private static Wire.AskIndex askIndex(Message.AskIndex m) {
    return Wire.AskIndex.newBuilder()
        .setBoot(m.boot())
        .setAsk(m.ask())
        .setMayLease(m.mayLease())
        .build();
  }

  private static Wire.Index index(Message.Index m) {
    return Wire.Index.newBuilder()
        .setBoot(m.boot())
        .setAsk(m.ask())
        .setSlot(m.slot())
        .setMayLease(m.mayLease())
        .build();
  }

  private static Wire.Fetch fetch(Message.Fetch m) {
    return Wire.Fetch.newBuilder()
        .setFirstSlot(m.firstSlot())
        .setThroughSlot(m.throughSlot())
        .build();
  }

  private static Wire.Decrees decrees(Message.Decrees m) {
    Wire.Decrees.Builder wire =
        Wire.Decrees.newBuilder()
            .setFirstSlot(m.firstSlot())
            .setChosenThrough(m.chosenThrough())
            .setFirstRetained(m.firstRetained());
    for (Decree decree : m.decrees()) {
      wire.addDecrees(ValueEncoder.decree(decree));
    }
    return wire.build();
  }

  private static Wire.AskSnapshot askSnapshot(Message.AskSnapshot m) {
    return Wire.AskSnapshot.newBuilder().setSlot(m.slot()).setOffset(m.offset()).build();
  }

  private static Wire.SnapshotPart snapshotPart(Message.SnapshotPart m) {
    return Wire.SnapshotPart.newBuilder()
        .setSlot(m.snapshot().slot())
        .setTotalBytes(m.snapshot().bytes())
        .setChecksum(m.snapshot().checksum())
        .setOffset(m.offset())
        .setPart(UnsafeByteOperations.unsafeWrap(m.part().buffer()))
        .build();
  }
}
