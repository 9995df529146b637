"""Editions of the book in other languages: the same notebooks with the text of their Markdown cells replaced.

A translation is a text file, notebooks/LANGUAGE/NN-name.md: for each Markdown cell a marker line that names the cell
and the English text it was made from, then the translated Markdown. Code cells are never part of it. Drawings with
translated words are notebooks/LANGUAGE/pictures/*.svg. Needs nothing but Python, so that a test can check translations
anywhere. That of a graded lab, notebooks/LANGUAGE/assignments/LAB/LAB.md, is checked here and read by ./oomlab assign.
"""

import argparse
import hashlib
import json
import pathlib
import re
import sys

import outline

MARKER = re.compile(r"^<!-- cell ([A-Za-z0-9_-]{1,64}) of ([0-9a-f]{8}) -->[ \t]*$")
GENERATED = ".generated.json"
# A line end between two Chinese characters is no space.
CHINESE = r"\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e“”"
UNWRAP = re.compile(rf"(?<=[{CHINESE}])\n(?=[{CHINESE}])|(?<=\S)\n(?=（)|(?<=[，。；：、）？])\n(?=`)")


# A link to a heading of this notebook or of another one.
TO_HEADING = re.compile(r"(?<=\]\()((?:\d\d-[^()#/\s]*|index)\.ipynb)?#([^()\s]+)(?=\))")


def source_of(cell):
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def digest(source):
    """Returns the name of an English text: 8 hex digits that change with its words, not with its line ends."""
    lines = [line.rstrip() for line in source.strip().splitlines()]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:8]


class Translation:
    """The translated cells of one notebook, and what does not fit the English."""

    def __init__(self, path, notebook):
        self.path = path
        self.cells = {}
        self.unmarked, self.twice = [], []
        self._read(path.read_text(encoding="utf-8"))
        english = {cell["id"]: digest(source_of(cell)) for cell in notebook["cells"]
                   if cell["cell_type"] == "markdown" and "id" in cell and not _answer(cell)}
        self.unknown = [id for id in self.cells if id not in english]
        self.stale = {id: english[id] for id, (of, _) in self.cells.items() if english.get(id, of) != of}
        self.missing = {id: of for id, of in english.items() if id not in self.cells}

    def _read(self, text):
        id, lines = None, []
        for number, line in enumerate([*text.splitlines(), "<!-- cell end of 00000000 -->"], 1):
            marker = MARKER.match(line)
            if not marker:
                if id is None and line.strip():
                    self.unmarked.append(number)
                lines.append(line)
                continue
            if id is not None:
                if id in self.cells:
                    self.twice.append(id)
                self.cells[id] = (of, UNWRAP.sub("", "\n".join(lines).strip()))
            (id, of), lines = marker.groups(), []

    def problems(self):
        """Returns what makes this file wrong: one sentence for each kind."""
        name = "/".join(self.path.parts[-3:])
        told = []
        if self.unmarked:
            told.append(f"{name}, line {self.unmarked[0]}: text before the first line <!-- cell ID of HASH -->; it is not shown.")
        if self.twice:
            told.append(f"{name} translates {_list(self.twice)} twice; the last one is shown.")
        if self.unknown:
            told.append(f"{name} translates {_list(self.unknown)}, which the notebook does not have; remove that text.")
        if self.stale:
            told.append(f"{name}: the English has changed since in {_list(self.stale, self.stale)}; translate again and write the new hash.")
        return told

    def gaps(self):
        """Returns a sentence that names the cells still shown in English, or nothing."""
        if not self.missing:
            return []
        return [f"{'/'.join(self.path.parts[-3:])} lacks {_list(self.missing, self.missing)}: shown in English."]


def _answer(cell):
    """Tells whether a cell is an answer of a graded lab: students get nbgrader's own text in its place."""
    return cell["metadata"].get("nbgrader", {}).get("solution", False)


def _list(ids, hashes=None):
    return ("cell " if len(ids) == 1 else "cells ") + ", ".join(f"{id} (of {hashes[id]})" if hashes else id for id in ids)


def languages(notebooks):
    """Returns the languages that some notebook is translated into."""
    return sorted({path.parent.name for path in notebooks.glob("*/*.md") if (notebooks / f"{path.stem}.ipynb").exists()})


def names(notebooks):
    """Returns the book's notebooks: the start page, then the chapters in order."""
    index = [path.stem for path in [notebooks / "index.ipynb"] if path.exists()]
    return index + sorted(path.stem for path in notebooks.glob("[0-9][0-9]-*.ipynb"))


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def translation(notebooks, language, name):
    """Returns the translation of a notebook, or None if there is none."""
    path = notebooks / language / f"{name}.md"
    return Translation(path, read(notebooks / f"{name}.ipynb")) if path.exists() else None


def check(notebooks):
    """Returns everything that is wrong with the translations of a folder of notebooks."""
    told = []
    chapters = [path for path in notebooks.glob("*/*.md") if re.match(r"index$|\d\d-", path.stem)]
    for path in sorted([*chapters, *notebooks.glob("*/assignments/*/*.md")]):
        notebook = (notebooks / pathlib.Path(*path.relative_to(notebooks).parts[1:])).with_suffix(".ipynb")
        if not notebook.exists():
            told.append(f"{'/'.join(path.parts[-3:])} translates a notebook that is not there; rename or remove it.")
            continue
        words = Translation(path, read(notebook))
        told += words.problems()
        if path not in chapters and words.missing:
            told.append(f"{'/'.join(path.parts[-3:])} lacks {_list(words.missing, words.missing)}: a lab is translated as a whole.")
    return told


def anchors(notebook):
    """Returns the cell of each English heading, as a link names it.

    Jupyter's own anchor of a heading is its text. JupyterLab compares it with that of the link as the browser gives it,
    where a Chinese character is percent-encoded, and finds nothing (seen with 4.6).
    """
    found = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown" and "id" in cell:
            for _, heading in outline.headings(source_of(cell)):
                for name in (heading.replace(" ", "-"), outline.slug(heading)):
                    found.setdefault(name, f"cell-id={cell['id']}")
    return found


def linked(text, name, known):
    """Returns a translated text whose links to headings lead there in Jupyter, too."""

    def link(match):
        target, fragment = match.groups()
        there = known.get(target[: -len(".ipynb")] if target else name, {})
        return f"{target or ''}#{there.get(fragment, fragment)}"

    return TO_HEADING.sub(link, text)


def write(notebooks, language, out):
    """Writes the notebooks of an edition; returns what the reader should know. A file that the reader changed is kept."""
    out.mkdir(parents=True, exist_ok=True)
    _share(notebooks, "data", out)
    _share(notebooks, f"{language}/pictures" if (notebooks / language / "pictures").is_dir() else "pictures", out)
    record = out / GENERATED
    written = read(record) if record.exists() else {}
    told = []
    sources = {name: (read(notebooks / f"{name}.ipynb"), translation(notebooks, language, name)) for name in names(notebooks)}
    known = {name: anchors(notebook) for name, (notebook, words) in sources.items() if words}
    for name, (notebook, words) in sources.items():
        if words:
            told += words.problems()
            for cell in notebook["cells"]:
                if cell["cell_type"] == "markdown" and cell.get("id") in words.cells:
                    text = linked(words.cells[cell["id"]][1], name, known)
                    cell["source"] = text.splitlines(keepends=True)
        text = json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
        path, new = out / f"{name}.ipynb", hashlib.sha256(text.encode()).hexdigest()
        if path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() != written.get(name):
            if written.get(name) != new:
                told.append(f"{out.name}/{path.name} holds your changes and is kept as it is; its sources are newer.")
            continue
        path.write_text(text, encoding="utf-8")
        written[name] = new
    record.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    return told


def _share(notebooks, folder, out):
    """Links a folder of the sources into the edition; what is the reader's own stays."""
    own, source = out / pathlib.Path(folder).name, pathlib.Path("..") / notebooks.name / folder
    if own.is_symlink() and own.readlink() != source:
        own.unlink()
    if not own.is_symlink() and not own.exists() and (notebooks / folder).is_dir():
        own.symlink_to(source)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notebooks", type=pathlib.Path, required=True, help="folder of the book's sources")
    parser.add_argument("--language", help="write the notebooks of this edition; without it, check all translations")
    parser.add_argument("--out", type=pathlib.Path, help="folder of the edition's notebooks")
    options = parser.parse_args()
    if options.language is None:
        told = check(options.notebooks)
        print("".join(f"{sentence}\n" for sentence in told), end="")
        sys.exit(1 if told else 0)
    if options.language not in languages(options.notebooks):
        there = ", ".join(languages(options.notebooks)) or "none"
        sys.exit(f"There is no edition in {options.language}; there is {there}.")
    print("".join(f"{sentence}\n" for sentence in write(options.notebooks, options.language, options.out)), end="")


if __name__ == "__main__":
    main()
