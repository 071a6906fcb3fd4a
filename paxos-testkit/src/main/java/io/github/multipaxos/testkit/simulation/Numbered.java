package io.github.multipaxos.testkit.simulation;

import io.github.multipaxos.Codec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A command with the number of the operation that it is for, by which the simulation knows it again
 * in any log.
 *
 * @param <C> the command type
 * @param number counts the operations of a run
 * @param command what the application wants
 */
record Numbered<C>(long number, C command) {

  /** Writes the number as text before the command, so that messages and records show it. */
  static <C> Codec<Numbered<C>> codec(Codec<C> commands) {
    return Codec.of(
        numbered -> encode(numbered, commands),
        bytes -> {
          long number = number(bytes);
          return new Numbered<>(number, commands.decode(bytes));
        });
  }

  private static <C> byte[] encode(Numbered<C> numbered, Codec<C> commands) {
    byte[] number = ("#" + numbered.number).getBytes(StandardCharsets.US_ASCII);
    byte[] command = commands.encode(numbered.command);
    byte[] all = new byte[number.length + 1 + command.length];
    System.arraycopy(number, 0, all, 0, number.length);
    System.arraycopy(command, 0, all, number.length + 1, command.length);
    return all;
  }

  /** Reads the number, and leaves the buffer at the command. */
  static long number(ByteBuffer bytes) {
    long number = 0;
    bytes.get();
    for (byte digit = bytes.get(); digit != 0; digit = bytes.get()) {
      number = 10 * number + digit - '0';
    }
    return number;
  }
}
