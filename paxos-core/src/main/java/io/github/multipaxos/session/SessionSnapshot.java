package io.github.multipaxos.session;

import io.github.multipaxos.model.Bytes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A table of sessions as bytes. Two replicas that have applied the same commands write the same.
 *
 * @param limits the limits under which the table came about
 * @param counters what it remembers beside its sessions
 * @param sessions its sessions, in the order of their ids; not changed by anybody any more
 */
record SessionSnapshot(
    SessionLimits limits, SessionTable.Counters counters, List<Registration> sessions) {

  private static final int FORMAT = 1;
  private static final int NO_BYTES = -1;

  static SessionSnapshot of(SessionTable table, SessionLimits limits) {
    return new SessionSnapshot(limits, table.counters(), table.copies());
  }

  void writeTo(DataOutputStream out) throws IOException {
    out.writeInt(FORMAT);
    out.writeLong(limits.maxBytes());
    out.writeInt(limits.maxAnswerBytes());
    out.writeInt(limits.windowSequences());
    out.writeLong(limits.maxTtlMillis());
    out.writeLong(counters.lastSlot());
    out.writeInt(counters.openedInSlot());
    out.writeLong(counters.lastNumber());
    out.writeInt(sessions.size());
    for (Registration session : sessions) {
      write(session, out);
    }
  }

  private static void write(Registration session, DataOutputStream out) throws IOException {
    out.writeLong(session.id().slot());
    out.writeInt(session.id().index());
    out.writeLong(session.ttlMillis());
    out.writeLong(session.deadlineMillis());
    out.writeLong(session.acknowledgedThrough());
    out.writeInt(session.answers().size());
    for (Map.Entry<Long, Answer> entry : session.answers().entrySet()) {
      out.writeLong(entry.getKey());
      out.writeLong(entry.getValue().number());
      Bytes bytes = entry.getValue().bytes();
      out.writeInt(bytes == null ? NO_BYTES : bytes.size());
      out.write(bytes == null ? new byte[0] : bytes.toArray());
    }
  }

  /** Reads a table, and nothing behind it. */
  static SessionTable read(DataInputStream in, SessionLimits limits) throws IOException {
    int format = in.readInt();
    if (format != FORMAT) {
      throw new IOException("sessions of format " + format + ", this release reads " + FORMAT);
    }
    requireEqual(limitsFrom(in), limits);
    SessionTable table =
        new SessionTable(
            limits, new SessionTable.Counters(in.readLong(), in.readInt(), in.readLong()));
    for (int left = in.readInt(); left > 0; left--) {
      readSession(in, table);
    }
    return table;
  }

  private static SessionLimits limitsFrom(DataInputStream in) throws IOException {
    return new SessionLimits(in.readLong(), in.readInt(), in.readInt(), in.readLong());
  }

  private static void requireEqual(SessionLimits found, SessionLimits limits) throws IOException {
    if (!found.equals(limits)) {
      throw new IOException(
          "the sessions were made with "
              + found
              + ", and this node is started with "
              + limits
              + "; start every node with what the cluster began with");
    }
  }

  private static void readSession(DataInputStream in, SessionTable table) throws IOException {
    Registration session =
        new Registration(
            new SessionId(in.readLong(), in.readInt()),
            in.readLong(),
            in.readLong(),
            in.readLong());
    table.adopt(session);
    for (int left = in.readInt(); left > 0; left--) {
      long sequence = in.readLong();
      long number = in.readLong();
      int size = in.readInt();
      Answer answer =
          size == NO_BYTES ? Answer.DROPPED : Answer.of(number, Bytes.wrap(readBytes(in, size)));
      table.adopt(session, sequence, answer);
    }
  }

  private static byte[] readBytes(DataInputStream in, int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("the sessions end early");
    }
    return bytes;
  }
}
