package io.github.multipaxos.protocol;

import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Membership;
import io.github.multipaxos.model.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The slots that a leader has proposed in and that are not chosen yet, with the votes they have.
 */
final class OpenSlots {

  /** How much is sent again to one peer in one tick, so that a slow one costs the others little. */
  private static final long RESEND_BYTES = 1L << 20;

  private final Membership membership;
  private final TreeMap<Long, OpenSlot> slots = new TreeMap<>();
  private long bytes;

  OpenSlots(Membership membership) {
    this.membership = membership;
  }

  /**
   * A slot under way: its one decree, who voted for it in this ballot, and when it was last sent.
   */
  private static final class OpenSlot {
    private final Decree decree;
    private final Set<NodeId> voters = new TreeSet<>();
    private long sentTick;

    private OpenSlot(Decree decree, long tick) {
      this.decree = decree;
      this.sentTick = tick;
    }
  }

  /**
   * What to send again.
   *
   * @param to to whom
   * @param slot the slot
   * @param decree its decree
   */
  record Resend(NodeId to, long slot, Decree decree) {}

  /** Rule P6. A slot is opened once in a ballot. */
  void open(long slot, Decree decree, long tick) {
    if (slots.putIfAbsent(slot, new OpenSlot(decree, tick)) != null) {
      throw new SafetyViolation("slot " + slot + " is proposed in twice in one ballot");
    }
    bytes += decree.bytes();
  }

  /** Rule P7. Counts a vote and returns the decree if this vote makes it chosen; otherwise null. */
  @Nullable Decree onVote(NodeId from, long slot) {
    OpenSlot open = slots.get(slot);
    if (open == null) {
      return null;
    }
    open.voters.add(from);
    if (!membership.isAcceptQuorum(open.voters)) {
      return null;
    }
    slots.remove(slot);
    bytes -= open.decree.bytes();
    return open.decree;
  }

  /** Rule P11. Returns what has waited too long, oldest slots first, and counts it as sent. */
  List<Resend> due(NodeId self, long tick, int retransmitTicks) {
    List<Resend> due = new ArrayList<>();
    long budget = RESEND_BYTES;
    for (var entry : slots.entrySet()) {
      OpenSlot open = entry.getValue();
      if (budget <= 0) {
        break;
      }
      if (tick - open.sentTick >= retransmitTicks) {
        open.sentTick = tick;
        budget -= open.decree.bytes();
        for (NodeId voter : membership.voters()) {
          if (!voter.equals(self) && !open.voters.contains(voter)) {
            due.add(new Resend(voter, entry.getKey(), open.decree));
          }
        }
      }
    }
    return due;
  }

  /** Returns the decree proposed in a slot that is not chosen yet, or null. */
  @Nullable Decree decree(long slot) {
    OpenSlot open = slots.get(slot);
    return open == null ? null : open.decree;
  }

  boolean isEmpty() {
    return slots.isEmpty();
  }

  int size() {
    return slots.size();
  }

  long bytes() {
    return bytes;
  }
}
