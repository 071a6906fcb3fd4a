package io.github.multipaxos.benchmarks.ratis;

import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;

/** Counts commands and does not look at them. */
final class CountingMachine extends BaseStateMachine {

  private volatile long count;

  @Override
  @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread applies
  public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
    count++;
    LogEntryProto entry = transaction.getLogEntry();
    updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
    return CompletableFuture.completedFuture(Message.EMPTY);
  }

  @Override
  public CompletableFuture<Message> query(Message question) {
    return CompletableFuture.completedFuture(Message.valueOf(String.valueOf(count)));
  }
}
