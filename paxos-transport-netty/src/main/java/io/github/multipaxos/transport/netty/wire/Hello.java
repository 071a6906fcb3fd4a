package io.github.multipaxos.transport.netty.wire;

import java.util.List;

/**
 * "This is who I am, and who I believe you are." Holds what was on the wire, however wrong; whether
 * to believe it is the handshake's business.
 *
 * @param version the newest protocol version the sender speaks
 * @param oldestVersion the oldest protocol version the sender speaks
 * @param cluster the cluster both must belong to
 * @param from the sender
 * @param to the node that the sender means to talk to
 * @param incarnation that of the sender's data directory
 * @param boot the boot count of the sender's data directory
 * @param process drawn at random when the sender's process opened that directory
 * @param maxFrameBytes the largest frame body that the sender takes
 * @param members the ids of all members that the sender was started with; none if it does not say
 * @param earlierProcesses the numbers of the processes that the boots before belonged to, the
 *     latest first, as far back as the sender remembers
 */
public record Hello(
    int version,
    int oldestVersion,
    String cluster,
    int from,
    int to,
    long incarnation,
    long boot,
    long process,
    int maxFrameBytes,
    List<Integer> members,
    List<Long> earlierProcesses)
    implements Frame {

  /** Takes unmodifiable copies of the lists. */
  public Hello {
    members = List.copyOf(members);
    earlierProcesses = List.copyOf(earlierProcesses);
  }

  /** Makes a hello that says neither who the members are nor whose earlier boots were. */
  public Hello(
      int version,
      int oldestVersion,
      String cluster,
      int from,
      int to,
      long incarnation,
      long boot,
      long process,
      int maxFrameBytes) {
    this(
        version,
        oldestVersion,
        cluster,
        from,
        to,
        incarnation,
        boot,
        process,
        maxFrameBytes,
        List.of(),
        List.of());
  }

  /** Opens every hello; reads "MultiPax". */
  public static final long MAGIC = 0x4d756c7469506178L;
}
