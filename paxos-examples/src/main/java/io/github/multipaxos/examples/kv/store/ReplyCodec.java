package io.github.multipaxos.examples.kv.store;

import io.github.multipaxos.Codec;
import java.nio.ByteBuffer;

/**
 * Makes replies into bytes and back, to be kept for clients that ask again: a byte for the version
 * of the format, then a byte for the kind of reply and what is in it.
 */
public final class ReplyCodec implements Codec<Reply> {

  private static final byte VERSION = 1;

  private static final byte STATUS = 0;
  private static final byte ERROR = 1;
  private static final byte NUMBER = 2;
  private static final byte BULK = 3;
  private static final byte NIL = 4;
  private static final byte ARRAY = 5;

  @Override
  public byte[] encode(Reply reply) {
    FieldWriter out = new FieldWriter();
    out.writeByte(VERSION);
    write(reply, out);
    return out.toByteArray();
  }

  private static void write(Reply reply, FieldWriter out) {
    if (reply instanceof Reply.Status status) {
      out.writeByte(STATUS);
      out.writeBlob(Blob.utf8(status.text()));
    } else if (reply instanceof Reply.Error error) {
      out.writeByte(ERROR);
      out.writeBlob(Blob.utf8(error.text()));
    } else if (reply instanceof Reply.Number number) {
      out.writeByte(NUMBER);
      out.writeLong(number.value());
    } else if (reply instanceof Reply.Array array) {
      out.writeByte(ARRAY);
      out.writeCount(array.elements().size());
      array.elements().forEach(element -> write(element, out));
    } else {
      Blob value = ((Reply.Bulk) reply).value();
      out.writeByte(value == null ? NIL : BULK);
      if (value != null) {
        out.writeBlob(value);
      }
    }
  }

  @Override
  public Reply decode(ByteBuffer in) {
    byte version = Fields.readByte(in);
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "this version reads replies of format " + VERSION + ", not " + version);
    }
    return read(in);
  }

  private static Reply read(ByteBuffer in) {
    byte kind = Fields.readByte(in);
    return switch (kind) {
      case STATUS -> new Reply.Status(Fields.readBlob(in).toString());
      case ERROR -> new Reply.Error(Fields.readBlob(in).toString());
      case NUMBER -> new Reply.Number(Fields.readLong(in));
      case BULK -> new Reply.Bulk(Fields.readBlob(in));
      case NIL -> Reply.NIL;
      case ARRAY -> new Reply.Array(Fields.readList(in, ReplyCodec::read));
      default -> throw new IllegalArgumentException("no reply has the number " + kind);
    };
  }
}
