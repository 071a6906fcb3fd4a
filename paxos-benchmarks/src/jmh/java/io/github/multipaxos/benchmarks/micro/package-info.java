/** What the parts cost one by one, without threads, sockets or disks in between. Run by JMH. */
@NullMarked
package io.github.multipaxos.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
