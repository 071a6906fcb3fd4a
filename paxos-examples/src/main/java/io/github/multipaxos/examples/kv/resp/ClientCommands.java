package io.github.multipaxos.examples.kv.resp;

import io.github.multipaxos.examples.kv.resp.Command.Keys;
import io.github.multipaxos.examples.kv.resp.Meaning.Answer;
import io.github.multipaxos.examples.kv.store.Reply;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The commands that do not touch the store: what people type to look around, and what client
 * libraries send on their own when they connect.
 */
final class ClientCommands {

  /** The version of Redis whose answers these are; libraries decide by it what they may send. */
  static final String REDIS_VERSION = "7.0.0";

  /** What Redis would call its settings, for tools that insist on asking. */
  private static final Map<String, String> SETTINGS =
      new TreeMap<>(
          Map.of(
              "appendonly", "yes", "databases", "1", "maxmemory", "0", "save", "", "timeout", "0"));

  private ClientCommands() {}

  static List<Command> all() {
    return List.of(
        own("ping", -1, ClientCommands::ping),
        own("echo", 2, (words, client) -> answer(new Reply.Bulk(words.get(1)))),
        own("quit", -1, (words, client) -> new Meaning.Part(Reply.OK)),
        own("select", 2, ClientCommands::select),
        own("hello", -1, ClientCommands::hello),
        own("client", -2, ClientCommands::client),
        own("config", -2, ClientCommands::config),
        own("info", -1, ClientCommands::info));
  }

  private static Command own(String name, int arity, Command.Sense sense) {
    return new Command(name, arity, Keys.NONE, sense);
  }

  private static Meaning answer(Reply reply) {
    return new Answer(reply);
  }

  private static Meaning ping(Arguments words, Client client) throws BadRequestException {
    if (words.size() > 2) {
      throw Command.wrongNumber("ping");
    }
    return answer(words.size() == 2 ? new Reply.Bulk(words.get(1)) : new Reply.Status("PONG"));
  }

  private static Meaning select(Arguments words, Client client) throws BadRequestException {
    if (words.number(1) != 0) {
      throw new BadRequestException("ERR DB index is out of range");
    }
    return answer(Reply.OK);
  }

  /** Speaks version 2 only; clients that prefer 3 fall back when they are told so. */
  private static Meaning hello(Arguments words, Client client) throws BadRequestException {
    if (words.size() > 1 && words.number(1) != 2) {
      throw new BadRequestException("NOPROTO unsupported protocol version");
    }
    for (int i = 2; i < words.size(); i += 2) {
      if (!words.keyword(i).equals("SETNAME") || i + 1 == words.size()) {
        throw Arguments.syntaxError();
      }
      client.rename(words.get(i + 1));
    }
    return answer(
        new Reply.Array(
            List.of(
                Reply.of("server"), Reply.of("redis"),
                Reply.of("version"), Reply.of(REDIS_VERSION),
                Reply.of("proto"), Reply.of(2),
                Reply.of("id"), Reply.of(client.id()),
                Reply.of("mode"), Reply.of("standalone"),
                Reply.of("role"), Reply.of("master"),
                Reply.of("modules"), new Reply.Array(List.of()))));
  }

  private static Meaning client(Arguments words, Client client) throws BadRequestException {
    String sub = words.keyword(1);
    if (sub.equals("ID") && words.size() == 2) {
      return answer(Reply.of(client.id()));
    } else if (sub.equals("GETNAME") && words.size() == 2) {
      return answer(client.name().size() == 0 ? Reply.NIL : new Reply.Bulk(client.name()));
    } else if (sub.equals("SETNAME") && words.size() == 3) {
      client.rename(words.get(2));
      return answer(Reply.OK);
    } else if (sub.equals("SETINFO") && words.size() == 4) {
      return answer(Reply.OK);
    }
    throw unknownSubcommand("CLIENT", words);
  }

  private static Meaning config(Arguments words, Client client) throws BadRequestException {
    if (!words.keyword(1).equals("GET") || words.size() < 3) {
      throw unknownSubcommand("CONFIG", words);
    }
    Set<String> wanted = new LinkedHashSet<>();
    words.from(2).forEach(word -> wanted.add(word.toString().toLowerCase(Locale.ROOT)));
    List<Reply> pairs = new ArrayList<>();
    SETTINGS.forEach(
        (name, value) -> {
          if (wanted.contains("*") || wanted.contains(name)) {
            pairs.add(Reply.of(name));
            pairs.add(Reply.of(value));
          }
        });
    return answer(new Reply.Array(pairs));
  }

  private static Meaning info(Arguments words, Client client) {
    Set<String> sections = new LinkedHashSet<>();
    words.from(1).forEach(word -> sections.add(word.toString().toLowerCase(Locale.ROOT)));
    boolean all = sections.removeAll(Set.of("all", "default", "everything"));
    return new Meaning.Inform(all ? Set.of() : sections);
  }

  static BadRequestException unknownSubcommand(String command, Arguments words) {
    return new BadRequestException(
        "ERR unknown subcommand or wrong number of arguments for '"
            + words.get(1)
            + "' of "
            + command);
  }
}
