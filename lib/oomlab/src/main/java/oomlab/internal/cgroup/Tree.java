package oomlab.internal.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How groups are made and removed; a test gives one that also makes the kernel's files. */
public interface Tree {
  /** The kernel's own: making a directory makes its files, removing it needs no emptying. */
  Tree KERNEL =
      new Tree() {
        @Override
        public void make(Path group) throws IOException {
          Files.createDirectory(group);
        }

        @Override
        public void remove(Path group) throws IOException {
          Files.deleteIfExists(group);
        }

        @Override
        public void atExit(Runnable work) {
          Runtime.getRuntime().addShutdownHook(new Thread(work, "oomlab-return"));
        }
      };

  /** Makes a group. */
  void make(Path group) throws IOException;

  /** Removes a group, which must be empty. */
  void remove(Path group) throws IOException;

  /** Has something done when this process ends, unless it is killed. */
  void atExit(Runnable work);
}
