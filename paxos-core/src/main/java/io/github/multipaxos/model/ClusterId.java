package io.github.multipaxos.model;

import java.util.regex.Pattern;

/**
 * Names a cluster. Nodes of different clusters refuse to talk, and a log written in one cluster
 * does not open in another.
 *
 * @param name 1 to 64 characters out of letters, digits, dot, dash and underscore
 */
public record ClusterId(String name) {

  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** Checks the name. */
  public ClusterId {
    if (!VALID.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a cluster name has 1 to 64 letters, digits, dots, dashes or underscores, was '"
              + name
              + "'");
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
