package io.github.multipaxos.examples.kv.store;

import io.github.multipaxos.Codec;
import io.github.multipaxos.session.SessionCommand;
import io.github.multipaxos.session.SessionLimits;
import io.github.multipaxos.session.SessionMachine;

/** Sessions around the key-value store. */
public final class KvSessions {

  /** What sessions may take. Part of the replicated state: not to be changed under a cluster. */
  public static final SessionLimits LIMITS = SessionLimits.defaults();

  private KvSessions() {}

  /** Returns a state machine with sessions around this one. */
  public static SessionMachine<KvCommand, Reply> around(KvMachine machine) {
    return new SessionMachine<>(machine, new ReplyCodec(), LIMITS);
  }

  /** Returns the codec of its commands. */
  public static Codec<SessionCommand<KvCommand>> codec() {
    return SessionCommand.codec(new KvCodec());
  }
}
