package io.github.multipaxos.node;

import io.github.multipaxos.Codec;
import io.github.multipaxos.Moment;
import io.github.multipaxos.PaxosConfig;
import io.github.multipaxos.Snapshot;
import io.github.multipaxos.StateMachine;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** A state machine that keeps what it is told, line by line. */
final class Pages implements StateMachine<String, String> {

  private List<String> lines = new ArrayList<>();

  List<String> lines() {
    return lines;
  }

  @Override
  public String apply(String command, Moment at) {
    lines.add(command);
    return command + "@" + at.slot();
  }

  @Override
  public Snapshot snapshot() {
    List<String> copy = List.copyOf(lines);
    return out -> {
      DataOutputStream data = new DataOutputStream(out);
      data.writeInt(copy.size());
      for (String line : copy) {
        data.writeUTF(line);
      }
    };
  }

  @Override
  public void restore(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    List<String> read = new ArrayList<>();
    for (int left = data.readInt(); left > 0; left--) {
      read.add(data.readUTF());
    }
    lines = read;
  }

  /** Returns settings of a node of these members whose state machine this is. */
  NodeSettings<String, String> settings(String members) {
    return new NodeSettings<>(
        new ClusterId("pages"),
        NodeId.of(1),
        Members.parse(members),
        this,
        Codec.strings(),
        new HeldLog(),
        new DeafTransport(),
        PaxosConfig.defaults(),
        event -> {},
        TimeSource.SYSTEM);
  }
}
