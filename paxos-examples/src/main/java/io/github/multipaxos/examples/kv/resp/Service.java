package io.github.multipaxos.examples.kv.resp;

import io.github.multipaxos.examples.kv.store.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * What all connections of a server share.
 *
 * @param store where the data is
 * @param limits what a connection may take
 * @param commands what requests mean
 * @param info how the server describes itself
 * @param clients counts the connections
 * @param nanoTime tells how much time has passed
 */
record Service(
    Store store,
    Limits limits,
    CommandTable commands,
    Info info,
    IntSupplier clients,
    LongSupplier nanoTime) {

  /** Describes the server, as an array of one, like the answer to a turn of one request. */
  CompletableFuture<Reply> inform(Meaning.Inform inform) {
    return store
        .report()
        .thenApply(
            report ->
                new Reply.Array(
                    List.of(Reply.of(info.text(inform.sections(), report, clients.getAsInt())))));
  }
}
