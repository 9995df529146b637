"""Renders the cells of an executed notebook: what stands in the middle of a page."""

import html
import json
import pathlib
import re

from nbconvert.exporters import HTMLExporter
from traitlets.config import Config

import outline

TEMPLATES = pathlib.Path(__file__).resolve().parent / "templates"
WORDS = json.loads((TEMPLATES / "oomlab" / "words.json").read_text(encoding="utf-8"))


def runs(cell):
    return cell.cell_type == "code" and bool(cell.source.strip())


def title_of(nb, name):
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            for level, text in outline.headings(cell.source):
                if level == 1:
                    return text.replace("_", "")
    return name


# Written as XML closes it: nbconvert 7 does that, nbconvert 6 does not, and a checker of HTML warns of it.
VOID = re.compile(r'<((?:area|br|col|embed|hr|img|input|source|track|wbr)\b(?:[^<>"/]|/(?!>)|"[^"]*")*)/>')


IMAGE = re.compile(r'<img\b[^<>]*\ssrc="[^"]*"[^<>]*>')
ATTRIBUTE = re.compile(r'\s(src|alt)="([^"]*)"')
DRAWING = re.compile(r"pictures/[\w-]+\.svg")


class Cells:
    """Renders the cells of a notebook through nbconvert."""

    def __init__(self, template="oomlab", templates=TEMPLATES, notebooks=None):
        """Takes the template of that name from a folder of templates, and from the book's own what that one extends.

        Drawings that the text of a notebook shows are looked for in the folder of the notebooks: those of the
        language first.
        """
        self.notebooks, self.language = notebooks, ""
        folders = [str(templates), str(TEMPLATES)]
        self.outline, self.pictures = outline.Outline(), 0
        config = Config()
        config.HTMLExporter.exclude_anchor_links = True
        self.exporter = HTMLExporter(
            config=config,
            template_name=template,
            extra_template_basedirs=folders,
            extra_template_paths=folders,
            filters={"inline_svg": self._svg, "prose": self._prose, "code": self._code, "parts": parts},
        )

    def _prose(self, markup, cell):
        markup = self.outline.prose(markup, cell.metadata.get("oomlab_anchors", []))
        return IMAGE.sub(self._drawing, markup)

    def _drawing(self, match):
        """Puts a drawing into the page, where it takes the page's colours, with the text's words for it."""
        attributes = dict(ATTRIBUTE.findall(match.group(0)))
        if self.notebooks is None or not DRAWING.fullmatch(attributes["src"]):
            return match.group(0)
        own, english = self.notebooks / self.language / attributes["src"], self.notebooks / attributes["src"]
        path = own if own.is_file() else english
        if not path.is_file():
            return match.group(0)
        # nbconvert 7 escapes the words of a picture twice.
        words = html.escape(html.unescape(html.unescape(attributes.get("alt", ""))))
        label = f' aria-label="{words}"' if words else ""
        return self._svg(path.read_text(encoding="utf-8")).replace("<svg", f"<svg{label}", 1)

    def _code(self, markup, cell):
        self.outline.text(html.escape(cell.source))
        return markup

    def _svg(self, svg):
        self.pictures += 1
        return inline_svg(svg, self.pictures)

    def render(self, nb, language):
        self.outline, self.pictures, self.language = outline.Outline(), 0, language
        resources = {"words": WORDS[language], "metadata": {"name": "oomlab"}}
        body, _ = self.exporter.from_notebook_node(nb, resources=resources)
        if language != "en":
            body = LATIN.sub('<em lang="en">', body)
        return VOID.sub(lambda match: f"<{match.group(1).rstrip()}>", body), self.outline


# Names that are emphasised have no Chinese in them, and are not emphasised as Chinese is.
LATIN = re.compile(r"<em>(?=[ -;=-~]+</em>)")


def inline_svg(svg, number):
    """Returns a picture for the inside of a page; its ids are made its own."""
    svg = svg[svg.find("<svg") :]
    own = rf"\g<1>picture{number}-\g<2>"
    svg = re.sub(r'(\sid=")([^"]*)', own, svg)
    return re.sub(r'(url\(#|href="#)([^)"]*)', own, svg)


def parts(source):
    """Splits Markdown at lines that only fold, so that what is folded is Markdown in every version of nbconvert."""
    pieces = re.split(r"(?m)^(<details><summary>.*</summary>|</details>)[ \t]*$", source)
    return [(piece, index % 2 == 1) for index, piece in enumerate(pieces) if piece.strip()]


def join_streams(outputs):
    """Joins what was printed in several pieces, and leaves out what a carriage return overwrote, as only nbconvert 6 does."""
    joined = []
    for output in outputs:
        stream = output.output_type == "stream"
        if stream and joined and joined[-1].output_type == "stream" and joined[-1].name == output.name:
            joined[-1].text += output.text
        else:
            joined.append(output)
    for output in joined:
        if output.output_type == "stream":
            output.text = re.sub(r".*\r(?=[^\n])", "", output.text)
    return joined


def prepare(nb):
    """Numbers code cells, joins their streams, names headings and joins neighbouring solutions."""
    markdown = [cell for cell in nb.cells if cell.cell_type == "markdown"]
    for cell, names in zip(markdown, outline.anchors([cell.source for cell in markdown])):
        cell.metadata["oomlab_anchors"] = names
    number, before = 0, None
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs = join_streams(cell.outputs)
        if runs(cell):
            number += 1
            cell.metadata["oomlab_number"] = number
        solution = "solution" in cell.metadata.get("tags", [])
        if solution and before is None:
            cell.metadata["oomlab_opens"] = True
        if not solution and before is not None:
            before.metadata["oomlab_closes"] = True
        before = cell if solution else None
    if before is not None:
        before.metadata["oomlab_closes"] = True


def translate(nb, words):
    """Puts translated text into Markdown cells, by their ids, and marks those that stay English."""
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            if cell.get("id") in words.cells:
                cell.source = words.cells[cell.id][1]
                cell.metadata["oomlab_stale"] = cell.id in words.stale
            else:
                cell.metadata["oomlab_untranslated"] = True


STYLED = re.compile(r'<(\w+)((?:\s[^<>"]*(?:"[^"]*"[^<>"]*)*?)?)\sstyle="([^"]*)"((?:[^<>"]|"[^"]*")*)>')


def share_styles(body):
    """Gives a style that stands in many elements a class, so that the page carries it once."""
    counts = {}
    for match in STYLED.finditer(body):
        counts[match.group(3)] = counts.get(match.group(3), 0) + 1
    names = {}
    for style, count in counts.items():
        if count > 2:
            names[style] = f"s{len(names)}"

    def shared(match):
        tag, before, style, after = match.groups()
        if style not in names or "class=" in before + after:
            return match.group(0)
        return f'<{tag}{before} class="{names[style]}"{after}>'

    body = STYLED.sub(shared, body)
    return body, "".join(f".{name}{{{html.unescape(style)}}}\n" for style, name in names.items())
