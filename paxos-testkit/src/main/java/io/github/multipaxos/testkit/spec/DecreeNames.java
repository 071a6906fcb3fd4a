package io.github.multipaxos.testkit.spec;

import io.github.multipaxos.model.Decree;
import java.util.HashMap;
import java.util.Map;

/** Names decrees in the order in which they turn up; equal ones have one name. */
final class DecreeNames {

  private final Map<Decree, String> names = new HashMap<>(); // never iterated over

  String of(Decree decree) {
    return decree instanceof Decree.Noop
        ? "noop"
        : names.computeIfAbsent(decree, it -> "d" + (names.size() + 1));
  }
}
