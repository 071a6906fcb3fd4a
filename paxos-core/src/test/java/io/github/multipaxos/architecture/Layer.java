package io.github.multipaxos.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Optional;

/** The layers, lowest first, with what each may see beside itself. */
enum Layer {
  MODEL("model"),
  MESSAGE("message", "model"),
  RECORD("record", "model"),
  PROTOCOL("protocol", "model", "message", "record"),
  SPI("spi", "model", "message", "record"),
  /** What an embedder touches: the root package but for the door. */
  API("", "model", "spi"),
  /** The only threads. */
  NODE("node", "model", "message", "record", "protocol", "spi", ""),
  /** The one class of the root package that sees the node behind it. */
  DOOR("PaxosNode", "model", "spi", "", "node"),
  /** Built like any application, on what an embedder touches. */
  REGISTER("register", "model", "spi", "", "PaxosNode"),
  /** A decorator of the state machine: the node knows nothing of it, nor it of the node. */
  SESSION("session", "model", ""),
  /** Those who hold sessions, with the clock and the timer that the sessions themselves lack. */
  SESSION_CLIENT("session.client", "model", "", "PaxosNode", "session");

  private final String name;
  private final List<String> visible;

  Layer(String name, String... visible) {
    this.name = name;
    this.visible = List.of(visible);
  }

  /** Returns the layer of a class, if it is below this root package and in one. */
  static Optional<Layer> of(JavaClass type, String root) {
    String outermost = type.getName().replaceFirst("\\$.*", "");
    if (outermost.equals(root + "." + DOOR.name)) {
      return Optional.of(DOOR);
    }
    for (Layer layer : values()) {
      String packageName = layer.name.isEmpty() ? root : root + "." + layer.name;
      if (type.getPackageName().equals(packageName)) {
        return Optional.of(layer);
      }
    }
    return Optional.empty();
  }

  boolean sees(Layer other) {
    return other == this || visible.contains(other.name);
  }

  /** Tells whether a class from outside the library may be used here. */
  boolean sees(String outside) {
    return outside.startsWith("java.")
        || outside.startsWith("org.jspecify.")
        || this == NODE && outside.startsWith("org.slf4j.");
  }
}
