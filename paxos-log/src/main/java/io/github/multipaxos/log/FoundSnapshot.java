package io.github.multipaxos.log;

import io.github.multipaxos.model.SnapshotId;

/**
 * A snapshot beside a log, or what there is of one that is fetched.
 *
 * @param file its path
 * @param snapshot its name; {@link SnapshotId#NONE} if its header does not say
 * @param bytes how many bytes are there behind the header
 * @param isFetched whether its parts are still being put together
 * @param isIntact whether what is there is what it should be; true of one being fetched while bytes
 *     are missing, for only the whole can be checked
 */
public record FoundSnapshot(
    String file, SnapshotId snapshot, long bytes, boolean isFetched, boolean isIntact) {}
