package io.github.multipaxos.transport.netty.wire;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.StateHash;
import io.github.multipaxos.transport.netty.proto.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the kinds of messages that come in numbers straight from a frame's bytes, without
 * protobuf's objects in between. Takes the plain form only, which is the one that {@link
 * MessageEncoder} writes: every field in the order of the schema, none twice, every value in its
 * range. Whatever else a frame may be is left to protobuf's own parser, which knows all forms of
 * the same message, and says what is wrong where something is.
 */
final class PlainDecoder {

  private final FieldReader in;
  private NodeId latest = NodeId.NOBODY; // the commands of a batch mostly have one origin

  private PlainDecoder(FieldReader in) {
    this.in = in;
  }

  /** Returns the message in a body, or null if this is not for this decoder to tell. */
  static @Nullable Message decode(byte[] body, int maxParts) {
    try {
      FieldReader in = new FieldReader(body, maxParts);
      return new PlainDecoder(in).message();
    } catch (NotPlainException e) {
      return null;
    }
  }

  private Message message() throws NotPlainException {
    int kind = in.part();
    int outer = in.enter();
    Message message =
        switch (kind) {
          case Wire.Frame.ACCEPT_FIELD_NUMBER -> accept();
          case Wire.Frame.ACCEPTED_FIELD_NUMBER -> accepted();
          case Wire.Frame.CHOSEN_FIELD_NUMBER -> chosen();
          case Wire.Frame.HEARTBEAT_FIELD_NUMBER -> heartbeat();
          case Wire.Frame.HEARTBEAT_ACK_FIELD_NUMBER -> heartbeatAck();
          case Wire.Frame.FORWARD_FIELD_NUMBER -> forward();
          case Wire.Frame.ASK_INDEX_FIELD_NUMBER -> askIndex();
          case Wire.Frame.INDEX_FIELD_NUMBER -> index();
          case Wire.Frame.DECREES_FIELD_NUMBER -> decrees();
          default -> throw NotPlainException.INSTANCE;
        };
    in.leave(outer);
    in.requireEnd();
    return message;
  }

  // ---- messages; Java evaluates arguments in order, which is that of the schema but where noted

  private Message accept() throws NotPlainException {
    return new Message.Accept(
        ballot(Wire.Accept.BALLOT_FIELD_NUMBER),
        slot(Wire.Accept.SLOT_FIELD_NUMBER),
        decree(Wire.Accept.DECREE_FIELD_NUMBER),
        slot(Wire.Accept.CHOSEN_THROUGH_FIELD_NUMBER));
  }

  private Message accepted() throws NotPlainException {
    return new Message.Accepted(
        ballot(Wire.Accepted.BALLOT_FIELD_NUMBER), slot(Wire.Accepted.SLOT_FIELD_NUMBER));
  }

  private Message chosen() throws NotPlainException {
    return new Message.Chosen(
        ballot(Wire.Chosen.BALLOT_FIELD_NUMBER), slot(Wire.Chosen.THROUGH_FIELD_NUMBER));
  }

  private Message heartbeat() throws NotPlainException {
    return new Message.Heartbeat(
        ballot(Wire.Heartbeat.BALLOT_FIELD_NUMBER),
        in.number(Wire.Heartbeat.ROUND_FIELD_NUMBER),
        slot(Wire.Heartbeat.BARRIER_SLOT_FIELD_NUMBER),
        slot(Wire.Heartbeat.CHOSEN_THROUGH_FIELD_NUMBER),
        state(Wire.Heartbeat.AGREED_SLOT_FIELD_NUMBER, Wire.Heartbeat.AGREED_HASH_FIELD_NUMBER));
  }

  private Message heartbeatAck() throws NotPlainException {
    Ballot ballot = ballot(Wire.HeartbeatAck.BALLOT_FIELD_NUMBER);
    long round = in.number(Wire.HeartbeatAck.ROUND_FIELD_NUMBER);
    long chosenThrough = slot(Wire.HeartbeatAck.CHOSEN_THROUGH_FIELD_NUMBER);
    StateHash state =
        state(Wire.HeartbeatAck.STATE_SLOT_FIELD_NUMBER, Wire.HeartbeatAck.STATE_HASH_FIELD_NUMBER);
    long guardMillis = in.number(Wire.HeartbeatAck.GUARD_MILLIS_FIELD_NUMBER); // behind the state
    return new Message.HeartbeatAck(ballot, round, chosenThrough, guardMillis, state);
  }

  private Message forward() throws NotPlainException {
    return new Message.Forward(
        ballot(Wire.Forward.BALLOT_FIELD_NUMBER), commands(Wire.Forward.COMMANDS_FIELD_NUMBER));
  }

  private Message askIndex() throws NotPlainException {
    return new Message.AskIndex(
        in.number(Wire.AskIndex.BOOT_FIELD_NUMBER),
        in.number(Wire.AskIndex.ASK_FIELD_NUMBER),
        flag(Wire.AskIndex.MAY_LEASE_FIELD_NUMBER));
  }

  private Message index() throws NotPlainException {
    return new Message.Index(
        in.number(Wire.Index.BOOT_FIELD_NUMBER),
        in.number(Wire.Index.ASK_FIELD_NUMBER),
        slot(Wire.Index.SLOT_FIELD_NUMBER),
        flag(Wire.Index.MAY_LEASE_FIELD_NUMBER));
  }

  private Message decrees() throws NotPlainException {
    long firstSlot = slot(Wire.Decrees.FIRST_SLOT_FIELD_NUMBER);
    Decree[] decrees = new Decree[in.count(Wire.Decrees.DECREES_FIELD_NUMBER)];
    for (int i = 0; i < decrees.length; i++) {
      decrees[i] = decree(Wire.Decrees.DECREES_FIELD_NUMBER);
    }
    return new Message.Decrees(
        firstSlot,
        List.of(decrees),
        slot(Wire.Decrees.CHOSEN_THROUGH_FIELD_NUMBER),
        slot(Wire.Decrees.FIRST_RETAINED_FIELD_NUMBER));
  }

  // ---- values

  private Ballot ballot(int field) throws NotPlainException {
    int outer = in.enter(field);
    long round = slot(Wire.Ballot.ROUND_FIELD_NUMBER);
    Ballot ballot = new Ballot(round, node(Wire.Ballot.NODE_FIELD_NUMBER));
    in.leave(outer);
    return ballot;
  }

  private StateHash state(int slotField, int hashField) throws NotPlainException {
    return new StateHash(slot(slotField), in.fixed64(hashField));
  }

  private Decree decree(int field) throws NotPlainException {
    int outer = in.enter(field);
    Decree decree = in.isPartNext(Wire.Decree.NOOP_FIELD_NUMBER) ? noop() : batch();
    in.leave(outer);
    return decree;
  }

  private Decree noop() throws NotPlainException {
    in.leave(in.enter(Wire.Decree.NOOP_FIELD_NUMBER));
    return Decree.Noop.INSTANCE;
  }

  private Decree batch() throws NotPlainException {
    int outer = in.enter(Wire.Decree.BATCH_FIELD_NUMBER);
    long timeMillis = in.number(Wire.CommandBatch.TIME_MILLIS_FIELD_NUMBER);
    List<Command> commands = commands(Wire.CommandBatch.COMMANDS_FIELD_NUMBER);
    if (commands.isEmpty()) {
      throw NotPlainException.INSTANCE;
    }
    in.leave(outer);
    return new Decree.CommandBatch(timeMillis, commands);
  }

  /** Counts before it makes room, so that a frame costs no more than is in it. */
  private List<Command> commands(int field) throws NotPlainException {
    Command[] commands = new Command[in.count(field)];
    for (int i = 0; i < commands.length; i++) {
      int outer = in.enter(field);
      commands[i] = command();
      in.leave(outer);
    }
    return List.of(commands);
  }

  private Command command() throws NotPlainException {
    CommandId id =
        new CommandId(
            node(Wire.Command.ORIGIN_FIELD_NUMBER),
            in.number(Wire.Command.BOOT_FIELD_NUMBER),
            in.number(Wire.Command.SEQUENCE_FIELD_NUMBER));
    return new Command(id, in.bytes(Wire.Command.PAYLOAD_FIELD_NUMBER));
  }

  private NodeId node(int field) throws NotPlainException {
    long value = in.number(field);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw NotPlainException.INSTANCE;
    }
    if (value != latest.value()) {
      latest = NodeId.of((int) value);
    }
    return latest;
  }

  /** Slots and rounds count from 0 and are not negative. */
  private long slot(int field) throws NotPlainException {
    long value = in.number(field);
    if (value < 0) {
      throw NotPlainException.INSTANCE;
    }
    return value;
  }

  private boolean flag(int field) throws NotPlainException {
    long value = in.number(field);
    if (value != 0 && value != 1) {
      throw NotPlainException.INSTANCE;
    }
    return value == 1;
  }
}
