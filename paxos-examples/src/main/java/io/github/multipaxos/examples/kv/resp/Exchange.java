package io.github.multipaxos.examples.kv.resp;

import io.github.multipaxos.examples.kv.store.Reply;
import org.jspecify.annotations.Nullable;

/** A request on its way to a reply. Confined to its connection's event loop. */
final class Exchange {

  private final Meaning meaning;
  private final int bytes;
  private final long arrivalNanos;
  private @Nullable Reply reply;

  Exchange(Meaning meaning, int bytes, long arrivalNanos) {
    this.meaning = meaning;
    this.bytes = bytes;
    this.arrivalNanos = arrivalNanos;
    if (meaning instanceof Meaning.Answer answer) {
      reply = answer.reply();
    } else if (meaning instanceof Meaning.Part part) {
      reply = part.reply();
    }
  }

  Meaning meaning() {
    return meaning;
  }

  /** Returns what the request weighs while it waits. */
  int bytes() {
    return bytes;
  }

  long arrivalNanos() {
    return arrivalNanos;
  }

  /** Returns the reply, or null while there is none. */
  @Nullable Reply reply() {
    return reply;
  }

  void settle(Reply reply) {
    this.reply = reply;
  }

  /** Tells whether the connection ends with this exchange. */
  boolean parts() {
    return meaning instanceof Meaning.Part;
  }
}
