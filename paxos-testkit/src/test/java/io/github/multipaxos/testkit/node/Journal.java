package io.github.multipaxos.testkit.node;

import io.github.multipaxos.Moment;
import io.github.multipaxos.Snapshot;
import io.github.multipaxos.StateMachine;
import io.github.multipaxos.model.NodeId;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes down every command it applies. Answers {@code node:position}, so that a result tells whose
 * it is. A test may look at it from outside at any time.
 */
final class Journal implements StateMachine<String, String> {

  /** One command applied, and where in the log it stood. */
  record Entry(String command, Moment at) {}

  private final NodeId node;
  private final Sightings<Entry> entries = new Sightings<>();
  private volatile Consumer<String> before = command -> {};
  private volatile Runnable beforeCapture = () -> {};
  private volatile Runnable beforeWriting = () -> {};
  private volatile Runnable beforeRestore = () -> {};

  Journal(NodeId node) {
    this.node = node;
  }

  /** Does this before each command is written down; it may block, or throw. */
  void beforeEach(Consumer<String> before) {
    this.before = before;
  }

  /** Does this before each capture of a snapshot; it may throw. */
  void beforeCapture(Runnable before) {
    this.beforeCapture = before;
  }

  /** Does this before each snapshot is written; it may throw. */
  void beforeWriting(Runnable before) {
    this.beforeWriting = before;
  }

  /** Does this before each snapshot is restored; it may throw. */
  void beforeRestore(Runnable before) {
    this.beforeRestore = before;
  }

  /** Holds up the command of that name. */
  void holdUp(String command, Gate gate) {
    beforeEach(
        next -> {
          if (next.equals(command)) {
            gate.pass();
          }
        });
  }

  @Override
  public String apply(String command, Moment at) {
    before.accept(command);
    entries.add(new Entry(command, at));
    return node + ":" + entries.size();
  }

  @Override
  public Snapshot snapshot() {
    beforeCapture.run();
    List<Entry> all = List.copyOf(entries.all());
    return out -> {
      beforeWriting.run();
      DataOutputStream data = new DataOutputStream(out);
      data.writeInt(all.size());
      for (Entry entry : all) {
        data.writeUTF(entry.command());
        data.writeLong(entry.at().slot());
        data.writeLong(entry.at().timeMillis());
      }
    };
  }

  /** What is known already is not written down twice. */
  @Override
  public void restore(InputStream in) throws IOException {
    beforeRestore.run();
    DataInputStream data = new DataInputStream(in);
    int known = entries.size();
    int all = data.readInt();
    for (int i = 0; i < all; i++) {
      Entry entry = new Entry(data.readUTF(), new Moment(data.readLong(), data.readLong()));
      if (i >= known) {
        entries.add(entry);
      }
    }
  }

  List<Entry> entries() {
    return entries.all();
  }

  List<String> commands() {
    return entries.all().stream().map(Entry::command).toList();
  }

  int size() {
    return entries.size();
  }

  void await(String command) {
    entries.await(
        "node " + node + " to apply " + command,
        all -> !all.isEmpty() && all.stream().anyMatch(entry -> entry.command().equals(command)));
  }

  void awaitSize(int size) {
    entries.await("node " + node + " to apply " + size + " commands", all -> all.size() >= size);
  }
}
