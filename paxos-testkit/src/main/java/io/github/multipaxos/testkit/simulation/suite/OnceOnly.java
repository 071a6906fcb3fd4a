package io.github.multipaxos.testkit.simulation.suite;

import io.github.multipaxos.Moment;
import io.github.multipaxos.Snapshot;
import io.github.multipaxos.StateMachine;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.TreeSet;

/**
 * Remembers every effect it had, numbers them in its answers, and cannot bear one twice: whoever
 * applies a retry is found out at once, and the number gives away an answer that was made anew.
 */
final class OnceOnly implements StateMachine<String, String> {

  private final TreeSet<String> effects = new TreeSet<>();

  @Override
  public String apply(String effect, Moment at) {
    if (!effects.add(effect)) {
      throw new IllegalStateException("the effect " + effect + " is had twice");
    }
    return effect + " is effect " + effects.size();
  }

  @Override
  public Snapshot snapshot() {
    TreeSet<String> copy = new TreeSet<>(effects);
    return out -> {
      DataOutputStream data = new DataOutputStream(out);
      data.writeInt(copy.size());
      for (String effect : copy) {
        data.writeUTF(effect);
      }
    };
  }

  @Override
  public void restore(InputStream in) throws IOException {
    effects.clear();
    DataInputStream data = new DataInputStream(in);
    for (int left = data.readInt(); left > 0; left--) {
      effects.add(data.readUTF());
    }
  }

  @Override
  public long digest() {
    return effects.hashCode();
  }
}
