package oomlab.graded;

/**
 * A row of a variant's task table.
 *
 * @param tablePages page tables, in pages
 * @param swapPages what is swapped out
 */
record Actor(
    int pid,
    int uid,
    long totalVmPages,
    long rssPages,
    long tablePages,
    long swapPages,
    int adj,
    String name) {

  long held() {
    return rssPages + tablePages + swapPages;
  }

  Actor withPid(int another) {
    return new Actor(another, uid, totalVmPages, rssPages, tablePages, swapPages, adj, name);
  }
}
