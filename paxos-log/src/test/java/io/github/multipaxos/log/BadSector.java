package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageDirectory;
import io.github.multipaxos.log.file.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A directory on a disk with a sector that it cannot read.
 *
 * @param files what else is there
 * @param name the file with the sector
 * @param offset where in the file the sector begins
 */
record BadSector(SimulatedDirectory files, String name, long offset) implements StorageDirectory {

  @Override
  public String pathOf(String file) {
    return files.pathOf(file);
  }

  @Override
  public List<String> list() {
    return files.list();
  }

  @Override
  public StorageFile openFile(String file) throws IOException {
    StorageFile good = files.openFile(file);
    return file.equals(name) ? new Bad(good, offset) : good;
  }

  private record Bad(StorageFile good, long sector) implements StorageFile {

    @Override
    public int read(ByteBuffer target, long from) throws IOException {
      long end = Math.min(from + target.remaining(), good.size());
      if (from < sector + Format.SECTOR_BYTES && end > sector) {
        throw new IOException("Input/output error");
      }
      return good.read(target, from);
    }

    @Override
    public long size() throws IOException {
      return good.size();
    }

    @Override
    public void write(ByteBuffer source, long from) throws IOException {
      good.write(source, from);
    }

    @Override
    public void allocate(long bytes) throws IOException {
      good.allocate(bytes);
    }

    @Override
    public void truncate(long bytes) throws IOException {
      good.truncate(bytes);
    }

    @Override
    public void force(boolean metadata) throws IOException {
      good.force(metadata);
    }

    @Override
    public void close() throws IOException {
      good.close();
    }
  }

  @Override
  public void create() throws IOException {
    files.create();
  }

  @Override
  public StorageFile createFile(String file) throws IOException {
    return files.createFile(file);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    files.rename(from, to);
  }

  @Override
  public void delete(String file) throws IOException {
    files.delete(file);
  }

  @Override
  public void force() throws IOException {
    files.force();
  }

  @Override
  public Closeable lock(String file) throws IOException {
    return files.lock(file);
  }
}
