package io.github.multipaxos.protocol;

import io.github.multipaxos.message.Message.AskSnapshot;
import io.github.multipaxos.message.Message.Decrees;
import io.github.multipaxos.message.Message.Fetch;
import io.github.multipaxos.message.Message.SnapshotPart;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.record.LogRecord;
import java.util.List;

/**
 * What lies behind the prefix: gives peers that lag what they miss, and gets what this node misses,
 * as decrees out of a log while a peer still has them, as a snapshot otherwise (rules L5 to L9).
 */
final class Archive {

  private final Outbox outbox;
  private final Clock clock;
  private final Acceptor acceptor;
  private final Learner learner;
  private final Elections elections;
  private final CatchUp catchUp;
  private final SnapshotFetch snapshots;
  private long firstRetained;

  Archive(
      ReplicaConfig config,
      Outbox outbox,
      Clock clock,
      Acceptor acceptor,
      Learner learner,
      Elections elections,
      Recovered recovered) {
    this.outbox = outbox;
    this.clock = clock;
    this.acceptor = acceptor;
    this.learner = learner;
    this.elections = elections;
    this.snapshots = new SnapshotFetch(outbox, config);
    this.catchUp = new CatchUp(outbox, config, snapshots, recovered.settledThrough());
    this.firstRetained = recovered.firstRetained();
  }

  /** Returns the first slot whose decree this node can give away. */
  long firstRetained() {
    return firstRetained;
  }

  /** A peer says that its prefix reaches this far. */
  void onPrefix(NodeId peer, long chosenThrough) {
    catchUp.onPrefix(peer, chosenThrough);
  }

  /** Rule L6. Gives only what is certainly chosen. */
  void onFetch(NodeId from, Fetch fetch) {
    long prefix = learner.chosenThrough();
    long through = Math.min(fetch.throughSlot(), prefix);
    if (fetch.firstSlot() > through || fetch.firstSlot() < firstRetained) {
      outbox.send(from, new Decrees(fetch.firstSlot(), List.of(), prefix, firstRetained));
    } else {
      outbox.readBack(
          new Effects.ReadBack(from, fetch.firstSlot(), through, prefix, firstRetained));
    }
  }

  void onDecrees(NodeId from, Decrees decrees) {
    long before = learner.chosenThrough();
    long slot = decrees.firstSlot();
    for (Decree decree : decrees.decrees()) {
      if (!learner.knows(slot)) {
        elections.onChosenElsewhere(slot, decree);
      }
      learner.learnFromPeer(slot, decree, acceptor.vote(slot));
      slot++;
    }
    catchUp.onPrefix(from, decrees.chosenThrough());
    if (before + 1 < decrees.firstRetained() && learner.chosenThrough() == before) {
      catchUp.onLacking(from);
    } else {
      catchUp.onDecrees(learner.chosenThrough() > before);
    }
  }

  /** Rule L9. Gives a part of whatever snapshot there is; its name says which. */
  void onAskSnapshot(NodeId from, AskSnapshot ask) {
    outbox.task(new SnapshotTask.Give(from, ask.slot(), ask.offset()));
  }

  void onSnapshotPart(NodeId from, SnapshotPart part) {
    snapshots.onPart(from, part, learner.chosenThrough(), clock.tick());
  }

  void onPartKept(Event.PartKept kept) {
    if (snapshots.onKept(kept.snapshot(), kept.bytes(), kept.isFailed(), clock.tick())) {
      install(kept.snapshot());
    }
  }

  /** Rule L7. */
  private void install(SnapshotId snapshot) {
    long before = learner.chosenThrough();
    if (learner.install(snapshot.slot())) {
      elections.onInstalled(snapshot.slot());
      outbox.notice(new Notice.Installs(snapshot, before));
      outbox.task(new SnapshotTask.Install(snapshot));
      compact(snapshot.slot());
    }
  }

  /** Rule L8. */
  void onSnapshotTaken(Event.SnapshotTaken taken) {
    if (taken.compactThrough() <= learner.chosenThrough()) {
      compact(taken.compactThrough());
    }
  }

  private void compact(long throughSlot) {
    if (throughSlot >= firstRetained) {
      firstRetained = throughSlot + 1;
      outbox.notice(new Notice.Compacts(throughSlot));
      outbox.persist(new LogRecord.Compacted(throughSlot));
      acceptor.promiseAgain(); // behind it, where the log keeps everything
      learner.markAgain();
      outbox.task(new SnapshotTask.Compact(throughSlot));
    }
  }

  /** Rule P5. This candidate cannot go on without what its promisers know. */
  void onCandidateBehind(Preparation candidate) {
    catchUp.onPrefixNeeded(candidate.furthest(), candidate.chosenThrough());
  }

  /** The end of a step: asks for what is missing above the prefix. */
  void pursue(boolean isLeaderKnown) {
    long prefix = learner.chosenThrough();
    catchUp.probe(isLeaderKnown, prefix, clock.tick());
    catchUp.pursue(prefix, learner.gapThrough(catchUp.wantedThrough()), clock.tick());
  }

  /** Returns the snapshot that is being fetched, {@link SnapshotId#NONE} if none is. */
  SnapshotId fetching() {
    return snapshots.snapshot();
  }

  /** Returns how much of it is there, in bytes. */
  long fetchedBytes() {
    return snapshots.bytes();
  }
}
