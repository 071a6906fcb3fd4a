package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageFile;
import io.github.multipaxos.model.Acquaintance;
import io.github.multipaxos.model.NodeId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One of the two copies in the peers file.
 *
 * @param incarnation that of the directory it belongs to
 * @param generation counts the changes; the copy of the higher one holds
 * @param isAdmitted whether every other member has vouched for the directory
 * @param isDisowned whether a peer has refused the directory for good
 * @param met who was met
 */
record PeersCopy(
    long incarnation,
    long generation,
    boolean isAdmitted,
    boolean isDisowned,
    SortedMap<NodeId, Acquaintance> met)
    implements TwoCopies.Copy {

  /** How far apart the copies are, and the most that one takes. */
  static final int MOST_BYTES = 1 << 14;

  private static final int MAGIC = 0x4D505850; // "MPXP"
  private static final short VERSION = 1;
  private static final int ADMITTED = 1;
  private static final int DISOWNED = 2;
  private static final int HEADER_BYTES = 28;
  private static final int PEER_BYTES = 28;
  private static final int CHECKSUM_BYTES = 4;
  private static final int MOST_PEERS = (MOST_BYTES - HEADER_BYTES - CHECKSUM_BYTES) / PEER_BYTES;

  PeersCopy {
    met = Collections.unmodifiableSortedMap(new TreeMap<>(met));
  }

  /** Returns what a directory of that incarnation begins with. */
  static PeersCopy first(long incarnation) {
    return new PeersCopy(incarnation, 1, false, false, new TreeMap<>());
  }

  PeersCopy with(Acquaintance peer) {
    TreeMap<NodeId, Acquaintance> more = new TreeMap<>(met);
    more.put(peer.node(), peer);
    return new PeersCopy(incarnation, generation + 1, isAdmitted, isDisowned, more);
  }

  PeersCopy admitted() {
    return new PeersCopy(incarnation, generation + 1, true, isDisowned, met);
  }

  PeersCopy disowned() {
    return new PeersCopy(incarnation, generation + 1, isAdmitted, true, met);
  }

  @Override
  public ByteBuffer encode() throws IOException {
    if (met.size() > MOST_PEERS) {
      throw new IOException("it holds " + MOST_PEERS + " peers at most, not " + met.size());
    }
    int checksumAt = HEADER_BYTES + met.size() * PEER_BYTES;
    ByteBuffer to = ByteBuffer.allocate(checksumAt + CHECKSUM_BYTES);
    to.putInt(MAGIC)
        .putShort(VERSION)
        .putShort((short) ((isAdmitted ? ADMITTED : 0) | (isDisowned ? DISOWNED : 0)));
    to.putLong(incarnation).putLong(generation).putInt(met.size());
    for (Acquaintance peer : met.values()) {
      to.putInt(peer.node().value()).putLong(peer.incarnation());
      to.putLong(peer.boot()).putLong(peer.process());
    }
    return to.putInt(checksum(to, checksumAt)).flip();
  }

  private static int checksum(ByteBuffer copy, int bytes) {
    CRC32C crc = new CRC32C();
    crc.update(copy.slice(0, bytes));
    return (int) crc.getValue();
  }

  /** Reads the copy of that number, 0 or 1, from the peers file; null if it is not intact. */
  static @Nullable PeersCopy read(String path, StorageFile file, int copy) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(MOST_BYTES);
    int bytes = file.read(buffer, (long) copy * MOST_BYTES);
    return decode(buffer.clear().limit(bytes), path);
  }

  /** Reads a copy; null if it is not intact. */
  static @Nullable PeersCopy decode(ByteBuffer from, String path) throws IOException {
    if (from.remaining() < HEADER_BYTES + CHECKSUM_BYTES || from.getInt(0) != MAGIC) {
      return null;
    }
    int peers = from.getInt(HEADER_BYTES - 4);
    if (peers < 0 || peers > (from.remaining() - HEADER_BYTES - CHECKSUM_BYTES) / PEER_BYTES) {
      return null;
    }
    int checksumAt = HEADER_BYTES + peers * PEER_BYTES;
    if (from.getInt(checksumAt) != checksum(from, checksumAt)) {
      return null;
    }
    Format.checkVersion(path, from.getShort(4), VERSION);
    boolean isAdmitted = (from.getShort(6) & ADMITTED) != 0;
    boolean isDisowned = (from.getShort(6) & DISOWNED) != 0;
    long incarnation = from.getLong(8);
    long generation = from.getLong(16);
    return new PeersCopy(
        incarnation, generation, isAdmitted, isDisowned, peers(from.position(HEADER_BYTES), peers));
  }

  private static SortedMap<NodeId, Acquaintance> peers(ByteBuffer from, int count) {
    SortedMap<NodeId, Acquaintance> met = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      NodeId node = NodeId.of(from.getInt());
      met.put(node, new Acquaintance(node, from.getLong(), from.getLong(), from.getLong()));
    }
    return met;
  }
}
