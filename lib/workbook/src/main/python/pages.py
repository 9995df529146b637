"""Turns executed notebooks into the pages of the book."""

import dataclasses
import html
import json
import re

import jinja2
import nbformat

import edition
import outline
from cells import TEMPLATES, WORDS, Cells, prepare, share_styles, title_of, translate

ENGLISH = "en"
FIRST_REFERENCE = 90


def write(path, text):
    """Replaces a file in one step, so that a reader sees the old or the new one whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


class Unreadable(Exception):
    """A notebook cannot be read; the message is a sentence."""


@dataclasses.dataclass
class Page:
    """A page in one language: a chapter, or the start page."""

    name: str
    title: str
    language: str
    meta: dict = None
    body: str = ""
    sections: list = dataclasses.field(default_factory=list)
    contents: list = dataclasses.field(default_factory=list)

    @property
    def number(self):
        return self.name[:2] if self.name[:2].isdigit() else ""

    @property
    def reference(self):
        return self.number != "" and int(self.number) >= FIRST_REFERENCE

    @property
    def file(self):
        return f"{self.name}.html" if self.language == ENGLISH else f"{self.language}/{self.name}.html"

    def link_to(self, other):
        """Returns the address of another page's file, seen from this one."""
        if self.language == other.language:
            return f"{other.name}.html"
        return other.file if self.language == ENGLISH else f"../{other.file}"


# Jupyter cannot open it: there it is a path.
EXPLAIN = re.compile(r"<code>target/book/(?:[a-z]+/)?explain\.html</code>")
CLOSED = re.compile(r"<details(?![^>]*\sopen)")
LINK = re.compile(r'href="(?:\./)?((?:\d\d-[^"#/]*|index))\.ipynb(?:#([^"]*))?"')


class Book:
    """Everything that the pages know of each other."""

    def __init__(self, sources, out):
        """Reads the sources; raises Unreadable."""
        self.sources, self.out = sources, out
        self.cells, self.made = Cells(notebooks=sources), {}
        self.titles, self.ids, self.index = {}, {}, None
        for name in edition.names(sources):
            try:
                nb = nbformat.read(sources / f"{name}.ipynb", as_version=4)
            except Exception as error:
                why = str(error).splitlines()[0]
                raise Unreadable(f"{sources / name}.ipynb is not a notebook that can be read: {why}") from error
            self.ids[name] = outline.ids([cell.source for cell in nb.cells if cell.cell_type == "markdown"])
            if name == "index":
                self.index = nb
            else:
                self.titles[name] = title_of(nb, name)
        self.languages = [ENGLISH] + [code for code in edition.languages(sources) if code in WORDS]
        self.jinja = jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES / "oomlab"), autoescape=True, trim_blocks=True, lstrip_blocks=True
        )
        self.style = (TEMPLATES / "oomlab" / "style.css").read_text(encoding="utf-8")
        self.script = (TEMPLATES / "oomlab" / "book.js").read_text(encoding="utf-8")

    def remove_strangers(self):
        """Removes pages and executed notebooks whose source is gone, and translated pages, which are made anew."""
        for folder in (self.out, *(self.out / language for language in self.languages[1:])):
            for path in (*folder.glob("*.html"), *folder.glob("*.ipynb"), *folder.glob("*.log")):
                if path.stem not in self.titles:
                    path.unlink()
        for path in (*self.out.glob("*/*.html"), *self.out.glob("*/search.js")):
            path.unlink()

    def remarks(self):
        """Returns what is wrong with translations, and what they lack."""
        told = edition.check(self.sources)
        for language in self.languages[1:]:
            for name in edition.names(self.sources):
                words = edition.translation(self.sources, language, name)
                told += words.gaps() if words else []
        return told

    def translated(self, name, language):
        """Whether the notebook is there in this language."""
        return language == ENGLISH or (self.sources / language / f"{name}.md").exists()

    def executed_file(self, name, language=ENGLISH):
        return self.out / ("" if language == ENGLISH else language) / f"{name}.ipynb"

    def executed(self, name, language):
        """Returns the notebook as a kernel that speaks this language has executed it, or None."""
        path = self.executed_file(name, language)
        return nbformat.read(path, as_version=4) if path.exists() else None

    def page(self, name, language=ENGLISH):
        """Returns a page with its body, or None where there is no such edition of it or it was not run yet."""
        if (name, language) not in self.made:
            self.made[name, language] = self._make(name, language)
        return self.made[name, language]

    def _make(self, name, language):
        nb = self.index.copy() if name == "index" and self.index else self.executed(name, language)
        if nb is None:
            return None
        nb = nbformat.from_dict(json.loads(json.dumps(nb)))
        prepare(nb)
        if language != ENGLISH:
            words = edition.translation(self.sources, language, name)
            if words is None:
                return None
            translate(nb, words)
        body, found = self.cells.render(nb, language)
        title = title_of(nb, self.titles.get(name, WORDS[language]["title"]))
        return Page(name, title, language, nb.metadata.get("oomlab"), body, found.sections, found.contents())

    def all(self):
        """Returns the pages of each language: those that exist, by name, in the book's order."""
        return {
            language: {
                name: page
                for name in [*(["index"] if self.index else []), *self.titles]
                for page in [self.page(name, language)]
                if page
            }
            for language in self.languages
        }

    def write(self, name, language):
        """Writes the page of one chapter, and returns it; the others are known by their titles."""
        self.made = {key: page for key, page in self.made.items() if key[0] != name}
        page = self.page(name, language)
        others = {other: Page(other, title, ENGLISH) for other, title in self.titles.items() if self.executed_file(other).exists()}
        write(self.out / page.file, self.html(page, {**others, name: page}, {language: {name: page}}))
        return page

    def write_all(self):
        """Writes every page, the index and the search's data, for each language."""
        editions = self.all()
        for language, pages in editions.items():
            if language != ENGLISH and not pages:
                continue
            start = pages.get("index") or Page("index", WORDS[language]["title"], language)
            shown = {**editions[ENGLISH], **pages, "index": start}
            for page in {**pages, "index": start}.values():
                write(self.out / page.file, self.html(page, shown, editions))
            write(self.out / start.file.replace("index.html", "search.js"), search_data(start, shown))

    def html(self, page, shown, editions):
        words = WORDS[page.language]
        names = list(self.titles)
        at = names.index(page.name) if page.name in names else -1
        around = {
            key: entry(page, shown, names[index], self.titles)
            for key, index in (("previous", at - 1), ("next", at + 1))
            if at >= 0 and 0 <= index < len(names)
        }
        if page.name == "index" and names:
            around["next"] = entry(page, shown, names[0], self.titles)
        body, shared = share_styles(self.linked(page, shown, page.body))
        return self.jinja.get_template("page.html.j2").render(
            page=page, words=words, around=around, body=body, style=self.style + shared, script=self.script,
            book=WORDS[page.language]["title"], meta=page.meta, facts=facts(page.meta, words),
            chapters=[entry(page, shown, name, self.titles) for name in names],
            states=[self.state(page, shown, name) for name in names] if page.name == "index" else [],
            others=[
                {"lang": WORDS[language]["lang"], "name": WORDS[language]["self"], "href": page.link_to(pages[page.name])}
                for language, pages in with_index(editions).items()
                if language != page.language and page.name in pages
            ],
        )

    def state(self, page, shown, name):
        meta = shown[name].meta if name in shown else None
        words = WORDS[page.language]
        failed = (meta or {}).get("failed")
        why = f"{words['cell']} {failed['cell']}: {failed['why']}" if failed and "cell" in failed else (failed or {}).get("why")
        note = facts(meta, words) if meta else words["not run"]
        return {**entry(page, shown, name, self.titles), "failed": why, "recorded": (meta or {}).get("recorded"), "note": note}

    def linked(self, page, shown, body):
        """Turns links to notebooks into links to pages."""

        def link(match):
            name, fragment = match.groups()
            if name not in shown and name not in self.titles:
                return match.group(0)
            target = page.link_to(shown[name]) if name in shown else f"{name}.html"
            return f'href="{target}{self.fragment(name, fragment)}"'

        body = EXPLAIN.sub(r'<a href="explain.html">\g<0></a>', body)
        body = re.sub(r'href="#([^"]+)"', lambda match: f'href="{self.fragment(page.name, match.group(1))}"', body)
        return LINK.sub(link, body)

    def fragment(self, name, fragment):
        """Jupyter's own anchors, such as #Who-killed-it?, lead to the same heading."""
        if not fragment or fragment in self.ids.get(name, ()):
            return f"#{fragment}" if fragment else ""
        own = outline.slug(html.unescape(fragment))
        return f"#{own}" if own in self.ids.get(name, ()) else f"#{fragment}"

    def whole(self, language=ENGLISH):
        """Returns all chapters as one page, to be printed: nothing is folded, and headings are one level lower."""
        pages = self.all()[language]
        bodies = [CLOSED.sub("<details open", self._part(page, pages)) for page in pages.values()]
        body, shared = share_styles("\f".join(bodies))
        parts = list(zip(pages.values(), body.split("\f")))
        words = WORDS[language]
        return self.jinja.get_template("whole.html.j2").render(parts=parts, words=words, style=self.style + shared)

    def _part(self, page, pages):
        def link(match):
            name, fragment = match.groups()
            if name not in pages:
                return match.group(0)
            return f'href="#{name}{self.fragment(name, fragment).replace("#", "--", 1)}"'

        body = re.sub(r'(\sid="|href="#)', rf"\g<1>{page.name}--", page.body)
        body = re.sub(r"(</?h)([1-5])\b", lambda match: f"{match[1]}{int(match[2]) + 1}", body)
        return LINK.sub(link, body)


def with_index(editions):
    """Every language that has a page has a start page, written by hand or not."""
    return {
        language: {"index": Page("index", WORDS[language]["title"], language), **pages}
        for language, pages in editions.items()
        if pages or language == ENGLISH
    }


def entry(page, shown, name, titles):
    """Returns what a link to a chapter needs."""
    there = shown.get(name)
    target = there or Page(name, titles[name], ENGLISH)
    return {
        "name": name, "number": target.number, "title": target.title, "reference": target.reference,
        "href": page.link_to(target) if there else None, "language": WORDS[target.language]["lang"], "current": name == page.name,
    }


def facts(meta, words):
    if not meta or not meta.get("cells"):
        return ""
    when = meta["executed"].replace("T", " ").replace("+00:00", " UTC")
    parts = [words["executed"].format(when=when), f"Linux {meta['linux']}"]
    if meta.get("language"):
        parts.append(meta["language"])
    parts += [words["kernel"].format(name=meta["kernel"]), words["cells run"].format(**meta)]
    return " · ".join(parts)


def search_data(start, shown):
    """Returns a script that hands over each section: address, chapter, section, text."""
    rows = [
        [
            start.link_to(page) + (f"#{section['id']}" if section["id"] else ""),
            f"{page.number} {page.title}".strip(),
            section["title"] if section["id"] else "",
            " ".join(section["text"]),
        ]
        for page in shown.values()
        for section in page.sections
        if section["text"] or section["title"]
    ]
    return f"oomlabSearch({json.dumps(rows, ensure_ascii=False, separators=(',', ':'))});\n"
