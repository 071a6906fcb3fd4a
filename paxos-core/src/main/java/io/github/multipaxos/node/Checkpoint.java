package io.github.multipaxos.node;

import io.github.multipaxos.Snapshot;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * The replicated state at one slot: what this library keeps of it, and the application's. What a
 * snapshot consists of.
 *
 * @param slot the last slot applied
 * @param timeMillis the replicated clock
 * @param hash the rolling hash over every decree applied
 * @param voters who votes, as the members are written
 * @param applied which commands have been applied
 * @param application the application's state
 */
record Checkpoint(
    long slot,
    long timeMillis,
    long hash,
    String voters,
    AppliedCommands applied,
    Snapshot application) {

  private static final int MAGIC = 0x4D50584E; // "MPXN"
  private static final int VERSION = 1;

  void writeTo(DataOutputStream out) throws IOException {
    out.writeInt(MAGIC);
    out.writeInt(VERSION);
    out.writeLong(slot);
    out.writeLong(timeMillis);
    out.writeLong(hash);
    out.writeUTF(voters);
    applied.writeTo(out);
    application.writeTo(out);
    out.flush();
  }

  /** Reads everything but the application's state, and leaves {@code in} in front of that. */
  static Checkpoint readFrom(DataInputStream in) throws IOException {
    int magic = in.readInt();
    int version = in.readInt();
    if (magic != MAGIC || version != VERSION) {
      throw new IOException(
          "the snapshot is written in format "
              + version
              + ", and this release reads format "
              + VERSION
              + "; run the release that wrote it, or a later one");
    }
    return new Checkpoint(
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readUTF(),
        AppliedCommands.readFrom(in),
        out -> {
          throw new IOException("this application's state was read, and is not written again");
        });
  }
}
