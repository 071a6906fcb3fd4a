package io.github.multipaxos.log;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.ChosenThrough;
import io.github.multipaxos.record.LogRecord.Compacted;
import io.github.multipaxos.record.LogRecord.Installed;
import io.github.multipaxos.record.LogRecord.Learnt;
import io.github.multipaxos.record.LogRecord.Promised;
import io.github.multipaxos.record.LogRecord.Voted;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * How records look on disk: a length, a type, and what the type asks for. Type codes from 7 on are
 * free for later kinds.
 *
 * <p>Reading is total: whatever the bytes, the result is a record or a {@link
 * MalformedRecordException}, and no more memory is taken than there are bytes.
 */
final class RecordCodec {

  /** Changes whenever an older reader would misread what is written. */
  static final short VERSION = 1;

  private static final byte PROMISED = 1;
  private static final byte VOTED = 2;
  private static final byte LEARNT = 3;
  private static final byte CHOSEN_THROUGH = 4;
  private static final byte INSTALLED = 5;
  private static final byte COMPACTED = 6;

  private static final int LENGTH_BYTES = 4;
  private static final int BALLOT_BYTES = 8 + 4;
  private static final int SLOT_BYTES = 8;

  private RecordCodec() {}

  /** Returns how many bytes {@link #write} puts. */
  static long bytes(LogRecord record) {
    return LENGTH_BYTES + 1 + bodyBytes(record);
  }

  private static long bodyBytes(LogRecord record) {
    if (record instanceof Voted voted) {
      return SLOT_BYTES + BALLOT_BYTES + DecreeCodec.bytes(voted.vote().decree());
    } else if (record instanceof Learnt learnt) {
      return SLOT_BYTES + DecreeCodec.bytes(learnt.decree());
    } else if (record instanceof Promised) {
      return BALLOT_BYTES;
    }
    return SLOT_BYTES;
  }

  static void write(LogRecord record, ByteBuffer to) {
    int start = to.position();
    to.putInt(0);
    if (record instanceof Voted voted) {
      to.put(VOTED).putLong(voted.slot());
      write(voted.vote().ballot(), to);
      DecreeCodec.write(voted.vote().decree(), to);
    } else if (record instanceof Learnt learnt) {
      to.put(LEARNT).putLong(learnt.slot());
      DecreeCodec.write(learnt.decree(), to);
    } else if (record instanceof Promised promised) {
      to.put(PROMISED);
      write(promised.ballot(), to);
    } else if (record instanceof ChosenThrough chosen) {
      to.put(CHOSEN_THROUGH).putLong(chosen.slot());
    } else if (record instanceof Installed installed) {
      to.put(INSTALLED).putLong(installed.slot());
    } else if (record instanceof Compacted compacted) {
      to.put(COMPACTED).putLong(compacted.throughSlot());
    } else {
      throw new IllegalArgumentException("this version cannot write " + record);
    }
    to.putInt(start, to.position() - start - LENGTH_BYTES);
  }

  private static void write(Ballot ballot, ByteBuffer to) {
    to.putLong(ballot.round()).putInt(ballot.node().value());
  }

  /** Reads one record and leaves {@code from} positioned behind it. */
  static LogRecord read(ByteBuffer from) throws MalformedRecordException {
    if (from.remaining() < LENGTH_BYTES) {
      throw new MalformedRecordException("no room for a record in " + from.remaining() + " bytes");
    }
    int length = from.getInt();
    if (length < 1 || length > from.remaining()) {
      throw new MalformedRecordException("record of " + length + " bytes");
    }
    int limit = from.limit();
    int end = from.position() + length;
    from.limit(end); // a slice would do as well, and a log has millions of records
    try {
      LogRecord record = readBody(from);
      if (from.hasRemaining()) {
        throw new MalformedRecordException(from.remaining() + " bytes too many in a record");
      }
      return record;
    } catch (BufferUnderflowException e) {
      throw new MalformedRecordException("record cut short at " + length + " bytes");
    } catch (IllegalArgumentException e) {
      throw new MalformedRecordException(String.valueOf(e.getMessage()));
    } finally {
      from.limit(limit).position(end);
    }
  }

  private static LogRecord readBody(ByteBuffer from) throws MalformedRecordException {
    byte type = from.get();
    return switch (type) {
      case PROMISED -> new Promised(readBallot(from));
      case VOTED -> {
        long slot = from.getLong();
        Ballot ballot = readBallot(from);
        yield new Voted(slot, new Vote(ballot, DecreeCodec.read(from)));
      }
      case LEARNT -> {
        long slot = from.getLong();
        yield new Learnt(slot, DecreeCodec.read(from));
      }
      case CHOSEN_THROUGH -> new ChosenThrough(from.getLong());
      case INSTALLED -> new Installed(from.getLong());
      case COMPACTED -> new Compacted(from.getLong());
      default -> throw new MalformedRecordException("record of unknown type " + type);
    };
  }

  private static Ballot readBallot(ByteBuffer from) {
    long round = from.getLong();
    return new Ballot(round, NodeId.of(from.getInt()));
  }
}
