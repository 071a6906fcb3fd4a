package io.github.multipaxos.examples.kv.resp;

import io.github.multipaxos.examples.kv.store.Blob;

/** What a connection has said about itself. Confined to its event loop. */
final class Client {

  private final long id;
  private Blob name = Blob.utf8("");

  Client(long id) {
    this.id = id;
  }

  long id() {
    return id;
  }

  Blob name() {
    return name;
  }

  void rename(Blob name) {
    this.name = name;
  }
}
