"""Executes notebooks and writes one page for each, and an index.

Called by `./oomlab run`. Prints one JSON object a line on its standard output: what it is doing, for the caller to
show. Standard input is a leash: when it reaches its end, the caller is gone, and the kernel and this process go too.
"""

import argparse
import asyncio
import base64
import ctypes
import datetime
import html
import json
import os
import pathlib
import platform
import re
import signal
import sys
import threading
import time

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert.exporters import HTMLExporter
from traitlets.config import Config

HERE = pathlib.Path(__file__).resolve().parent
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True)


class Events:
    """The caller's side of standard output; everything else that writes there lands on standard error."""

    def __init__(self):
        self.stream = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
        os.set_inheritable(self.stream.fileno(), False)
        os.dup2(2, 1)

    def emit(self, event, **fields):
        self.stream.write(json.dumps({"event": event, **fields}) + "\n")


class Leash:
    """Ends the kernel's process group and this process when the caller is gone."""

    def __init__(self):
        self.kernel_pid = None
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self):
        while os.read(0, 4096):
            pass
        self.cut()

    def cut(self):
        if self.kernel_pid is not None:
            end_group(self.kernel_pid)
        os._exit(130)


def end_group(group):
    """Ends every process of a group. JJava's launcher, for one, leaves the kernel's own JVM behind."""
    # TERM first: a Java kernel's shutdown hooks take an experiment's child and its cgroup away.
    for number, seconds in ((signal.SIGTERM, 3), (signal.SIGKILL, 1)):
        if not _lives(group):
            return
        try:
            os.killpg(group, number)
        except ProcessLookupError:
            return
        end = time.monotonic() + seconds
        while time.monotonic() < end and _lives(group):
            time.sleep(0.02)


def _lives(group):
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            # man 5 proc: the name in parentheses may hold anything; then state, ppid, pgrp.
            state, _, pgrp = stat.read_bytes().rpartition(b")")[2].split()[:3]
        except (OSError, ValueError):
            continue
        if int(pgrp) == group and state != b"Z":
            return True
    return False


def _die_with_parent():
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


class Runner(NotebookClient):
    """A notebook client that tells which code cell runs."""

    def __init__(self, nb, *, events, leash, name, **options):
        super().__init__(nb, **options)
        self.events, self.leash, self.name = events, leash, name
        self.total = sum(_runs(cell) for cell in nb.cells)
        self.number = 0
        self.process = None

    async def async_start_new_kernel(self, **options):
        await super().async_start_new_kernel(preexec_fn=_die_with_parent, **options)
        self.process = self.km.provisioner.process
        self.leash.kernel_pid = self.process.pid

    async def async_execute_cell(self, cell, cell_index, **options):
        if not _runs(cell):
            return cell
        self.number += 1
        self.events.emit("cell", notebook=self.name, cell=self.number, cells=self.total)
        return await super().async_execute_cell(cell, cell_index, **options)


def _runs(cell):
    return cell.cell_type == "code" and bool(cell.source.strip())


def execute(path, out, options, events, leash):
    """Executes one notebook and writes its page; returns None or a sentence that says what failed."""
    name = path.stem
    for stale in (out / f"{name}.html", out / f"{name}.ipynb"):
        stale.unlink(missing_ok=True)
    started = time.monotonic()
    nb = nbformat.read(path, as_version=4)
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    events.emit("notebook", notebook=name, cells=sum(_runs(cell) for cell in nb.cells))
    log = out / f"{name}.log"
    manager = AsyncKernelManager(
        kernel_name=options.kernel,
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[options.kernels], ensure_native_kernel=False),
    )
    runner = Runner(
        nb, km=manager, events=events, leash=leash, name=name, kernel_name=options.kernel, timeout=options.timeout,
        startup_timeout=120, iopub_timeout=60, raise_on_iopub_timeout=True, store_widget_state=False,
        resources={"metadata": {"path": str(options.notebooks)}},
    )
    failure = None
    with log.open("w+b") as stream:
        try:
            asyncio.run(_run(runner, stream))
        except CellExecutionError as error:
            failure = {"cell": runner.number, "why": _first_line(nb, error)}
        except CellTimeoutError:
            failure = {"cell": runner.number, "why": f"no end after {options.timeout} s; see --timeout"}
        except (DeadKernelError, RuntimeError) as error:
            where = {"cell": runner.number} if runner.number else {}
            failure = {**where, "why": _death(runner.process, stream, error)}
    if leash.kernel_pid is not None:
        end_group(leash.kernel_pid)
        leash.kernel_pid = None
    if log.stat().st_size == 0:
        log.unlink()
    nb.metadata["oomlab"] = {
        "title": title_of(nb, name),
        "executed": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "seconds": round(time.monotonic() - started, 1),
        "cells": runner.number,
        "kernel": options.kernel,
        "language": " ".join(nb.metadata.get("language_info", {}).get(key, "") for key in ("name", "version")).strip(),
        "linux": platform.release(),
        "recorded": os.environ.get("OOMLAB_RECORDED") == "1",
        **({"failed": failure} if failure else {}),
    }
    write(out / f"{name}.ipynb", nbformat.writes(nb))
    return failure


async def _run(runner, stream):
    await runner.async_execute(stdout=stream, stderr=stream)


ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def _first_line(nb, error):
    """Returns the sentence of a Java error: its exception, or the compiler's message and the source it means."""
    output = next(
        (output for cell in nb.cells for output in cell.get("outputs", []) if output.output_type == "error"), None
    )
    if output is None:
        return str(error).splitlines()[0]
    lines = [line for part in output.traceback for line in ANSI.sub("", part).splitlines()]
    for line in lines:
        if re.match(r"[\w.$]+(Exception|Error)\b", line.strip("| \t")):
            return line.strip("| \t")
    source = [line.strip("| \t") for line in lines if line.startswith("|") and line.strip("| \t")]
    told = [" ".join(line.split()) for line in lines if line.strip(" -") and not line.startswith("|")]
    if told:
        return ", ".join(told[:2]) + (f" ({source[0]})" if source else "")
    return (f"{output.ename}: {output.evalue}".strip(": ") or str(error)).splitlines()[0]


def _death(process, stream, error):
    if process is None:
        return f"the kernel did not start: {error}"
    code = process.poll()
    if code is None:
        how = f"the kernel does not answer: {error}"
    else:
        how = f"the kernel was killed by signal {-code}" if code < 0 else f"the kernel ended with status {code}"
    stream.flush()
    stream.seek(0)
    lines = [line.strip() for line in stream.read()[-4000:].decode(errors="replace").splitlines()]
    lines = [line for line in lines if line and not re.search(r"^at |^\[I |\bINFO\b|^[A-Z][a-z]{2} \d{1,2}, \d{4} ", line)]
    return f"{how}: {lines[-1]}" if lines else how


def title_of(nb, name):
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            match = re.search(r"^#\s+(.+)$", cell.source, re.MULTILINE)
            if match:
                return re.sub(r"[`*_]", "", match.group(1)).strip()
    return name


def write(path, text):
    """Replaces a file in one step, so that a reader sees the old or the new one whole."""
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def data_uri(svg):
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def exporter():
    config = Config()
    config.HTMLExporter.exclude_anchor_links = True
    return HTMLExporter(
        config=config,
        template_name="oomlab",
        extra_template_basedirs=[str(HERE / "templates")],
        filters={"data_uri": data_uri},
    )


def facts(meta):
    parts = [f"Executed {meta['executed'].replace('T', ' ').replace('+00:00', ' UTC')}", f"Linux {meta['linux']}"]
    if meta.get("language"):
        parts.append(meta["language"])
    parts += [f"kernel {meta['kernel']}", f"{meta['cells']} cells run in {meta['seconds']} s"]
    return " · ".join(parts)


LINK = re.compile(r'(href="(?:\./)?\d\d-[^"#/]*)\.ipynb((?:#[^"]*)?")')


def render(name, out, titles):
    """Writes the page of an executed notebook; `titles` maps each notebook of the book to its title, in order."""
    nb = nbformat.read(out / f"{name}.ipynb", as_version=4)
    number = 0
    for cell in nb.cells:
        if _runs(cell):
            number += 1
            cell.metadata["oomlab_number"] = number
    names = list(titles)
    at = names.index(name)
    meta = nb.metadata["oomlab"]
    page = {
        "title": meta["title"],
        "facts": facts(meta),
        "recorded": meta["recorded"],
        "failed": meta.get("failed"),
        "css": (HERE / "templates" / "oomlab" / "style.css").read_text(encoding="utf-8"),
        "previous": (names[at - 1], titles[names[at - 1]]) if at > 0 else None,
        "next": (names[at + 1], titles[names[at + 1]]) if at + 1 < len(names) else None,
    }
    body, _ = exporter().from_notebook_node(nb, resources={"page": page, "metadata": {"name": name}})
    write(out / f"{name}.html", LINK.sub(r"\1.html\2", body))


def render_index(out, titles):
    rows = []
    for name, title in titles.items():
        executed = out / f"{name}.ipynb"
        if not executed.exists():
            rows.append(f"<li><span>{html.escape(title)}</span><small>not run yet</small></li>")
            continue
        meta = nbformat.read(executed, as_version=4).metadata["oomlab"]
        note = facts(meta)
        if meta["recorded"]:
            note = f"Recorded runs. {note}"
        if "failed" in meta:
            cell = f"cell {meta['failed']['cell']}: " if "cell" in meta["failed"] else ""
            note = f"<strong>Failed</strong>, {html.escape(cell + meta['failed']['why'])}<br>{html.escape(note)}"
        else:
            note = html.escape(note)
        rows.append(f'<li><a href="{html.escape(name)}.html">{html.escape(title)}</a><small>{note}</small></li>')
    css = (HERE / "templates" / "oomlab" / "style.css").read_text(encoding="utf-8")
    write(
        out / "index.html",
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<link rel="icon" href="data:,">\n<title>What does Linux do when memory runs out?</title>\n'
        f"<style>{css}</style>\n</head>\n<body>\n<main>\n<h1>What does Linux do when memory runs out?</h1>\n"
        '<ol class="contents">\n' + "\n".join(rows) + "\n</ol>\n</main>\n</body>\n</html>\n",
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notebooks", type=pathlib.Path, required=True, help="folder of the book's sources")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="folder of the pages")
    parser.add_argument("--kernels", required=True, help="folder that holds the kernelspec")
    parser.add_argument("--kernel", required=True, help="name of the kernelspec")
    parser.add_argument("--timeout", type=int, required=True, help="seconds for a cell")
    parser.add_argument("names", nargs="+", help="notebooks to execute, without .ipynb")
    options = parser.parse_args()
    events = Events()
    # Ctrl-C at a terminal reaches the whole process group: only the caller answers it, through the leash.
    os.setpgid(0, 0)
    leash = Leash()
    options.out.mkdir(parents=True, exist_ok=True)
    sources = sorted(options.notebooks.glob("[0-9][0-9]-*.ipynb"))
    titles = {}
    for path in sources:
        try:
            titles[path.stem] = title_of(nbformat.read(path, as_version=4), path.stem)
        except Exception as error:
            events.emit("error", why=f"{path} is not a notebook that can be read: {str(error).splitlines()[0]}")
            sys.exit(1)
    for page in (*options.out.glob("*.html"), *options.out.glob("*.ipynb"), *options.out.glob("*.log")):
        if page.stem not in titles:
            page.unlink()
    for path in sources:
        if path.stem in options.names:
            failure = execute(path, options.out, options, events, leash)
            render(path.stem, options.out, titles)
            meta = nbformat.read(options.out / f"{path.stem}.ipynb", as_version=4).metadata["oomlab"]
            events.emit("page", notebook=path.stem, seconds=meta["seconds"], **({"failed": failure} if failure else {}))
    # Their neighbours' titles stand in pages that were not executed this time.
    for name in titles:
        if name not in options.names and (options.out / f"{name}.ipynb").exists():
            render(name, options.out, titles)
    render_index(options.out, titles)
    events.emit("book", index=str(options.out / "index.html"))


if __name__ == "__main__":
    main()
