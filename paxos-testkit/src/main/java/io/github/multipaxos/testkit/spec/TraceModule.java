package io.github.multipaxos.testkit.spec;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.NodeId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Turns the file of a {@link Trace} into a module and a configuration for TLC, which then tells
 * whether the run is a behaviour of {@code docs/spec/MultiPaxosTrace.tla}.
 */
public final class TraceModule {

  private final List<String> nodes = new ArrayList<>();
  private final List<TraceLine> events = new ArrayList<>();
  private final SortedSet<Ballot> ballots = new TreeSet<>();
  private final SortedSet<String> decrees = new TreeSet<>();
  private long maxSlot = 1;
  private long restarts;

  private TraceModule() {}

  /**
   * Reads a trace.
   *
   * @throws IOException if the file cannot be read, or is not a trace: the message names the line
   */
  public static TraceModule read(Path file) throws IOException {
    TraceModule module = new TraceModule();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      int number = 0;
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        number++;
        try {
          module.add(line(text));
        } catch (IllegalArgumentException e) {
          throw new IOException(
              file + ":" + number + ": " + e.getMessage() + "; see docs/spec/README.md", e);
        }
      }
    }
    if (module.nodes.isEmpty()) {
      throw new IOException(file + ": no event \"cluster\", which is the first of every trace");
    }
    return module;
  }

  private static TraceLine line(String text) {
    return TraceLine.parse(text)
        .orElseThrow(() -> new IllegalArgumentException("not an event: " + text));
  }

  /** Returns how many events there are, not counting the one that names the nodes. */
  public int events() {
    return events.size();
  }

  private void add(TraceLine line) {
    if (line.event().equals("cluster")) {
      nodes.addAll(line.words("nodes"));
      return;
    }
    events.add(line);
    if (line.has("ballot")) {
      ballots.add(ballot(line.word("ballot")));
    }
    if (line.has("decree")) {
      decrees.add(line.word("decree"));
    }
    if (line.has("slot")) {
      maxSlot = Math.max(maxSlot, line.number("slot"));
    }
    if (line.event().equals("leads")) {
      decrees.addAll(line.words("decrees"));
      maxSlot = Math.max(maxSlot, line.number("slot") + line.words("decrees").size() - 1);
    } else if (line.event().equals("promises")) {
      line.words("votes").forEach(this::addVote);
    } else if (line.event().equals("restarted")) {
      restarts++;
    }
  }

  private void addVote(String vote) {
    String[] parts = voteParts(vote);
    maxSlot = Math.max(maxSlot, Long.parseLong(parts[0]));
    ballots.add(ballot(parts[1]));
    decrees.add(parts[2]);
  }

  private static String[] voteParts(String vote) {
    String[] parts = vote.split(" ");
    if (parts.length != 3) {
      throw new IllegalArgumentException("a vote is \"slot ballot decree\", was \"" + vote + "\"");
    }
    return parts;
  }

  private static Ballot ballot(String text) {
    String[] parts = text.split("\\.");
    if (parts.length != 2) {
      throw new IllegalArgumentException("a ballot is \"round.node\", was \"" + text + "\"");
    }
    return new Ballot(Long.parseLong(parts[0]), NodeId.of(Integer.parseInt(parts[1])));
  }

  /**
   * Writes {@code name.tla} and {@code name.cfg}.
   *
   * @throws IOException if they cannot be written
   */
  public void write(Path folder, String name) throws IOException {
    List<String> steps = events.stream().map(this::step).toList();
    List<String> owners = ballots.stream().map(ballot -> ballot.node().toString()).toList();
    decrees.remove("noop");
    Files.writeString(
        folder.resolve(name + ".tla"),
        """
        ---- MODULE %s ----
        EXTENDS MultiPaxosTrace
        RunEvents == <<
          %s >>
        RunOwner == <<%s>>
        ====
        """
            .formatted(name, String.join(",\n  ", steps), String.join(", ", owners)));
    Files.writeString(
        folder.resolve(name + ".cfg"),
        """
        INIT TraceInit
        NEXT TraceNext
        CONSTRAINT Reached
        CHECK_DEADLOCK FALSE
        CONSTANTS
          Nodes = {%s}
          Owner <- RunOwner
          MaxSlot = %d
          Commands = {%s}
          Noop = "noop"
          None = "none"
          FirstOwn = {"noop"}
          SyncsLater = TRUE
          MaxCrashes = %d
          Snapshots = FALSE
          Rot = TRUE
          Reads = FALSE
          Bugs = {}
          Events <- RunEvents
        """
            .formatted(String.join(", ", nodes), maxSlot, quoted(decrees), restarts));
  }

  private static String quoted(Iterable<String> words) {
    List<String> quoted = new ArrayList<>();
    words.forEach(word -> quoted.add("\"" + word + "\""));
    return String.join(", ", quoted);
  }

  private String step(TraceLine line) {
    List<String> fields = new ArrayList<>();
    fields.add("event |-> \"" + line.event() + "\"");
    for (String number : List.of("node", "through", "prefix", "faulty")) {
      if (line.has(number)) {
        fields.add(number + " |-> " + line.number(number));
      }
    }
    if (line.event().equals("durable")) {
      List<String> record = new ArrayList<>(List.of("kind |-> \"" + line.word("record") + "\""));
      record.addAll(slotBallotDecree(line));
      fields.add("record |-> [" + String.join(", ", record) + "]");
    } else {
      fields.addAll(slotBallotDecree(line));
    }
    if (line.has("decrees")) {
      fields.add("decrees |-> <<" + quoted(line.words("decrees")) + ">>");
    }
    if (line.has("votes")) {
      List<String> votes = line.words("votes").stream().map(this::vote).toList();
      fields.add("votes |-> {" + String.join(", ", votes) + "}");
    }
    for (String slots : List.of("lost", "kept")) {
      if (line.has(slots)) {
        fields.add(slots + " |-> {" + String.join(", ", line.words(slots)) + "}");
      }
    }
    return "[" + String.join(", ", fields) + "]";
  }

  private List<String> slotBallotDecree(TraceLine line) {
    List<String> fields = new ArrayList<>();
    if (line.has("slot")) {
      fields.add("slot |-> " + line.number("slot"));
    }
    if (line.has("ballot")) {
      fields.add("ballot |-> " + rank(ballot(line.word("ballot"))));
    }
    if (line.has("decree")) {
      fields.add("decree |-> \"" + line.word("decree") + "\"");
    }
    return fields;
  }

  private String vote(String vote) {
    String[] parts = voteParts(vote);
    return "[slot |-> %s, ballot |-> %d, decree |-> \"%s\"]"
        .formatted(parts[0], rank(ballot(parts[1])), parts[2]);
  }

  /** Ballots have the numbers from 1, in their order. */
  private int rank(Ballot ballot) {
    return ballots.headSet(ballot).size() + 1;
  }
}
