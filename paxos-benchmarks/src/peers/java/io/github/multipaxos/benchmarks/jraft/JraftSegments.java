package io.github.multipaxos.benchmarks.jraft;

import com.alipay.sofa.jraft.core.DefaultJRaftServiceFactory;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import com.alipay.sofa.jraft.storage.log.RocksDBSegmentLogStorage;

/** SOFAJRaft with its other log: commands in mapped files, their places in RocksDB. */
public final class JraftSegments extends Jraft {

  private static final int SEGMENT_BYTES = 64 << 20;
  private static final int EVERYTHING = 0;

  @Override
  public String name() {
    return "jraft-segments";
  }

  @Override
  public String settings() {
    return "as jraft, log in mapped segments of 64 MiB with an index in RocksDB";
  }

  @Override
  DefaultJRaftServiceFactory logs() {
    return new DefaultJRaftServiceFactory() {
      @Override
      public LogStorage createLogStorage(String uri, RaftOptions options) {
        return RocksDBSegmentLogStorage.builder(uri, options)
            .setMaxSegmentFileSize(SEGMENT_BYTES)
            .setValueSizeThreshold(EVERYTHING)
            .build();
      }
    };
  }
}
