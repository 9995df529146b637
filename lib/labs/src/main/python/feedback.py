"""Writes a page for each graded submission.

Started once for a class. Standard input brings one JSON object a line: a submission's result, its executed notebook and
the file to write; standard output answers each with one line. At the end of standard input the process ends.
"""

import json
import os
import pathlib
import re
import resource
import signal
import sys

import jinja2
import markupsafe
import nbformat

import harmless
from cells import TEMPLATES as BOOK, WORDS, Cells, prepare, share_styles
from hidden import Hidden, split
from pages import write
from said import said, use

TEMPLATES = pathlib.Path(__file__).resolve().parent / "templates"
SECONDS = 30
MEMORY = 3 << 30


class TooLong(Exception):
    """A page took longer than a page may."""


class StudentCells(Cells):
    """Renders cells that nobody vouches for."""

    def __init__(self):
        super().__init__("feedback", TEMPLATES)
        # Checking the notebook after each of nbconvert's steps would take most of the time.
        self.exporter.optimistic_validation = True

    def _prose(self, markup, cell):
        # The page's own title is the only one of the first level.
        lower = re.sub(r"(</?h)([1-5])\b", lambda match: f"{match[1]}{int(match[2]) + 1}", harmless.clean(markup))
        return super()._prose(lower, cell)


class Feedback:
    """Makes the pages of a class."""

    def __init__(self):
        self.cells = StudentCells()
        self.jinja = jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES / "feedback"), autoescape=True, trim_blocks=True, lstrip_blocks=True
        )
        self.style = "".join(
            file.read_text(encoding="utf-8") for file in (BOOK / "oomlab/style.css", TEMPLATES / "feedback/feedback.css")
        )

    def page(self, job):
        """Returns a submission's page; where its cells cannot be shown, the table of its points alone."""
        use(job.get("words", {}))
        graded, notes, body, language = job["graded"], [], "", job.get("language", "en")
        marks = [view(number, mark) for number, mark in enumerate(graded["marks"], 1)]
        if job.get("notebook"):
            signal.setitimer(signal.ITIMER_REAL, SECONDS)
            try:
                body = self._body(nbformat.reads(job["notebook"], as_version=4), marks, job["hidden"], notes, language)
            except (Exception, RecursionError, MemoryError) as error:
                print(f"{graded['submission']}: {error!r}", file=sys.stderr)
                notes.append(said("The cells of this notebook cannot be shown here."))
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
        body, shared = share_styles(body)
        return self.jinja.get_template("page.html.j2").render(
            title=harmless.text(f"{graded['submission']} \u00b7 {job['title']}", 500),
            failed=harmless.text(graded["why"], 2_000) if graded["status"] != "GRADED" else "",
            total=total(graded["marks"]), lang=WORDS[language]["lang"], said=said,
            marks=marks, notes=notes, body=body, style=self.style + shared, remarks=remarks(graded, job["remarks"]),
        )

    def _body(self, nb, marks, show_hidden, notes, spoken):
        by_id = {mark["id"]: mark for mark in marks}
        if len(nb.cells) > harmless.CELLS:
            notes.append(said("Only the first %s of %s cells are shown.", harmless.CELLS, len(nb.cells)))
        hidden = Hidden(nb if not show_hidden else nbformat.v4.new_notebook())
        maker = harmless.Harmless(hidden)
        for mark in marks:
            mark["words"] = hidden.told(mark["words"])
        # Made anew: what else a notebook may hold has no business on a page.
        page = nbformat.v4.new_notebook(metadata={"language_info": {"name": language(nb), "pygments_lexer": language(nb)}})
        for cell in nb.cells[: harmless.CELLS]:
            source = harmless.text(cell.source if show_hidden else split(cell.source)[0])
            if cell.cell_type == "code":
                page.cells.append(nbformat.v4.new_code_cell(source, outputs=maker.outputs(cell.outputs)))
            elif cell.cell_type == "markdown":
                page.cells.append(nbformat.v4.new_markdown_cell(source))
            else:
                continue
            mark = by_id.get((cell.metadata.get("nbgrader") or {}).get("grade_id"))
            if mark and not mark["linked"]:
                mark["linked"] = True
                page.cells[-1].metadata["oomlab_mark"] = mark
        prepare(page)
        return self.cells.render(page, spoken)[0]

    def list(self, job):
        rows = [{**row, "submission": harmless.text(row["submission"], 500)} for row in job["rows"]]
        return self.jinja.get_template("list.html.j2").render(title=harmless.text(job["title"], 500), rows=rows, style=self.style)


def language(nb):
    name = (nb.metadata.get("kernelspec") or {}).get("language") or "java"
    return name if name in ("java", "python") else "text"


def view(number, mark):
    """Returns what a page shows of a mark."""
    full = mark["score"] == mark["max"]
    state = "waits" if mark["needsManual"] else "full" if full else "lost"
    points = said("%s of %s", number_of(mark["score"]), number_of(mark["max"]))
    part = said("A part of it is right.") if 0 < mark["score"] < mark["max"] else ""
    note = said("Your instructor will read this.") if mark["needsManual"] else part
    return {
        "number": number, "id": harmless.text(mark["gradeId"], 200), "linked": False, "state": state,
        "points": said("waits, %s at most", number_of(mark["max"])) if mark["needsManual"] else points,
        "words": harmless.text(mark["comment"], 5_000) or note,
    }


def total(marks):
    """Returns the sum of the points, and how many questions still wait."""
    waiting = sum(mark["needsManual"] for mark in marks)
    values = [f"<strong>{number_of(sum(mark['score'] for mark in marks))}</strong>", number_of(sum(mark["max"] for mark in marks))]
    if waiting:
        return markupsafe.Markup(said("%s of %s points; %s of %s questions wait for your instructor", *values, waiting, len(marks)))
    return markupsafe.Markup(said("%s of %s points", *values))


def number_of(value):
    return f"{value:.2f}".rstrip("0").rstrip(".")


def remarks(graded, all_of_them):
    """Returns the remarks to show; a suspicion, or what names others, is for the instructor, unless asked for."""
    return [
        {"gradeId": harmless.text(remark["gradeId"], 200), "sentence": harmless.text(remark["sentence"], 1_000)}
        for remark in graded["remarks"]
        if all_of_them or (remark["weight"] != "CHEAT" and remark["kind"] != "other-id")
    ]


def too_long(_signal, _frame):
    raise TooLong(f"no page within {SECONDS} s")


def main():
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    # Ctrl-C at a terminal reaches the whole process group: only the caller answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, too_long)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    feedback = Feedback()
    for line in sys.stdin.buffer:
        job = json.loads(line)
        page = feedback.list(job) if "rows" in job else feedback.page(job)
        write(pathlib.Path(job["file"]), page)
        answers.write(json.dumps({"event": "page", "bytes": len(page)}) + "\n")


if __name__ == "__main__":
    main()
