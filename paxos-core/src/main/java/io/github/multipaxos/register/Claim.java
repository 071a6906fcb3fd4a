package io.github.multipaxos.register;

import io.github.multipaxos.model.Bytes;

/**
 * Asks that a key get this value. The first claim of a key in the log decides it; later ones only
 * learn what was decided.
 *
 * @param key the key
 * @param value the value claimed for it, encoded
 */
record Claim(String key, Bytes value) {}
