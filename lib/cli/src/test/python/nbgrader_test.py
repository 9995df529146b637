"""Releases, validates and grades the graded lab with nbgrader's own commands and with ./oomlab's.

    nbgrader_test.py --project DIR --java JAVA

What nbgrader says and what we say must be the same, row by row, or stand below as a difference.
"""

import argparse
import csv
import os
import tempfile
import time
import zipfile

from nbgrader.api import Gradebook

from nbgrader_course import LAB, Course, first, mark, read, replace, text, write

BEFORE_ID = "// Your student id, as in"
EDITED_TEST = replace("q5_blind_test", "oomlab.graded", "// oomlab.graded")
CHANGES = {
    "right": [],
    "partly": [
        replace("q1_loop", "memory.touch(start + at);", "try { memory.touch(start + at); } catch (RuntimeException e) { return pages; }"),
        replace("q2_heavy", "isGreaterThanOrEqualTo", "isGreaterThan"),
        replace("q3_points", "points -= points * 3 / 100;", ""),
        replace("q5_chart", "resident memory, MiB", "resident memory"),
    ],
    "wrong": [
        first("q2_resident", "return -5;"),
        first("q2_who", 'throw new IllegalStateException("no idea");'),
        first("q2_total", "return nowhere;"),
        first("q5_peak", 'System.err.println("debug");'),
        first("q5_growth", 'System.out.println("debug");'),
        EDITED_TEST,
    ],
    "raises": [replace("id", BEFORE_ID, 'if (true) throw new IllegalStateException("no id");\n' + BEFORE_ID)],
    "other-list": [replace("id", BEFORE_ID, "import java.awt.*;\n" + BEFORE_ID)],
    "exits": [first("q5_peak", "System.exit(1);")],
}
UNTOUCHED = "untouched"
# The right answers in the student version with Chinese text, graded against the English source.
CHINESE = "chinese"
# Differences on purpose. Tests that say List do not compile in nbgrader where java.awt.List was imported, too.
OTHER_LIST = set(
    "q1_loop q2_resident q2_who q2_total q2_heavy q3_points q3_chosen q4_if q4_least q5_growth q5_chart".split()
)
# nbgrader has no score at all of a submission whose kernel ended.
FAILED = "exits"
# What each is worth here: the marks of the right one are the source's, without those by hand and with half a run.
SUMS = {"right": 31, "partly": 24, "wrong": 17, "raises": 18, "other-list": 29, "exits": 28, CHINESE: 29, UNTOUCHED: 0}


def released(course):
    """Releases the lab twice; the student versions are one."""
    course.nbgrader("generate_assignment", LAB)
    course.oomlab("assign", course.assignment, "--out", course.folder / "ours")
    theirs, ours = (read(course.folder / path / f"{LAB}.ipynb") for path in (f"release/{LAB}", "ours"))
    for one, other in zip(theirs["cells"], ours["cells"]):
        assert one == other, f"released differently:\n{one}\n{other}"
    assert theirs == ours, "released differently, beside the cells"
    return theirs


def hand_in(course, release):
    """Puts a zip of the class where zip_collect looks for it, and collects."""
    archive = course.folder / "downloaded" / LAB / "archive"
    archive.mkdir(parents=True)
    with zipfile.ZipFile(archive / "class.zip", "w") as class_zip:
        course.oomlab("assign", "--language", "zh", course.assignment, "--out", course.folder / "zh-release")
        chinese = read(course.folder / "zh-release" / f"{LAB}.ipynb")
        for name in [*CHANGES, CHINESE, UNTOUCHED]:
            given = chinese if name == CHINESE else release
            notebook = given if name == UNTOUCHED else course.answered(given, name, CHANGES.get(name, ()))
            write(course.folder / "made" / name / f"{LAB}.ipynb", notebook)
        course.recorded_run(course.folder / "made/right")
        for file in sorted((course.folder / "made").rglob("*.*")):
            class_zip.write(file, file.relative_to(course.folder / "made"))
    course.nbgrader("zip_collect", LAB)
    assert (course.folder / "submitted/right" / LAB / "runs/hand-in/run.json").exists(), "the run was not collected"


def theirs(course, students):
    """Returns nbgrader's rows: student and grade id -> score, maximum, needs a look by hand."""
    rows = {}
    with Gradebook(f"sqlite:///{course.folder}/gradebook.db") as gradebook:
        for student in students:
            for grade in gradebook.find_submission_notebook(LAB, LAB, student).grades:
                rows[student, grade.name] = (grade.score, grade.max_score, grade.needs_manual_grade)
    return rows


def ours(file):
    """Returns the same of scores.csv."""
    with open(file, newline="") as table:
        return {
            (row["submission"], row["grade_id"]): (float(row["score"]), float(row["max_score"]), row["needs_manual"] == "1")
            for row in csv.DictReader(table)
        }


def compare(one, other, different):
    """Fails where rows differ that may not, and where a difference on purpose has gone."""
    assert one.keys() == other.keys(), one.keys() ^ other.keys()
    found = {row for row in one if one[row] != other[row]}
    unknown = [f"{row}: nbgrader {one[row]}, ours {other[row]}" for row in sorted(found) if row not in different]
    assert not unknown, "\n".join(unknown)
    assert found == different, f"equal after all: {sorted(different - found)}"
    print(f"{len(one)} rows: {len(one) - len(found)} equal, {len(found)} different on purpose")


def scored(course, out):
    """Grades with both, and compares."""
    said = timed("nbgrader autograde", lambda: course.nbgrader("autograde", LAB, status=(1,)))
    assert f"There was an error processing assignment '{LAB}' for student '{FAILED}'" in said, said
    timed(
        "./oomlab grade",
        lambda: course.oomlab("grade", "--source", course.folder / "source" / LAB, "--out", out, "--no-feedback", course.folder / "submitted"),
    )
    one, other = theirs(course, SUMS), ours(out / "scores.csv")
    with open(out / "remarks.csv", newline="") as table:
        edited = [row for row in csv.DictReader(table) if row["submission"] == CHINESE and row["kind"] == "locked-cell-edited"]
    assert not edited, edited
    ids = {mark(cell)["grade_id"] for cell in course.source["cells"] if "points" in mark(cell)}
    assert other.keys() == {(name, grade_id) for name in SUMS for grade_id in ids}, other.keys()
    sums = {name: sum(score for (student, _), (score, _, _) in other.items() if student == name) for name in SUMS}
    assert sums == SUMS, sums
    for grade_id in OTHER_LIST:
        assert one["other-list", f"{grade_id}_test"][0] == 0, grade_id
    tests = {mark(cell)["grade_id"] for cell in course.source["cells"] if mark(cell).get("grade") and not mark(cell)["solution"]}
    compare(one, other, {("other-list", f"{grade_id}_test") for grade_id in OTHER_LIST} | {(FAILED, grade_id) for grade_id in tests})


def failing(said, notebook):
    """Returns the test cells that nbgrader names as failed, in the terminal or in the browser."""
    begun = [part.strip().splitlines()[0].removesuffix("...") for part in said.split("The following cell failed:")[1:]]
    tests = [cell for cell in notebook["cells"] if mark(cell).get("grade") and not mark(cell)["solution"]]
    return {mark(cell)["grade_id"] for cell in tests if any(text(cell).startswith(line) for line in begun)}


def checked(course, file):
    """Returns the test cells that ./oomlab check names as failed, and all it says."""
    said = course.oomlab("check", "--release", course.folder / "release" / LAB / f"{LAB}.ipynb", file, status=(0, 1))
    return {line.split()[1] for line in said.splitlines() if line.startswith("missing") and "_test fails" in line}, said


def validated(course, release):
    """Looks at the source's solution and at a broken one before they are handed in, with both."""
    course.oomlab("assign", "--lint", course.assignment)
    file = course.folder / "before" / f"{LAB}.ipynb"
    course.recorded_run(file.parent)
    for what, changes, expected in (
        ("solved", [], {"q1_run_test"}),  # a recorded run is half of the points
        ("broken", CHANGES["wrong"][:2], {"q1_run_test", "q2_resident_test", "q2_who_test"}),
    ):
        write(file, course.answered(release, "anna", changes))
        said = timed(f"nbgrader validate, {what}", lambda: course.nbgrader("validate", file))
        assert failing(said, release) == expected, f"{what}:\n{said}"
        failed, said = timed(f"./oomlab check, {what}", lambda: checked(course, file))
        assert failed == expected, f"{what}:\n{said}"
    write(file, course.answered(release, "anna", [EDITED_TEST]))
    said = course.nbgrader("validate", file)
    assert "THE CONTENTS OF 1 TEST CELL(S) HAVE CHANGED" in said, said
    assert "missing  q5_blind_test, a test, was changed" in checked(course, file)[1]


def timed(what, work):
    """Tells how long it took, and how much of that the processors worked: more than one may have."""
    begun, before = time.monotonic(), os.times()
    result = work()
    after = os.times()
    worked = after.children_user + after.children_system - before.children_user - before.children_system
    print(f"{what}: {time.monotonic() - begun:.1f} s, processors {worked:.1f} s", flush=True)
    return result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--project", required=True)
    parser.add_argument("--java", default="java")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="oomlab-nbgrader-") as folder:
        course = Course(options.project, options.java, folder)
        release = timed("released twice", lambda: released(course))
        timed("collected", lambda: hand_in(course, release))
        scored(course, course.folder / "graded")
        timed("nbgrader generate_feedback", lambda: course.nbgrader("generate_feedback", LAB))
        assert (course.folder / "feedback/right" / LAB / f"{LAB}.html").exists(), "no feedback"
        validated(course, release)


if __name__ == "__main__":
    main()
