package io.github.multipaxos.examples.kv.resp;

import io.github.multipaxos.Consistency;
import io.github.multipaxos.examples.kv.resp.Command.Keys;
import io.github.multipaxos.examples.kv.resp.Meaning.Operate;
import io.github.multipaxos.examples.kv.resp.Meaning.UseSession;
import io.github.multipaxos.examples.kv.store.KvCommand;
import io.github.multipaxos.examples.kv.store.KvSessions;
import io.github.multipaxos.examples.kv.store.Query;
import io.github.multipaxos.examples.kv.store.Timed;
import io.github.multipaxos.examples.kv.store.Update;
import io.github.multipaxos.session.SessionCommand;
import io.github.multipaxos.session.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The commands that say how another one is to be done: {@code SESSION EXEC id sequence COMMAND …}
 * once, {@code READ level COMMAND …} as fresh as the level says.
 */
final class PrefixCommands {

  private static final long SECOND_MILLIS = 1000;
  private static final long TTL_MILLIS = 600 * SECOND_MILLIS;

  /** How a level is written, and what it means. */
  private static final SortedMap<String, Level> LEVELS =
      new TreeMap<>(
          Map.of(
              "LINEARIZABLE", new Level(1, words -> Consistency.LINEARIZABLE),
              "LEASE", new Level(1, words -> Consistency.LEASE),
              "STALE", new Level(2, words -> Consistency.atMostStale(age(words))),
              "LOCAL", new Level(1, words -> Consistency.LOCAL)));

  /** Those that may stand behind a prefix: none of them a prefix, so nothing nests. */
  private final SortedMap<String, Command> data = new TreeMap<>();

  /**
   * A level of consistency in a request.
   *
   * @param size how many words it has
   * @param parse reads it; its name is word 1
   */
  private record Level(int size, Parse parse) {}

  @FunctionalInterface
  private interface Parse {
    Consistency from(Arguments words) throws BadRequestException;
  }

  PrefixCommands() {
    DataCommands.all().forEach(command -> data.put(command.name(), command));
  }

  List<Command> all() {
    return List.of(
        new Command("read", -3, Keys.NONE, this::read),
        new Command("session", -2, Keys.NONE, this::session));
  }

  private Meaning read(Arguments words, Client client) throws BadRequestException {
    Level level = LEVELS.get(words.keyword(1));
    if (level == null) {
      throw new BadRequestException(
          "ERR READ knows the levels " + String.join(", ", LEVELS.keySet()));
    }
    if (words.size() < 2 + level.size()) {
      throw Command.wrongNumber("read");
    }
    Consistency consistency = level.parse().from(words);
    KvCommand inner = inner(words, 1 + level.size(), client);
    if (!(inner instanceof Query)) {
      throw new BadRequestException("ERR READ takes a command that only reads, as GET does");
    }
    return new Operate(inner, consistency);
  }

  private static Duration age(Arguments words) throws BadRequestException {
    long millis = words.number(2);
    if (millis < 0) {
      throw new BadRequestException("ERR after STALE goes an age in milliseconds, at least 0");
    }
    return Duration.ofMillis(millis);
  }

  private Meaning session(Arguments words, Client client) throws BadRequestException {
    String sub = words.keyword(1);
    if (sub.equals("OPEN") && words.size() <= 3) {
      return new UseSession(open(words));
    } else if (sub.equals("EXEC") && words.size() >= 5) {
      return new UseSession(exec(words, client));
    } else if (sub.equals("KEEPALIVE") && words.size() == 3) {
      return new UseSession(new SessionCommand.KeepAlive<>(id(words)));
    } else if (sub.equals("CLOSE") && words.size() == 3) {
      return new UseSession(new SessionCommand.Close<>(id(words)));
    }
    throw ClientCommands.unknownSubcommand("SESSION", words);
  }

  private static SessionCommand<KvCommand> open(Arguments words) throws BadRequestException {
    long ttlMillis = words.size() == 2 ? TTL_MILLIS : words.millis(2, SECOND_MILLIS, "session");
    if (ttlMillis <= 0) {
      throw Arguments.invalidTime("session");
    }
    return new SessionCommand.Open<>(ttlMillis);
  }

  private SessionCommand<KvCommand> exec(Arguments words, Client client)
      throws BadRequestException {
    long sequence = words.number(3);
    boolean isTold = words.keyword(4).equals("ACK");
    if (isTold && words.size() < 7) {
      throw Command.wrongNumber("session exec");
    }
    // A client that says nothing may ask again about the last few, and keeps as many under way.
    long acknowledged =
        isTold ? words.number(5) : Math.max(0, sequence - KvSessions.LIMITS.windowSequences());
    if (acknowledged < 0 || sequence <= acknowledged) {
      throw new BadRequestException(
          "ERR a sequence is at least 1, and above the one after ACK, which is at least 0");
    }
    KvCommand inner = inner(words, isTold ? 6 : 4, client);
    if (!(inner instanceof Update) || inner instanceof Timed.TimeToLive) {
      throw new BadRequestException("ERR SESSION EXEC takes a command that changes something");
    }
    return new SessionCommand.Exec<>(id(words), sequence, acknowledged, inner);
  }

  private static SessionId id(Arguments words) throws BadRequestException {
    try {
      return SessionId.parse(words.get(2).toString());
    } catch (IllegalArgumentException e) {
      throw new BadRequestException("ERR " + e.getMessage());
    }
  }

  private KvCommand inner(Arguments words, int index, Client client) throws BadRequestException {
    Arguments rest = new Arguments(words.from(index));
    Command command = data.get(rest.keyword(0).toLowerCase(Locale.ROOT));
    if (command == null) {
      throw new BadRequestException(
          "ERR '" + words.get(0) + "' takes a command about keys and values");
    }
    return ((Operate) command.meaningOf(rest, client)).command();
  }
}
