package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageDirectory;
import java.io.Closeable;
import java.io.IOException;

/**
 * Knows which data directories the node has met under its peers' ids, and whether its own was
 * vouched for.
 */
final class PeersFile implements Closeable {

  private static final TwoCopies.Form<PeersCopy> FORM =
      new TwoCopies.Form<>(
          Format.PEERS, "what is known of peers", PeersCopy.MOST_BYTES, 0, PeersCopy::read);

  private final TwoCopies<PeersCopy> copies;

  private PeersFile(TwoCopies<PeersCopy> copies) {
    this.copies = copies;
  }

  /** Makes the file durably, for a directory that has met nobody. */
  static void create(StorageDirectory directory, Owner owner) throws IOException {
    TwoCopies.create(directory, FORM, PeersCopy.first(owner.incarnation()));
  }

  /**
   * Opens the file and checks that it belongs to that directory. What it holds is written once more
   * and synced before anybody goes by it (rule D3).
   */
  static PeersFile open(StorageDirectory directory, Owner owner) throws IOException {
    TwoCopies<PeersCopy> copies = TwoCopies.open(directory, FORM);
    try {
      if (copies.newest().incarnation() != owner.incarnation()) {
        throw new IOException(
            copies.path()
                + " belongs to another data directory than the identity beside it; restore both, and"
                + " the segments, from one place");
      }
      copies.write(copies.newest());
      return new PeersFile(copies);
    } catch (IOException | RuntimeException e) {
      copies.close();
      throw e;
    }
  }

  /** Returns what is durable. */
  PeersCopy newest() {
    return copies.newest();
  }

  /** Notes durably. */
  void write(PeersCopy copy) throws IOException {
    copies.write(copy);
  }

  @Override
  public void close() throws IOException {
    copies.close();
  }
}
