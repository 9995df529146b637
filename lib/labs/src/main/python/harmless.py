"""Makes cells that somebody else wrote fit for a page: no scripts, nothing from elsewhere, not too much of anything."""

import base64
import re
import struct
import warnings

import bleach
from nbformat.v4 import new_output

from said import said

TEXT, LINES, OUTPUTS, IMAGE_BYTES, IMAGES, PIXELS, CELLS = 20_000, 200, 20, 500_000, 3_000_000, 10_000_000, 500
TAGS = frozenset(
    "a abbr b blockquote br caption code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i kbd li ol p pre s span strong sub"
    " summary sup table tbody td tfoot th thead tr u ul".split()
)
ATTRIBUTES = {"*": ["class", "title"], "td": ["colspan", "rowspan"], "th": ["colspan", "rowspan"]}
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def clean(markup):
    """Returns HTML without scripts, styles, pictures, and links; what is not allowed goes, its text stays."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return bleach.clean(markup, tags=TAGS, attributes=ATTRIBUTES, protocols=[], strip=True)


def text(value, most=TEXT):
    """Returns text that a page can hold, not too long."""
    value = CONTROL.sub("\ufffd", value if isinstance(value, str) else "".join(map(str, value)))
    return value if len(value) <= most else value[:most] + "\n" + said("… cut after %s characters", most)


def short(value):
    """Returns output that fits a page, also by its lines."""
    lines = text(value).split("\n", LINES)
    return text(value) if len(lines) <= LINES else "\n".join([*lines[:LINES], said("… cut after %s lines", LINES)])


def png_size(data):
    if data[:8] == b"\x89PNG\r\n\x1a\n" and data[12:16] == b"IHDR" and len(data) >= 24:
        return struct.unpack(">II", data[16:24])
    return None


def jpeg_size(data):
    at = 2
    while data[:2] == b"\xff\xd8" and at + 9 < len(data) and data[at] == 0xFF:
        kind = data[at + 1]
        # Start of frame: every C0 to CF except DHT, JPG and DAC.
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    return None


PICTURES = {"image/png": png_size, "image/jpeg": jpeg_size, "image/svg+xml": lambda data: (1, 1) if b"<svg" in data[:2000] else None}


class Harmless:
    """Cleans the cells of one notebook."""

    def __init__(self, hidden):
        self.hidden, self.images = hidden, 0

    def outputs(self, outputs):
        shown = [self._output(output) for output in outputs[:OUTPUTS]]
        if len(outputs) > OUTPUTS:
            shown.append(stream(said("… %s more outputs are not shown", len(outputs) - OUTPUTS)))
        return shown

    def _output(self, output):
        kind = output.output_type
        if kind == "stream":
            return stream(short(self.hidden.cut(text(output.text))), "stderr" if output.name == "stderr" else "stdout")
        if kind == "error":
            return self._error(output)
        data = output.get("data", {})
        for media, size_of in PICTURES.items():
            if media in data:
                return self._picture(media, data[media], size_of)
        if "text/html" in data and len(data["text/html"]) <= 5 * TEXT and not self.hidden.quoted(data["text/html"]):
            return rich(clean(text(data["text/html"], 5 * TEXT)))
        words = data.get("text/plain") or data.get("text/markdown") or data.get("text/latex")
        return stream(text(self.hidden.cut(text(words))) if words else said("(an output that cannot be shown here)"))

    def _error(self, output):
        message = self.hidden.told(text(output.get("evalue", ""), 2_000))
        said = "\n".join(text(entry, TEXT) for entry in output.get("traceback", [])[:100])
        kept = self.hidden.cut(text(said), message)
        named = f"{text(output.get('ename', ''), 200)}: {message}".strip(": ")
        return new_output("error", ename="", evalue="", traceback=[kept.rstrip() if kept.strip() else named])

    def _picture(self, media, value, size_of):
        value = value if isinstance(value, str) else "".join(map(str, value))
        if len(value) > 2 * IMAGE_BYTES:
            return stream(said("(a picture that is too large to be shown)"))
        try:
            data = value.encode("utf-8", "replace") if media == "image/svg+xml" else base64.b64decode(value)
            size = size_of(data)
        except (ValueError, struct.error):
            size, data = None, b""
        if size is None:
            return stream(said("(a picture that cannot be read)"))
        if len(data) > IMAGE_BYTES or not 0 < size[0] * size[1] <= PIXELS or self.images + len(data) > IMAGES:
            return stream(said("(a picture that is too large to be shown)"))
        self.images += len(data)
        # Inside an img element an SVG runs no scripts and fetches nothing.
        source = base64.b64encode(data).decode("ascii")
        return rich(f'<img class="picture" alt="{said("picture")}" src="data:{media};base64,{source}">')



def stream(words, name="stdout"):
    # Streams that follow each other are joined.
    return new_output("stream", name=name, text=words if words.endswith("\n") else words + "\n")


def rich(markup):
    return new_output("display_data", data={"text/html": markup})
