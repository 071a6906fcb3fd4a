package io.github.multipaxos.protocol;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.SnapshotId;
import java.util.Set;

/**
 * What a replica did that somebody may want to know. {@code toString} is the line that logs and
 * scenarios show: a verb in the present tense, then {@code key=value}.
 */
public sealed interface Notice {

  /**
   * Asks whether it may campaign.
   *
   * @param ballot the ballot it would use
   */
  record Canvasses(Ballot ballot) implements Notice {
    @Override
    public String toString() {
      return "canvasses ballot=" + ballot;
    }
  }

  /**
   * Prepares a ballot.
   *
   * @param ballot the ballot
   */
  record Campaigns(Ballot ballot) implements Notice {
    @Override
    public String toString() {
      return "campaigns ballot=" + ballot;
    }
  }

  /**
   * Has a prepare quorum but must learn chosen decrees before it may propose.
   *
   * @param ballot the ballot
   * @param through up to which slot
   */
  record AwaitsDecrees(Ballot ballot, long through) implements Notice {
    @Override
    public String toString() {
      return "awaits decrees ballot=" + ballot + " through=" + through;
    }
  }

  /**
   * Has a prepare quorum, but of a slot that it would have to fill too few of those who promised
   * can say whether they voted in it (rule A8). It waits for more promises.
   *
   * @param ballot the ballot
   * @param slot the first such slot
   * @param faulty who may have voted in it and has lost the record
   */
  record AwaitsVotes(Ballot ballot, long slot, Set<NodeId> faulty) implements Notice {
    @Override
    public String toString() {
      return "awaits votes ballot=" + ballot + " slot=" + slot + " lost_by=" + faulty;
    }
  }

  /**
   * Has learnt again what its log had lost, and goes on with what the log holds behind it.
   *
   * @param firstSlot the first slot that is taken from the log
   * @param throughSlot the last
   */
  record Resumes(long firstSlot, long throughSlot) implements Notice {
    @Override
    public String toString() {
      return "resumes from its log first_slot=" + firstSlot + " through_slot=" + throughSlot;
    }
  }

  /**
   * Leads.
   *
   * @param ballot the ballot
   * @param adopted how many votes of earlier ballots it proposes again
   * @param filled how many gaps it fills with no-ops
   * @param barrierSlot the slot of its own first no-op
   */
  record Leads(Ballot ballot, long adopted, long filled, long barrierSlot) implements Notice {
    @Override
    public String toString() {
      return "leads ballot="
          + ballot
          + " adopted="
          + adopted
          + " filled="
          + filled
          + " barrier="
          + barrierSlot;
    }
  }

  /**
   * Stops leading or campaigning.
   *
   * @param ballot the ballot it gives up
   * @param openSlots slots proposed in it and not known to be chosen
   * @param reason a phrase for people
   */
  record StepsDown(Ballot ballot, int openSlots, String reason) implements Notice {
    @Override
    public String toString() {
      return "steps down ballot=" + ballot + " open_slots=" + openSlots + " reason=" + reason;
    }
  }

  /**
   * Heard from a leader it did not know.
   *
   * @param ballot the leader's ballot
   */
  record Follows(Ballot ballot) implements Notice {
    @Override
    public String toString() {
      return "follows ballot=" + ballot;
    }
  }

  /**
   * Has heard nothing from its leader for too long, or promised a higher ballot.
   *
   * @param ballot the leader's ballot
   */
  record LosesLeader(Ballot ballot) implements Notice {
    @Override
    public String toString() {
      return "loses leader ballot=" + ballot;
    }
  }

  /**
   * Proposes a vote of an earlier ballot again.
   *
   * @param slot the slot
   * @param ballot the ballot of the vote
   */
  record Adopts(long slot, Ballot ballot) implements Notice {
    @Override
    public String toString() {
      return "adopts slot=" + slot + " from ballot=" + ballot;
    }
  }

  /**
   * Fills a gap with a no-op.
   *
   * @param slot the slot
   */
  record Fills(long slot) implements Notice {
    @Override
    public String toString() {
      return "fills slot=" + slot;
    }
  }

  /**
   * Begins to hand leadership over.
   *
   * @param ballot the ballot it leads in
   * @param target to whom
   */
  record HandsOver(Ballot ballot, NodeId target) implements Notice {
    @Override
    public String toString() {
      return "hands over ballot=" + ballot + " to=" + target;
    }
  }

  /**
   * Finds that its own disk is much slower than those of the others.
   *
   * @param ballot the ballot it leads in
   */
  record FindsItsDiskSlow(Ballot ballot) implements Notice {
    @Override
    public String toString() {
      return "finds its disk slow ballot=" + ballot;
    }
  }

  /**
   * Gives up handing over, and goes on leading.
   *
   * @param ballot the ballot it leads in
   * @param target who did not take over
   */
  record KeepsLeading(Ballot ballot, NodeId target) implements Notice {
    @Override
    public String toString() {
      return "keeps leading ballot=" + ballot + " not_taken_over_by=" + target;
    }
  }

  /**
   * Refuses a candidate because another node may hold a lease.
   *
   * @param candidate who asked for a promise
   * @param ballot the ballot that it prepares
   * @param guarded the ballot of whoever may hold the lease; {@link Ballot#NONE} if that is not
   *     known, after a restart
   */
  record Guards(NodeId candidate, Ballot ballot, Ballot guarded) implements Notice {
    @Override
    public String toString() {
      return "guards ballot=" + guarded + " refuses=" + candidate + " prepare=" + ballot;
    }
  }

  /**
   * Noticed that the process was paused.
   *
   * @param ticks for how long
   */
  record Paused(long ticks) implements Notice {
    @Override
    public String toString() {
      return "was paused ticks=" + ticks;
    }
  }

  /**
   * Begins to fetch a snapshot.
   *
   * @param from from whom
   * @param snapshot which
   */
  record FetchesSnapshot(NodeId from, SnapshotId snapshot) implements Notice {
    @Override
    public String toString() {
      return "fetches snapshot from="
          + from
          + " slot="
          + snapshot.slot()
          + " bytes="
          + snapshot.bytes();
    }
  }

  /**
   * Gives up a snapshot that it could not keep, or whose checksum was wrong.
   *
   * @param from from whom it came
   * @param snapshot which
   */
  record LosesSnapshot(NodeId from, SnapshotId snapshot) implements Notice {
    @Override
    public String toString() {
      return "loses snapshot from=" + from + " slot=" + snapshot.slot();
    }
  }

  /**
   * Has a snapshot take the place of all decrees up to its slot.
   *
   * @param snapshot the snapshot
   * @param before the last slot of the prefix until now
   */
  record Installs(SnapshotId snapshot, long before) implements Notice {
    @Override
    public String toString() {
      return "installs snapshot slot=" + snapshot.slot() + " before=" + before;
    }
  }

  /**
   * Lets go of the log up to a slot.
   *
   * @param throughSlot the slot
   */
  record Compacts(long throughSlot) implements Notice {
    @Override
    public String toString() {
      return "compacts through=" + throughSlot;
    }
  }

  /**
   * Ignored a message that no correct node sends.
   *
   * @param from who sent it
   * @param what what is wrong with it
   */
  record Ignores(NodeId from, String what) implements Notice {
    @Override
    public String toString() {
      return "ignores from=" + from + " what=" + what;
    }
  }
}
