package io.github.multipaxos.log;

import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Decree.CommandBatch;
import io.github.multipaxos.model.Decree.Noop;
import io.github.multipaxos.model.NodeId;
import java.nio.ByteBuffer;
import java.util.List;

/** How decrees look on disk. Type codes from 3 on are free for later kinds. */
final class DecreeCodec {

  private static final byte NOOP = 1;
  private static final byte COMMAND_BATCH = 2;

  private static final int BATCH_BYTES = 1 + 8 + 4;
  private static final int COMMAND_BYTES = 4 + 8 + 8 + 4; // without the payload

  private DecreeCodec() {}

  static long bytes(Decree decree) {
    if (decree instanceof CommandBatch batch) {
      long bytes = BATCH_BYTES;
      for (Command command : batch.commands()) {
        bytes += COMMAND_BYTES + command.payload().size();
      }
      return bytes;
    }
    return 1;
  }

  static void write(Decree decree, ByteBuffer to) {
    if (decree instanceof CommandBatch batch) {
      to.put(COMMAND_BATCH).putLong(batch.timeMillis()).putInt(batch.commands().size());
      for (Command command : batch.commands()) {
        write(command, to);
      }
    } else if (decree instanceof Noop) {
      to.put(NOOP);
    } else {
      throw new IllegalArgumentException("this version cannot write " + decree);
    }
  }

  private static void write(Command command, ByteBuffer to) {
    CommandId id = command.id();
    to.putInt(id.origin().value()).putLong(id.boot()).putLong(id.sequence());
    to.putInt(command.payload().size());
    command.payload().copyTo(to);
  }

  static Decree read(ByteBuffer from) throws MalformedRecordException {
    byte type = from.get();
    return switch (type) {
      case NOOP -> Noop.INSTANCE;
      case COMMAND_BATCH -> readBatch(from);
      default -> throw new MalformedRecordException("decree of unknown type " + type);
    };
  }

  private static CommandBatch readBatch(ByteBuffer from) throws MalformedRecordException {
    long timeMillis = from.getLong();
    int count = from.getInt();
    if (count < 1 || count > from.remaining() / COMMAND_BYTES) {
      throw new MalformedRecordException("batch of " + count + " commands");
    }
    Command[] commands = new Command[count];
    for (int i = 0; i < count; i++) {
      commands[i] = readCommand(from);
    }
    return new CommandBatch(timeMillis, List.of(commands));
  }

  private static Command readCommand(ByteBuffer from) throws MalformedRecordException {
    CommandId id = new CommandId(NodeId.of(from.getInt()), from.getLong(), from.getLong());
    int size = from.getInt();
    if (size < 0 || size > from.remaining()) {
      throw new MalformedRecordException("command of " + size + " bytes");
    }
    byte[] payload = new byte[size];
    from.get(payload);
    return new Command(id, Bytes.wrap(payload));
  }
}
