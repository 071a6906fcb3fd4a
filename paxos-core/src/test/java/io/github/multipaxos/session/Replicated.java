package io.github.multipaxos.session;

import io.github.multipaxos.Codec;
import io.github.multipaxos.Moment;
import io.github.multipaxos.session.SessionReply.Opened;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** One replica: gives each command a slot of its own, and moves the clock when the test says so. */
final class Replicated {

  static final SessionLimits LIMITS = new SessionLimits(1 << 16, 100, 4, 1_000_000);

  private static final Codec<SessionCommand<String>> CODEC = SessionCommand.codec(Codec.strings());

  private final Tally tally = new Tally();
  private final SessionMachine<String, String> machine;
  private long slot;
  private long nowMillis = 5_000;

  Replicated() {
    this(LIMITS);
  }

  Replicated(SessionLimits limits) {
    machine = new SessionMachine<>(tally, Codec.strings(), limits);
  }

  SessionReply<String> apply(SessionCommand<String> command) {
    return apply(command, new Moment(++slot, nowMillis));
  }

  SessionReply<String> apply(SessionCommand<String> command, Moment at) {
    return machine.apply(CODEC.decode(ByteBuffer.wrap(CODEC.encode(command))), at);
  }

  SessionId open(long ttlMillis) {
    return ((Opened<String>) apply(new SessionCommand.Open<>(ttlMillis))).session();
  }

  SessionReply<String> exec(SessionId session, long sequence, long acknowledged, String command) {
    return apply(new SessionCommand.Exec<>(session, sequence, acknowledged, command));
  }

  void passMillis(long millis) {
    nowMillis += millis;
  }

  int applied() {
    return tally.applied();
  }

  SessionMachine<String, String> machine() {
    return machine;
  }

  byte[] snapshot() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    machine.snapshot().writeTo(out);
    return out.toByteArray();
  }

  void restore(byte[] snapshot) throws IOException {
    try (InputStream in = new ByteArrayInputStream(snapshot)) {
      machine.restore(in);
    }
  }
}
