package io.github.multipaxos.model;

/**
 * A member of the cluster and where it listens. The address is where to find a node, never who it
 * is.
 *
 * @param id the member's id
 * @param host a host name or address
 * @param port 1 to 65535; 0 only where no transport listens, as in tests
 */
public record Member(NodeId id, String host, int port) {

  /** Checks the id, the host and the port. */
  public Member {
    if (id.equals(NodeId.NOBODY)) {
      throw new IllegalArgumentException("node id 0 is reserved; number members from 1");
    }
    if (host.isBlank()) {
      throw new IllegalArgumentException("member " + id + " needs a host");
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("member " + id + ": a port is at most 65535, was " + port);
    }
  }

  @Override
  public String toString() {
    return id + "=" + host + ":" + port;
  }
}
