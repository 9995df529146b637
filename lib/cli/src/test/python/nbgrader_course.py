"""A course in nbgrader's own folders, with the graded lab and submissions of it."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

LAB = "lab-oom"
# A folder a student in the zip.
COLLECT = r"""
c.FileNameCollectorPlugin.named_regexp = r".*/(?P<student_id>[^/]+)/(?P<file_id>runs/hand-in/[^/]+|[^/]+\.ipynb)$"
"""
PROGRAMS = pathlib.Path(sys.executable).parent


def text(cell):
    return "".join(cell["source"])


def mark(cell):
    return cell["metadata"].get("nbgrader", {})


def find(notebook, grade_id):
    return next(cell for cell in notebook["cells"] if mark(cell).get("grade_id") == grade_id)


def replace(grade_id, old, new):
    """Returns a change of one cell, which must have what is replaced."""

    def change(notebook):
        cell = find(notebook, grade_id)
        assert old in text(cell), f"{grade_id} has no {old}"
        cell["source"] = text(cell).replace(old, new, 1)

    return change


def first(grade_id, line):
    """Returns a change that puts a line first into the method of an answer."""
    return replace(grade_id, "{\n", "{\n    if (true) { " + line + " }\n")


def read(file):
    return json.loads(pathlib.Path(file).read_text())


def write(file, notebook):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(notebook))


class Course:
    """A folder with source/, nbgrader_config.py, and what nbgrader makes there."""

    def __init__(self, project, java, folder):
        self.project, self.java = pathlib.Path(project).resolve(), java
        self.folder = pathlib.Path(folder)
        self.assignment = self.project / "notebooks/assignments" / LAB
        (self.folder / "home").mkdir(parents=True)
        self.environment = dict(os.environ)
        self.environment.update(
            HOME=str(self.folder / "home"),
            PATH=f"{PROGRAMS}:{os.environ['PATH']}",
            JUPYTER_PATH=f"{self.project}/target/jupyter",
            TMPDIR=str(self.folder / "home"),
        )
        shutil.copytree(self.assignment, self.folder / "source" / LAB)
        shutil.copytree(self.project / "notebooks/zh/assignments" / LAB, self.folder / "zh/source" / LAB)
        self.oomlab("assign", self.assignment, "--nbgrader-config", self.folder / "nbgrader_config.py")
        with open(self.folder / "nbgrader_config.py", "a") as config:
            config.write(COLLECT)
        self.source = read(self.assignment / f"{LAB}.ipynb")

    def run(self, *command, status=(0,)):
        """Runs a program in the course's folder, and returns what it said."""
        done = subprocess.run(
            [str(part) for part in command],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode in status, f"{command} ended with {done.returncode}:\n{done.stdout}"
        return done.stdout

    def nbgrader(self, *arguments, status=(0,)):
        return self.run(sys.executable, "-m", "nbgrader", *arguments, status=status)

    def oomlab(self, *arguments, status=(0,)):
        flags = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", f"-Doomlab.home={self.project}"]
        return self.run(self.java, *flags, "-jar", self.project / "target/oomlab-commands.jar", *arguments, status=status)

    def answered(self, release, name, changes=()):
        """Returns a release with the source's answers in it, changed."""
        notebook = json.loads(json.dumps(release))
        for cell in notebook["cells"]:
            if mark(cell).get("solution"):
                answer = text(find(self.source, mark(cell)["grade_id"]))
                answer = re.sub(r"(?m)^.*(BEGIN|END) SOLUTION.*\n?", "", answer)
                cell["source"] = answer.replace('"instructor"', f'"{name}"')
        for change in changes:
            change(notebook)
        return notebook

    def recorded_run(self, folder):
        """Hands in the recorded run, for half of its points."""
        shutil.copytree(self.project / "notebooks/data/first-kill", folder / "runs/hand-in")
