package io.github.multipaxos.testkit.simulation.disk;

import io.github.multipaxos.testkit.simulation.Dice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What has become garbage by itself, and may be taken back for as long as nobody bears it. */
final class Rotting {

  private final Names names;
  private final Dice dice;
  private final List<Rot> rots = new ArrayList<>();
  private final List<Rot> borne = new ArrayList<>();

  private record Rot(Inode inode, int at, byte bits) {}

  Rotting(Names names, Dice dice) {
    this.names = names;
    this.dice = dice;
  }

  /** A bit of the last file of such a name flips. Tells whether there is one. */
  boolean flip(Predicate<String> which) {
    List<Inode> files = filled(which);
    if (files.isEmpty()) {
      return false;
    }
    Inode last = files.get(files.size() - 1);
    last.rot(dice.below(last.size()));
    return true;
  }

  /** So many sectors of files of such names become garbage. Tells whether there are any. */
  boolean spoil(Predicate<String> which, int sectors) {
    List<Inode> files = filled(which);
    for (int i = 0; i < sectors && !files.isEmpty(); i++) {
      Inode file = files.get(dice.below(files.size()));
      Rot rot = new Rot(file, dice.below(file.size()), (byte) dice.between(1, 255));
      if (!file.isRotten(rot.at())) {
        file.rotSector(rot.at(), rot.bits());
        rots.add(rot);
      }
    }
    return !files.isEmpty();
  }

  private List<Inode> filled(Predicate<String> which) {
    List<Inode> files = files(which);
    files.removeIf(file -> file.size() == 0);
    return files;
  }

  /** Returns the files of such names, in the order of names. */
  private List<Inode> files(Predicate<String> which) {
    List<Inode> files = new ArrayList<>();
    names.forEach(
        (name, inode) -> {
          if (which.test(name)) {
            files.add(inode);
          }
        });
    return files;
  }

  /**
   * Takes back the garbage since {@link #bear}, and all that was never written over in the last
   * file of such a name, which may have had another name when it rotted. Tells whether there was
   * any.
   */
  boolean mend(Predicate<String> which) {
    List<Inode> files = files(which);
    List<Rot> mended = new ArrayList<>(rots);
    if (!files.isEmpty()) {
      Inode doubted = files.get(files.size() - 1);
      borne.stream().filter(rot -> rot.inode() == doubted).forEach(mended::add);
    }
    mended.removeIf(rot -> !rot.inode().isRotten(rot.at()));
    mended.forEach(rot -> rot.inode().mendSector(rot.at(), rot.bits()));
    rots.clear();
    return !mended.isEmpty();
  }

  /** What has become garbage stays so. */
  void bear() {
    borne.removeIf(rot -> !rot.inode().isRotten(rot.at()));
    borne.addAll(rots);
    rots.clear();
  }
}
