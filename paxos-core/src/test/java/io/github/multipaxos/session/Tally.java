package io.github.multipaxos.session;

import io.github.multipaxos.Moment;
import io.github.multipaxos.Snapshot;
import io.github.multipaxos.StateMachine;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Answers a text with itself and with how many were applied, so that no two answers are equal. */
public final class Tally implements StateMachine<String, String> {

  private int applied;

  /** Begins with nothing applied. */
  public Tally() {}

  @Override
  public String apply(String command, Moment at) {
    return command + "#" + ++applied;
  }

  @Override
  public Snapshot snapshot() {
    int captured = applied;
    return out -> new DataOutputStream(out).writeInt(captured);
  }

  @Override
  public void restore(InputStream in) throws IOException {
    applied = new DataInputStream(in).readInt();
  }

  /** Returns how many commands were applied. */
  public int applied() {
    return applied;
  }
}
