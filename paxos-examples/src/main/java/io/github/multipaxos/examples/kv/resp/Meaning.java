package io.github.multipaxos.examples.kv.resp;

import io.github.multipaxos.examples.kv.store.KvCommand;
import io.github.multipaxos.examples.kv.store.Reply;
import java.util.Set;

/** What a request asks the server to do. */
sealed interface Meaning {

  /**
   * To say something that is known already.
   *
   * @param reply what
   */
  record Answer(Reply reply) implements Meaning {}

  /**
   * To say something and close the connection.
   *
   * @param reply what
   */
  record Part(Reply reply) implements Meaning {}

  /**
   * To ask the store.
   *
   * @param command what
   */
  record Operate(KvCommand command) implements Meaning {}

  /**
   * To describe the server.
   *
   * @param sections what of it, in lower case; all if empty
   */
  record Inform(Set<String> sections) implements Meaning {}
}
