package io.github.multipaxos.architecture.breaking.model;

import org.slf4j.Logger;

/** Only the node may log. */
public final class Logs {
  Logger logger;
}
