package io.github.multipaxos.testkit.scenario;

import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Makes commands of texts, and remembers which text belongs to which id. */
final class CommandNames {

  private final Map<CommandId, String> textById = new HashMap<>();

  /** Makes a command of the text, filled up with zeros to so many bytes. */
  Command make(CommandId id, String text, long bytes) {
    textById.put(id, text);
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    int size = (int) Math.max(bytes, payload.length);
    return new Command(id, Bytes.wrap(Arrays.copyOf(payload, size)));
  }

  String of(CommandId id) {
    return textById.getOrDefault(id, id.toString());
  }
}
