package io.github.multipaxos.register;

import io.github.multipaxos.model.Bytes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Decided values in bytes: the version, how many there are, and for each, in the order of the keys,
 * the key and the value, either with its size before it. All numbers are of four bytes, most
 * significant first. Equal states have equal bytes.
 */
final class SnapshotFormat {

  private static final int VERSION = 1;

  private SnapshotFormat() {}

  static void write(Map<String, Bytes> values, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(VERSION);
    data.writeInt(values.size());
    for (Map.Entry<String, Bytes> entry : values.entrySet()) {
      write(Keys.encode(entry.getKey()), data);
      write(entry.getValue().toArray(), data);
    }
    data.flush();
  }

  private static void write(byte[] bytes, DataOutputStream data) throws IOException {
    data.writeInt(bytes.length);
    data.write(bytes);
  }

  /** Reads exactly what {@link #write} wrote, and not a byte beyond. */
  static NavigableMap<String, Bytes> read(InputStream in) throws IOException {
    try {
      return read(new DataInputStream(in));
    } catch (EOFException e) {
      throw damaged("it ends too soon", e);
    } catch (IllegalArgumentException e) {
      throw damaged(String.valueOf(e.getMessage()), e);
    }
  }

  private static NavigableMap<String, Bytes> read(DataInputStream data) throws IOException {
    int version = data.readInt();
    if (version != VERSION) {
      throw new IOException(
          "the register's snapshot is of version "
              + version
              + ", this library reads "
              + VERSION
              + "; update this node");
    }
    int count = data.readInt();
    require(count >= 0, "it has " + count + " keys");
    NavigableMap<String, Bytes> values = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      byte[] bytes = read(data, WriteOnceRegister.KEY_BYTES_LIMIT, "key");
      String key = Keys.decode(ByteBuffer.wrap(bytes));
      require(values.isEmpty() || values.lastKey().compareTo(key) < 0, "its keys are out of order");
      values.put(key, Bytes.wrap(read(data, WriteOnceRegister.VALUE_BYTES_LIMIT, "value")));
    }
    return values;
  }

  private static byte[] read(DataInputStream data, int limit, String what) throws IOException {
    int size = data.readInt();
    require(size >= 0 && size <= limit, "a " + what + " has " + size + " bytes");
    byte[] bytes = new byte[size];
    data.readFully(bytes);
    return bytes;
  }

  private static void require(boolean holds, String fault) {
    if (!holds) {
      throw new IllegalArgumentException(fault);
    }
  }

  private static IOException damaged(String fault, Exception cause) {
    return new IOException("the register's snapshot is damaged: " + fault + "; use another", cause);
  }
}
