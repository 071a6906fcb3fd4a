package io.github.multipaxos.log;

/**
 * An intact frame of a log that is looked at.
 *
 * @param file the path of its segment
 * @param offset where in the file it begins
 * @param bytes how many bytes of the file it takes, with its padding
 * @param sequence counts frames from 1, across segments
 * @param recordCount how many records it holds; none in a fence
 */
public record LogFrame(String file, long offset, long bytes, long sequence, int recordCount) {}
