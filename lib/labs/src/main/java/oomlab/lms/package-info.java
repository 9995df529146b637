/**
 * A class as a learning management system has it: the zip of all submissions in, grades and
 * feedback in the files that it takes back out. Knows Moodle, Canvas and nbgrader's folders; runs
 * no code of a student and gives no points.
 *
 * <p>Start with {@link oomlab.lms.ClassDownload}, {@link oomlab.lms.LateRule} and {@link
 * oomlab.lms.GradeTemplate}. Sources of the layouts: Moodle's {@code
 * mod/assign/classes/downloader.php}, {@code mod/assign/feedback/file/importziplib.php} and {@code
 * mod/assign/feedback/offline/importgradeslib.php}; Canvas' {@code lib/content_zipper.rb}, {@code
 * app/models/abstract_assignment.rb} and {@code lib/gradebook_importer.rb}.
 */
@NullMarked
package oomlab.lms;

import org.jspecify.annotations.NullMarked;
