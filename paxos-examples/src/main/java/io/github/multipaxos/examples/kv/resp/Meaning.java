package io.github.multipaxos.examples.kv.resp;

import io.github.multipaxos.Consistency;
import io.github.multipaxos.examples.kv.store.KvCommand;
import io.github.multipaxos.examples.kv.store.Reply;
import io.github.multipaxos.session.SessionCommand;
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
   * @param consistency what it may miss, if it only reads
   */
  record Operate(KvCommand command, Consistency consistency) implements Meaning {
    Operate(KvCommand command) {
      this(command, Consistency.LINEARIZABLE);
    }
  }

  /**
   * To ask the store in a session, or about one.
   *
   * @param command what
   */
  record UseSession(SessionCommand<KvCommand> command) implements Meaning {}

  /**
   * To describe the server.
   *
   * @param sections what of it, in lower case; all if empty
   */
  record Inform(Set<String> sections) implements Meaning {}
}
