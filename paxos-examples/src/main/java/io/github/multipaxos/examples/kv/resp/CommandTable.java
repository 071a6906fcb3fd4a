package io.github.multipaxos.examples.kv.resp;

import io.github.multipaxos.examples.kv.resp.Command.Keys;
import io.github.multipaxos.examples.kv.resp.Meaning.Answer;
import io.github.multipaxos.examples.kv.store.Reply;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds out what a request means. Immutable. */
final class CommandTable {

  private static final int QUOTED_CHARACTERS = 128;

  private final SortedMap<String, Command> byName = new TreeMap<>();

  CommandTable() {
    DataCommands.all().forEach(this::add);
    new PrefixCommands().all().forEach(this::add);
    ClientCommands.all().forEach(this::add);
    add(new Command("command", -1, Keys.NONE, this::describe));
  }

  private void add(Command command) {
    byName.put(command.name(), command);
  }

  /** Returns what the request asks for; if it is wrong, to say so. */
  Meaning meaningOf(Request request, Client client) {
    if (request instanceof Request.Call call) {
      try {
        return meaningOf(new Arguments(call.words()), client);
      } catch (BadRequestException e) {
        return new Answer(new Reply.Error(e.getMessage()));
      }
    }
    String text = ((Request.Garbage) request).text();
    return new Meaning.Part(new Reply.Error("ERR " + text));
  }

  private Meaning meaningOf(Arguments words, Client client) throws BadRequestException {
    Command command = byName.get(words.keyword(0).toLowerCase(Locale.ROOT));
    if (command == null) {
      String name = words.get(0).toString();
      String quoted = name.substring(0, Math.min(name.length(), QUOTED_CHARACTERS));
      throw new BadRequestException("ERR unknown command '" + quoted + "'");
    }
    return command.meaningOf(words, client);
  }

  private Meaning describe(Arguments words, Client client) throws BadRequestException {
    if (words.size() == 1) {
      return new Answer(
          new Reply.Array(byName.values().stream().map(CommandTable::description).toList()));
    }
    return switch (words.keyword(1)) {
      case "COUNT" -> new Answer(Reply.of(byName.size()));
      case "DOCS" -> new Answer(new Reply.Array(List.of()));
      default -> throw ClientCommands.unknownSubcommand("COMMAND", words);
    };
  }

  /** The six things that clients which route by key want to know. */
  private static Reply description(Command command) {
    return new Reply.Array(
        List.of(
            Reply.of(command.name()),
            Reply.of(command.arity()),
            new Reply.Array(List.of()),
            Reply.of(command.keys().first()),
            Reply.of(command.keys().through()),
            Reply.of(command.keys().step())));
  }
}
