package io.github.multipaxos.protocol;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Command;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Packs waiting commands into batches: for a slot those of this node's clients and those forwarded
 * by others, in turn first; for a {@code Forward} those of this node's clients. Never waits for
 * more to come: batches grow because the window is full.
 */
final class Batcher {

  private final Proposals proposals;
  private final Intake intake;
  private final int batchBytes;
  private final long windowBytes;
  private boolean isForwardedFirst;

  /** A batch being filled. */
  private static final class Batch {
    private final List<Command> commands = new ArrayList<>();
    private long bytes;
  }

  Batcher(ReplicaConfig config, Proposals proposals, Intake intake) {
    this.proposals = proposals;
    this.intake = intake;
    this.batchBytes = config.batchBytes();
    this.windowBytes = config.windowBytes();
  }

  /** Returns what the next slot of this leader gets; empty if nothing waits. */
  List<Command> forSlot(Ballot ballot, long tick) {
    Batch batch = new Batch();
    isForwardedFirst = !isForwardedFirst;
    if (isForwardedFirst) {
      takeForwarded(batch);
      takeOwn(batch, ballot, tick);
    } else {
      takeOwn(batch, ballot, tick);
      takeForwarded(batch);
    }
    return batch.commands;
  }

  /**
   * Returns what the next message to the leader of {@code ballot} gets; empty if nothing waits, or
   * if leaders have a window of bytes already. What would be too much for the network is lost on
   * it, and that costs far more time than to wait here.
   */
  List<Command> forLeader(Ballot ballot, long tick) {
    Batch batch = new Batch();
    if (proposals.givenBytes() < windowBytes) {
      takeOwn(batch, ballot, tick);
    }
    return batch.commands;
  }

  private void takeOwn(Batch batch, Ballot ballot, long tick) {
    while (fits(batch, proposals.peekWaiting())) {
      add(batch, proposals.give(ballot, tick));
    }
  }

  private void takeForwarded(Batch batch) {
    Command next = intake.peek();
    while (fits(batch, next)) {
      add(batch, next);
      intake.remove();
      next = intake.peek();
    }
  }

  private boolean fits(Batch batch, @Nullable Command next) {
    return next != null && (batch.commands.isEmpty() || batch.bytes + next.bytes() <= batchBytes);
  }

  private static void add(Batch batch, Command command) {
    batch.commands.add(command);
    batch.bytes += command.bytes();
  }
}
