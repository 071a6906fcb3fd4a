package io.github.multipaxos.session;

import io.github.multipaxos.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Commands as greedy and careless clients might send them, from a seed. */
final class RandomLog {

  private static final int RECENT = 12;

  private final Random random;
  private final List<SessionId> known = new ArrayList<>();
  private long slot = 1;
  private long nowMillis = 1_000;

  RandomLog(long seed) {
    this.random = new Random(seed);
  }

  /** Moves on, or not: several commands share a slot. */
  Moment nextMoment() {
    if (random.nextInt(3) > 0) {
      slot++;
      nowMillis += random.nextInt(10) == 0 ? random.nextInt(400) : random.nextInt(8);
    }
    return new Moment(slot, nowMillis);
  }

  /** Has later commands speak of a session that has been opened. */
  void onReply(SessionReply<String> reply) {
    if (reply instanceof SessionReply.Opened<String> opened) {
      known.add(opened.session());
    }
  }

  SessionCommand<String> nextCommand() {
    int kind = random.nextInt(20);
    if (kind == 0 || known.isEmpty()) {
      return new SessionCommand.Open<>(1 + random.nextInt(2_000));
    } else if (kind == 1) {
      return new SessionCommand.Plain<>("plain");
    }
    SessionId session =
        known.get(known.size() - 1 - random.nextInt(Math.min(known.size(), RECENT)));
    if (kind == 2 && random.nextInt(5) == 0) {
      return new SessionCommand.Close<>(session);
    } else if (kind == 3) {
      return new SessionCommand.KeepAlive<>(session);
    }
    long acknowledged = slot / 20 + random.nextInt(3);
    String text = "x".repeat(random.nextInt(random.nextInt(4) == 0 ? 2_500 : 20));
    return new SessionCommand.Exec<>(
        session, acknowledged + 1 + random.nextInt(5), acknowledged, text);
  }
}
