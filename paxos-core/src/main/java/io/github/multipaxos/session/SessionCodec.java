package io.github.multipaxos.session;

import io.github.multipaxos.Codec;
import io.github.multipaxos.session.SessionCommand.Close;
import io.github.multipaxos.session.SessionCommand.Exec;
import io.github.multipaxos.session.SessionCommand.KeepAlive;
import io.github.multipaxos.session.SessionCommand.Open;
import io.github.multipaxos.session.SessionCommand.Plain;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Makes commands into bytes and back: a byte for the version of the format, a byte for the kind,
 * its numbers, and last the application's command, if there is one.
 *
 * @param <C> the application's command type
 */
final class SessionCodec<C> implements Codec<SessionCommand<C>> {

  private static final byte VERSION = 1;

  private static final byte PLAIN = 0;
  private static final byte OPEN = 1;
  private static final byte EXEC = 2;
  private static final byte KEEP_ALIVE = 3;
  private static final byte CLOSE = 4;

  private static final int ID_BYTES = Long.BYTES + Integer.BYTES;

  private final Codec<C> commands;

  SessionCodec(Codec<C> commands) {
    this.commands = commands;
  }

  @Override
  public byte[] encode(SessionCommand<C> command) {
    if (command instanceof Plain<C> plain) {
      byte[] inner = commands.encode(plain.command());
      return begin(PLAIN, inner.length).put(inner).array();
    } else if (command instanceof Open<C> open) {
      return begin(OPEN, Long.BYTES).putLong(open.ttlMillis()).array();
    } else if (command instanceof Exec<C> exec) {
      byte[] inner = commands.encode(exec.command());
      return put(exec.session(), begin(EXEC, ID_BYTES + 2 * Long.BYTES + inner.length))
          .putLong(exec.sequence())
          .putLong(exec.acknowledgedThrough())
          .put(inner)
          .array();
    } else if (command instanceof KeepAlive<C> keepAlive) {
      return put(keepAlive.session(), begin(KEEP_ALIVE, ID_BYTES)).array();
    }
    return put(((Close<C>) command).session(), begin(CLOSE, ID_BYTES)).array();
  }

  private static ByteBuffer begin(byte kind, int moreBytes) {
    return ByteBuffer.allocate(2 + moreBytes).put(VERSION).put(kind);
  }

  private static ByteBuffer put(SessionId id, ByteBuffer out) {
    return out.putLong(id.slot()).putInt(id.index());
  }

  @Override
  public SessionCommand<C> decode(ByteBuffer in) {
    try {
      byte version = in.get();
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "this release reads session commands of format " + VERSION + ", not " + version);
      }
      return decode(in.get(), in);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a session command ends early", e);
    }
  }

  private SessionCommand<C> decode(byte kind, ByteBuffer in) {
    return switch (kind) {
      case PLAIN -> new Plain<>(commands.decode(in.slice()));
      case OPEN -> new Open<>(in.getLong());
      case EXEC -> new Exec<>(id(in), in.getLong(), in.getLong(), commands.decode(in.slice()));
      case KEEP_ALIVE -> new KeepAlive<>(id(in));
      case CLOSE -> new Close<>(id(in));
      default -> throw new IllegalArgumentException("no session command has the number " + kind);
    };
  }

  private static SessionId id(ByteBuffer in) {
    return new SessionId(in.getLong(), in.getInt());
  }
}
