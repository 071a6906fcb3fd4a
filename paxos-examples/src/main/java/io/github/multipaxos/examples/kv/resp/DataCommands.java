package io.github.multipaxos.examples.kv.resp;

import io.github.multipaxos.examples.kv.resp.Command.Keys;
import io.github.multipaxos.examples.kv.resp.Meaning.Operate;
import io.github.multipaxos.examples.kv.store.Blob;
import io.github.multipaxos.examples.kv.store.KvCommand;
import io.github.multipaxos.examples.kv.store.Query;
import io.github.multipaxos.examples.kv.store.Timed;
import io.github.multipaxos.examples.kv.store.Update;
import io.github.multipaxos.examples.kv.store.Update.Condition;
import java.util.List;

/** The commands that are about keys and values: what Redis calls strings, and one of our own. */
final class DataCommands {

  private static final long SECOND_MILLIS = 1000;

  private DataCommands() {}

  /** Makes a replicated command out of a request. */
  @FunctionalInterface
  private interface Parse {
    KvCommand from(Arguments arguments) throws BadRequestException;
  }

  static List<Command> all() {
    return List.of(
        data("get", 2, Keys.FIRST, words -> new Query.Get(words.get(1))),
        data("mget", -2, Keys.ALL, words -> new Query.GetMany(words.from(1))),
        data("exists", -2, Keys.ALL, words -> new Query.Exists(words.from(1))),
        data("strlen", 2, Keys.FIRST, words -> new Query.Length(words.get(1))),
        data("dbsize", 1, Keys.NONE, words -> new Query.Size()),
        data("set", -3, Keys.FIRST, DataCommands::set),
        data("mset", -3, Keys.ALTERNATE, DataCommands::mset),
        data("getset", 3, Keys.FIRST, w -> new Update.GetSet(w.get(1), w.get(2))),
        data("append", 3, Keys.FIRST, w -> new Update.Append(w.get(1), w.get(2))),
        data("cas", 4, Keys.FIRST, w -> new Update.Swap(w.get(1), w.get(2), w.get(3))),
        data("incr", 2, Keys.FIRST, words -> new Update.Add(words.get(1), 1)),
        data("decr", 2, Keys.FIRST, words -> new Update.Add(words.get(1), -1)),
        data("incrby", 3, Keys.FIRST, w -> new Update.Add(w.get(1), w.number(2))),
        data("del", -2, Keys.ALL, words -> new Update.Delete(words.from(1))),
        data("flushall", -1, Keys.NONE, DataCommands::flush),
        data("expire", 3, Keys.FIRST, DataCommands::expire),
        data("persist", 2, Keys.FIRST, words -> new Timed.Persist(words.get(1))),
        data("ttl", 2, Keys.FIRST, words -> new Timed.TimeToLive(words.get(1), 1000)),
        data("pttl", 2, Keys.FIRST, words -> new Timed.TimeToLive(words.get(1), 1)));
  }

  private static Command data(String name, int arity, Keys keys, Parse parse) {
    return new Command(name, arity, keys, (words, client) -> new Operate(parse.from(words)));
  }

  private static KvCommand set(Arguments words) throws BadRequestException {
    Condition condition = Condition.NONE;
    long ttlMillis = 0;
    for (int i = 3; i < words.size(); i++) {
      String option = words.keyword(i);
      if (condition == Condition.NONE && option.equals("NX")) {
        condition = Condition.IF_ABSENT;
      } else if (condition == Condition.NONE && option.equals("XX")) {
        condition = Condition.IF_PRESENT;
      } else if (ttlMillis == 0 && i + 1 < words.size() && option.equals("EX")) {
        ttlMillis = ttl(words, ++i, SECOND_MILLIS);
      } else if (ttlMillis == 0 && i + 1 < words.size() && option.equals("PX")) {
        ttlMillis = ttl(words, ++i, 1);
      } else {
        throw Arguments.syntaxError();
      }
    }
    return new Update.Set(words.get(1), words.get(2), condition, ttlMillis);
  }

  private static long ttl(Arguments words, int index, long unitMillis) throws BadRequestException {
    long millis = words.millis(index, unitMillis, "set");
    if (millis <= 0) {
      throw Arguments.invalidTime("set");
    }
    return millis;
  }

  private static KvCommand mset(Arguments words) throws BadRequestException {
    List<Blob> turns = words.from(1);
    if (turns.size() % 2 != 0) {
      throw Command.wrongNumber("mset");
    }
    return Update.SetMany.of(turns);
  }

  private static KvCommand expire(Arguments words) throws BadRequestException {
    return new Timed.Expire(words.get(1), words.millis(2, SECOND_MILLIS, "expire"));
  }

  /** Redis frees memory now or later as the argument says; here there is nothing to choose. */
  private static KvCommand flush(Arguments words) throws BadRequestException {
    boolean plain = words.size() == 1;
    boolean hinted = words.size() == 2 && List.of("SYNC", "ASYNC").contains(words.keyword(1));
    if (!plain && !hinted) {
      throw Arguments.syntaxError();
    }
    return new Update.Flush();
  }
}
