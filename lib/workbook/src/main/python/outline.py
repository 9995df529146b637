"""The outline of a page: anchors that stay the same, sections for the table of contents and for the search."""

import html
import re

HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$")
FENCE = re.compile(r"^ {0,3}(```|~~~)")
RENDERED = re.compile(r"<h([1-6])[^>]*>(.*?)</h\1>", re.DOTALL)
INLINE = re.compile(r"</?(?:a|abbr|b|code|em|i|kbd|span|strong|sub|sup)\b[^<>]*>")
OWN_ID = re.compile(r"<[a-z][^<>]*\sid=\"([^\"]+)\"")


def plain(markup):
    """Returns the words of a piece of HTML, without line ends."""
    return " ".join(html.unescape(re.sub(r"<[^<>]*>", " ", INLINE.sub("", markup))).split())


def words(markdown):
    """Returns the words of a heading in Markdown."""
    return re.sub(r"[`*]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", plain(markdown))).strip()


def slug(text):
    """Returns the anchor of a heading: its words in lower case, joined by hyphens."""
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-") or "section"


def headings(source):
    """Returns level and words of each heading of a Markdown cell."""
    found, fence = [], None
    for line in source.splitlines():
        mark = FENCE.match(line)
        if mark and fence in (None, mark.group(1)):
            fence = None if fence else mark.group(1)
        match = None if fence else HEADING.match(line)
        if match:
            found.append((len(match.group(1)), words(match.group(2))))
    return found


def anchors(sources):
    """Returns for each Markdown text the anchors of its headings, no two of them the same."""
    taken = {own for source in sources for own in OWN_ID.findall(source)}
    found = []
    for source in sources:
        names = []
        for _, text in headings(source):
            name, number = slug(text), 1
            while name in taken:
                number += 1
                name = f"{slug(text)}-{number}"
            taken.add(name)
            names.append(name)
        found.append(names)
    return found


def ids(sources):
    """Returns every anchor that Markdown texts give: their headings', and their own."""
    return {name for names in anchors(sources) for name in names} | {
        own for source in sources for own in OWN_ID.findall(source)
    }


class Outline:
    """Collects the sections of a page while its cells are rendered."""

    def __init__(self):
        self.sections = [{"id": "", "title": "", "level": 1, "text": []}]

    def prose(self, markup, names):
        """Takes a rendered Markdown cell and gives its headings their anchors."""
        names = list(names)

        def heading(match):
            level, inner = int(match.group(1)), match.group(2)
            name = names.pop(0) if names else slug(plain(inner))
            return f'<h{level} id="{html.escape(name)}">{inner}</h{level}>'

        markup = RENDERED.sub(heading, markup)
        at = 0
        for match in re.finditer(r'<h([1-6]) id="([^"]*)">(.*?)</h\1>', markup, re.DOTALL):
            self.text(markup[at : match.start()])
            at = match.end()
            level, title = int(match.group(1)), plain(match.group(3))
            if level == 1:
                self.sections[0]["title"] = self.sections[0]["title"] or title
            elif level <= 3:
                self.sections.append({"id": match.group(2), "title": title, "level": level, "text": []})
            else:
                self.text(title)
        self.text(markup[at:])
        return re.sub(r"<table>(.*?)</table>", r'<div class="scroll"><table>\1</table></div>', markup, flags=re.DOTALL)

    def text(self, markup):
        found = plain(markup)
        if found:
            self.sections[-1]["text"].append(found)

    def contents(self):
        """Returns anchor and title of each section that stands in the table of contents."""
        return [(section["id"], section["title"]) for section in self.sections if section["level"] == 2]
