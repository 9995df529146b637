package oomlab.explain;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import oomlab.report.OomReport.Task;

/**
 * What one row of the task table weighed in the choice.
 *
 * @param task the row
 * @param pages pages that count: resident, swapped out, page tables
 * @param adj its oom_score_adj
 * @param root whether it was spared as root (up to 4.16); judged by its uid of 0
 * @param points what the formula gives; empty for a process that may not be killed
 * @param score the points as a share of all pages in thousandths; empty where those are unknown
 * @param rank 1 for the first to be killed; empty for a process that may not be killed
 * @param spared why it may not be killed
 */
public record Candidate(
    Task task,
    long pages,
    int adj,
    boolean root,
    OptionalLong points,
    OptionalLong score,
    OptionalInt rank,
    Optional<String> spared) {}
