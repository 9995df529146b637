"""Keeps the source of hidden tests out of what students get to see."""

import re

from said import said

ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
REGIONS = ("HIDDEN TESTS", "MARK SCHEME")
TELLING = 8


class Hidden:
    """The lines of a notebook's hidden regions."""

    def __init__(self, nb):
        self.lines = set()
        for cell in nb.cells:
            _, lines = split(cell.source)
            self.lines.update(line for line in map(plain, lines) if len(line) >= TELLING)

    def quoted(self, line):
        """Tells whether a line shows a hidden one, or a good part of one."""
        line = plain(line)
        return len(line) >= TELLING and any(line in hidden or hidden in line for hidden in self.lines)

    def told(self, message):
        """Returns a message, or another one where it gives a whole hidden line away."""
        line = plain(message)
        return said("The test failed.") if any(hidden in line for hidden in self.lines) else message

    def cut(self, text, message=""):
        """Returns the text without lines that show hidden ones; the lines of a message stay."""
        if not self.lines or not text:
            return text
        said = {plain(line) for line in message.splitlines()}

        def shown(line):
            own = plain(line)
            return own in said or any(own.endswith(words) for words in said if words) or not self.quoted(line)

        return "".join(line for line in text.splitlines(keepends=True) if shown(line))


def plain(line):
    return " ".join(ANSI.sub("", line).strip("| \t\r\n").split())


def split(source):
    """Returns the source with a line in the place of each hidden region, and the regions' lines."""
    shown, lines, inside = [], [], None
    for line in source.split("\n"):
        begins = next((name for name in REGIONS if f"BEGIN {name}" in line), None)
        if inside is None and begins:
            inside = begins
            if begins == "HIDDEN TESTS":
                indent = line[: len(line) - len(line.lstrip())]
                shown.append(f"{indent}// {said('hidden test')}")
        elif inside is not None:
            if f"END {inside}" in line:
                inside = None
            else:
                lines.append(line)
        else:
            shown.append(line)
    return "\n".join(shown), lines
