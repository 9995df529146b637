package oomlab.lms;

/** Where a class's submissions come from. */
public enum LearningPlatform {
  /** "Download all submissions" of a Moodle assignment. */
  MOODLE,
  /** "Download submissions" of a Canvas assignment. */
  CANVAS,
  /** A folder for each student, such as nbgrader's {@code submitted/} and {@code inbound/}. */
  FOLDERS
}
