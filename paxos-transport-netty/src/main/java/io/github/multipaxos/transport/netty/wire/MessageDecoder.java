package io.github.multipaxos.transport.netty.wire;

import static io.github.multipaxos.transport.netty.wire.ValueDecoder.ballot;
import static io.github.multipaxos.transport.netty.wire.ValueDecoder.bytes;
import static io.github.multipaxos.transport.netty.wire.ValueDecoder.commands;
import static io.github.multipaxos.transport.netty.wire.ValueDecoder.decree;
import static io.github.multipaxos.transport.netty.wire.ValueDecoder.decrees;
import static io.github.multipaxos.transport.netty.wire.ValueDecoder.ids;
import static io.github.multipaxos.transport.netty.wire.ValueDecoder.payload;
import static io.github.multipaxos.transport.netty.wire.ValueDecoder.slot;
import static io.github.multipaxos.transport.netty.wire.ValueDecoder.votes;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.model.StateHash;
import io.github.multipaxos.transport.netty.proto.Wire;

/** Turns protobuf into messages. One method for each kind, in the order of the schema. */
final class MessageDecoder {

  private MessageDecoder() {}

  static Message decode(Wire.Frame frame) throws MalformedFrameException {
    return switch (frame.getKindCase()) {
      case CANVASS -> canvass(frame.getCanvass());
      case CANVASS_ANSWER -> canvassAnswer(frame.getCanvassAnswer());
      case PREPARE -> prepare(frame.getPrepare());
      case PROMISE -> promise(frame.getPromise());
      case ACCEPT -> accept(frame.getAccept());
      case ACCEPTED -> accepted(frame.getAccepted());
      case NACK -> nack(frame.getNack());
      case CHOSEN -> chosen(frame.getChosen());
      case TAKE_OVER -> takeOver(frame.getTakeOver());
      case HEARTBEAT -> heartbeat(frame.getHeartbeat());
      case HEARTBEAT_ACK -> heartbeatAck(frame.getHeartbeatAck());
      case FORWARD -> forward(frame.getForward());
      case REFUSED -> refused(frame.getRefused());
      case ASK_INDEX -> askIndex(frame.getAskIndex());
      case INDEX -> index(frame.getIndex());
      case FETCH -> fetch(frame.getFetch());
      case DECREES -> fetched(frame.getDecrees());
      case ASK_SNAPSHOT -> askSnapshot(frame.getAskSnapshot());
      case SNAPSHOT_PART -> snapshotPart(frame.getSnapshotPart());
      case HELLO, REFUSAL, ALIVE, KIND_NOT_SET ->
          throw new MalformedFrameException("a frame that carries no message");
    };
  }

  private static Message canvass(Wire.Canvass m) throws MalformedFrameException {
    return new Message.Canvass(ballot(m.hasBallot(), m.getBallot()), m.getAttempt());
  }

  private static Message canvassAnswer(Wire.CanvassAnswer m) throws MalformedFrameException {
    return new Message.CanvassAnswer(
        ballot(m.hasBallot(), m.getBallot()),
        m.getAttempt(),
        m.getGranted(),
        ballot(m.hasPromised(), m.getPromised()));
  }

  private static Message prepare(Wire.Prepare m) throws MalformedFrameException {
    return new Message.Prepare(
        ballot(m.hasBallot(), m.getBallot()),
        slot(m.getFirstSlot()),
        m.hasReleased() ? ballot(true, m.getReleased()) : Ballot.NONE);
  }

  private static Message promise(Wire.Promise m) throws MalformedFrameException {
    return new Message.Promise(
        ballot(m.hasBallot(), m.getBallot()),
        slot(m.getFirstSlot()),
        slot(m.getThroughSlot()),
        slot(m.getChosenThrough()),
        slot(m.getFirstRetained()),
        slot(m.getFaultyThrough()),
        votes(m.getVotesList()));
  }

  private static Message accept(Wire.Accept m) throws MalformedFrameException {
    return new Message.Accept(
        ballot(m.hasBallot(), m.getBallot()),
        slot(m.getSlot()),
        decree(m.hasDecree(), m.getDecree()),
        slot(m.getChosenThrough()));
  }

  private static Message accepted(Wire.Accepted m) throws MalformedFrameException {
    return new Message.Accepted(ballot(m.hasBallot(), m.getBallot()), slot(m.getSlot()));
  }

  private static Message nack(Wire.Nack m) throws MalformedFrameException {
    return new Message.Nack(
        ballot(m.hasAsked(), m.getAsked()), ballot(m.hasPromised(), m.getPromised()));
  }

  private static Message chosen(Wire.Chosen m) throws MalformedFrameException {
    return new Message.Chosen(ballot(m.hasBallot(), m.getBallot()), slot(m.getThrough()));
  }

  private static Message takeOver(Wire.TakeOver m) throws MalformedFrameException {
    return new Message.TakeOver(ballot(m.hasBallot(), m.getBallot()));
  }

  private static Message heartbeat(Wire.Heartbeat m) throws MalformedFrameException {
    return new Message.Heartbeat(
        ballot(m.hasBallot(), m.getBallot()),
        m.getRound(),
        slot(m.getBarrierSlot()),
        slot(m.getChosenThrough()),
        new StateHash(slot(m.getAgreedSlot()), m.getAgreedHash()));
  }

  private static Message heartbeatAck(Wire.HeartbeatAck m) throws MalformedFrameException {
    return new Message.HeartbeatAck(
        ballot(m.hasBallot(), m.getBallot()),
        m.getRound(),
        slot(m.getChosenThrough()),
        m.getGuardMillis(),
        new StateHash(slot(m.getStateSlot()), m.getStateHash()));
  }

  private static Message forward(Wire.Forward m) throws MalformedFrameException {
    return new Message.Forward(ballot(m.hasBallot(), m.getBallot()), commands(m.getCommandsList()));
  }

  private static Message refused(Wire.Refused m) throws MalformedFrameException {
    Message.Refused.Reason reason =
        switch (m.getReason()) {
          case OVERLOADED -> Message.Refused.Reason.OVERLOADED;
          case NOT_LEADING -> Message.Refused.Reason.NOT_LEADING;
          case UNKNOWN_BALLOT -> Message.Refused.Reason.UNKNOWN_BALLOT;
          case UNSPECIFIED, UNRECOGNIZED ->
              throw new MalformedFrameException("a refusal for reason " + m.getReasonValue());
        };
    return new Message.Refused(ballot(m.hasBallot(), m.getBallot()), ids(m.getIdsList()), reason);
  }

  private static Message askIndex(Wire.AskIndex m) {
    return new Message.AskIndex(m.getBoot(), m.getAsk(), m.getMayLease());
  }

  private static Message index(Wire.Index m) throws MalformedFrameException {
    return new Message.Index(m.getBoot(), m.getAsk(), slot(m.getSlot()), m.getMayLease());
  }

  private static Message fetch(Wire.Fetch m) throws MalformedFrameException {
    return new Message.Fetch(slot(m.getFirstSlot()), slot(m.getThroughSlot()));
  }

  private static Message fetched(Wire.Decrees m) throws MalformedFrameException {
    return new Message.Decrees(
        slot(m.getFirstSlot()),
        decrees(m.getDecreesList()),
        slot(m.getChosenThrough()),
        slot(m.getFirstRetained()));
  }

  private static Message askSnapshot(Wire.AskSnapshot m) throws MalformedFrameException {
    return new Message.AskSnapshot(slot(m.getSlot()), bytes(m.getOffset()));
  }

  private static Message snapshotPart(Wire.SnapshotPart m) throws MalformedFrameException {
    SnapshotId snapshot =
        new SnapshotId(slot(m.getSlot()), bytes(m.getTotalBytes()), m.getChecksum());
    long offset = bytes(m.getOffset());
    if (m.getPart().size() > snapshot.bytes() - offset) {
      throw new MalformedFrameException(
          "a part of a snapshot from offset " + offset + " beyond its end at " + snapshot.bytes());
    }
    return new Message.SnapshotPart(snapshot, offset, payload(m.getPart()));
  }
}
