package io.github.multipaxos.testkit.scenario;

import io.github.multipaxos.model.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The words of a directive, to be taken one after the other until none is left. */
final class Words {

  private final List<String> words;

  /** Takes the line apart at white space. */
  Words(String line) {
    this.words = new ArrayList<>(List.of(line.strip().split("\\s+")));
  }

  boolean isEmpty() {
    return words.isEmpty();
  }

  /** Takes the next word. */
  String next(String what) {
    if (words.isEmpty()) {
      throw new UsageException(what + " is missing");
    }
    return words.remove(0);
  }

  /** Takes the next word, a node. */
  NodeId nextNode() {
    return node(next("a node"));
  }

  /** Takes the next word, a number, if there is one. */
  int nextNumber(int otherwise) {
    return words.isEmpty() ? otherwise : (int) number(words.remove(0));
  }

  /** Takes the word if it is there, wherever it is. */
  boolean take(String word) {
    return words.remove(word);
  }

  /** Takes the word after {@code word}, and both away. */
  Optional<String> takeAfter(String word) {
    int at = words.indexOf(word);
    if (at < 0) {
      return Optional.empty();
    }
    if (at + 1 == words.size()) {
      throw new UsageException("something is missing after `" + word + "`");
    }
    words.remove(at);
    return Optional.of(words.remove(at));
  }

  /** Takes the value of {@code key=value} if it is there. */
  Optional<String> option(String key) {
    for (String word : words) {
      if (word.startsWith(key + "=")) {
        words.remove(word);
        return Optional.of(word.substring(key.length() + 1));
      }
    }
    return Optional.empty();
  }

  /** Takes the value of {@code key=number} if it is there. */
  long option(String key, long otherwise) {
    return option(key).map(Words::number).orElse(otherwise);
  }

  /** Takes every word that is left. */
  List<String> rest() {
    List<String> rest = List.copyOf(words);
    words.clear();
    return rest;
  }

  /** Nothing may be left. */
  void end() {
    if (!words.isEmpty()) {
      throw new UsageException("`" + String.join(" ", words) + "` is not understood");
    }
  }

  static long number(String word) {
    try {
      return Long.parseLong(word);
    } catch (NumberFormatException e) {
      throw new UsageException("`" + word + "` is not a number");
    }
  }

  static NodeId node(String word) {
    long number = number(word);
    if (number < 1 || number > Integer.MAX_VALUE) {
      throw new UsageException("`" + word + "` is not a node");
    }
    return NodeId.of((int) number);
  }

  /** Reads {@code 1,2,3}. */
  static TreeSet<NodeId> nodes(String word) {
    TreeSet<NodeId> nodes = new TreeSet<>();
    for (String one : word.split(",")) {
      nodes.add(node(one));
    }
    return nodes;
  }
}
