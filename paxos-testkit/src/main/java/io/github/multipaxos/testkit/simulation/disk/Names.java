package io.github.multipaxos.testkit.simulation.disk;

import io.github.multipaxos.testkit.simulation.Dice;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The names of files, as the system sees them and as the disk has them. */
final class Names {

  private final Map<String, Inode> seen = new TreeMap<>();
  private final Map<String, Inode> durable = new TreeMap<>();
  private final List<Consumer<Map<String, Inode>>> changes = new ArrayList<>();

  /** Returns all of them in order. */
  List<String> all() {
    return List.copyOf(seen.keySet());
  }

  boolean has(String name) {
    return seen.containsKey(name);
  }

  Inode find(String name, String path) throws IOException {
    Inode inode = seen.get(name);
    if (inode == null) {
      throw new NoSuchFileException(path);
    }
    return inode;
  }

  /** Shows every file with its name, in the order of names. */
  void forEach(BiConsumer<String, Inode> visitor) {
    seen.forEach(visitor);
  }

  /** Returns how many bytes the files hold. */
  long bytes() {
    return seen.values().stream().mapToLong(Inode::size).sum();
  }

  /** Something changes, for whoever looks, and some day on the disk. */
  void change(Consumer<Map<String, Inode>> change) {
    change.accept(seen);
    changes.add(change);
  }

  /** Makes every change durable. */
  void force() {
    changes.clear();
    durable.clear();
    durable.putAll(seen);
  }

  /** Power fails. What is left is what the disk has, and the first of the changes since. */
  void losePower(Dice dice) {
    int kept = dice.below(changes.size() + 1);
    changes.subList(0, kept).forEach(change -> change.accept(durable));
    changes.clear();
    seen.clear();
    seen.putAll(durable);
    seen.values().forEach(inode -> inode.losePower(dice));
  }

  /** Takes over copies of all the files that others show, all of it durable. */
  void copy(Names others) {
    others.forEach((name, inode) -> seen.put(name, inode.copy()));
    durable.putAll(seen);
  }
}
