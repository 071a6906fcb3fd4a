package io.github.multipaxos.spi;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Carries messages between the nodes of one cluster.
 *
 * <p>It owes little: a message may be lost, repeated, reordered or late. It must not alter one,
 * must not deliver one under another sender's name, must not block a sender, and must keep its
 * memory within a stated bound whatever its peers do. {@code TransportConformance} in the test kit
 * checks these.
 */
public interface Transport extends AutoCloseable {

  /**
   * Begins to listen and to look for the other members, and returns once listening. Called once,
   * before any other method. Peers need not be there yet.
   *
   * <p>Messages are exchanged only with peers that have shown who they are. What a peer shows is
   * compared with what {@code peers} remembers of it, and noted there durably before anything is
   * said to the peer or taken from it (rules N2 and N3).
   *
   * @param self who this node is, and whose its boots were; shown to every peer, and peers that
   *     know it otherwise refuse it
   * @param members all members, this node among them, with their addresses; peers with other
   *     members are refused (rule N5)
   * @param peers what this node remembers of its peers
   * @param receiver takes what arrives, from threads of the transport's
   * @throws IOException if the node's own address cannot be listened on
   */
  void start(Identity self, Members members, PeerMemory peers, Receiver receiver)
      throws IOException;

  /**
   * Queues a message for a peer and returns at once. Called by several threads. What is sent by one
   * thread to one peer leaves in that order. A message for a peer that is not connected, or whose
   * outbound buffer is full, is dropped: the protocol sends again what matters.
   */
  void send(NodeId to, Message message);

  /**
   * Lets everything queued go out. Called at the end of a turn, so that all messages of one turn to
   * one peer share one write.
   */
  void flush();

  /**
   * Goes on reading after {@link Receiver#receive} returned false. Called by any thread, also when
   * nothing was paused. One that comes while {@code receive} is still running counts: reading is
   * then not paused at all.
   */
  void resume();

  /**
   * Returns the one thread by which everything is sent and received, if there is such a thread and
   * it is free to do more: a node then runs its protocol there, and no message has to change
   * threads on its way in or out. Called after {@link #start}.
   *
   * <p>Tasks run one at a time, in between sending and receiving; one that the thread gives itself
   * while it receives runs when what has come together has been received. A task may take as long
   * as the disk takes to sync, and longer where that hangs: nothing is sent or received meanwhile.
   * After {@link #close} tasks are rejected, and periodic ones end.
   */
  default Optional<ScheduledExecutorService> eventLoop() {
    return Optional.empty();
  }

  /**
   * Closes every connection and ends every thread of the transport's. Nothing is received after.
   */
  @Override
  void close();

  /** Takes what arrives. Its methods do not block. */
  interface Receiver {
    /**
     * Takes a message. It is always taken; the answer says whether there is room for more.
     *
     * @param from the peer, as it identified itself
     * @param message what it said
     * @return false if the node is over its budget: the transport then reads no further from any
     *     peer until {@link Transport#resume}, and delivers no more than what it has already read
     */
    boolean receive(NodeId from, Message message);

    /** Says that messages can now be exchanged with {@code peer}. */
    void connected(NodeId peer);

    /**
     * Says that messages can no longer be exchanged with {@code peer}.
     *
     * @param reason a phrase for people
     */
    void disconnected(NodeId peer, String reason);

    /**
     * Says that {@code peer} has durably noted this node's data directory and boot, and has never
     * met another directory under this node's id. Called before {@link #connected}, perhaps often.
     */
    void vouched(NodeId peer);

    /**
     * Says that {@code peer} refuses this node because its data directory is not, or no longer, the
     * one that the peer has met (rule N3). The node stops.
     *
     * @param sentence what happened and what to do, in the peer's words
     */
    void disowned(NodeId peer, String sentence);
  }
}
