package io.github.multipaxos.examples.kv.store;

import io.github.multipaxos.Codec;
import java.nio.ByteBuffer;

/**
 * Makes commands into bytes and back: a byte for the version of the format, a byte for the command
 * ({@link Op}), then the command's fields.
 *
 * <p>Decoding is total. Any bytes give either a command or an {@link IllegalArgumentException} that
 * says what is wrong with them.
 */
public final class KvCodec implements Codec<KvCommand> {

  private static final byte VERSION = 1;

  @Override
  public byte[] encode(KvCommand command) {
    FieldWriter out = new FieldWriter();
    out.writeByte(VERSION);
    writeCommand(command, out);
    return out.toByteArray();
  }

  @Override
  public KvCommand decode(ByteBuffer bytes) {
    byte version = Fields.readByte(bytes);
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "this version reads commands of format " + VERSION + ", not " + version);
    }
    KvCommand command = readCommand(bytes);
    if (bytes.hasRemaining()) {
      throw new IllegalArgumentException(bytes.remaining() + " bytes follow the command");
    }
    return command;
  }

  static void writeCommand(KvCommand command, FieldWriter out) {
    out.writeByte(command.op().number());
    command.write(out);
  }

  static KvCommand readCommand(ByteBuffer in) {
    return Op.of(Fields.readByte(in)).reader().read(in);
  }
}
