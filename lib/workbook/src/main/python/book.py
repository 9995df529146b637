"""Executes notebooks and writes one page for each, and an index.

Called by `./oomlab run`. Prints one JSON object a line on its standard output: what it is doing, for the caller to
show. Standard input is a leash: when it reaches its end, the caller is gone, and the kernel and this process go too.
"""

import argparse
import asyncio
import ctypes
import datetime
import json
import os
import pathlib
import platform
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

import cells
import pages

PR_SET_PDEATHSIG = 1
KERNEL_FOLDER = "oomlab-kernel-"
LIBC = ctypes.CDLL(None, use_errno=True)


class Events:
    """The caller's side of standard output; everything else that writes there lands on standard error."""

    def __init__(self):
        self.stream, self.lock = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1), threading.Lock()
        os.set_inheritable(self.stream.fileno(), False)
        os.dup2(2, 1)

    def emit(self, event, **fields):
        with self.lock:
            self.stream.write(json.dumps({"event": event, **fields}) + "\n")


class Leash:
    """Ends the process groups of kernels and a browser, and this process, when the caller is gone."""

    def __init__(self):
        self.groups, self.litter = set(), set()
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self):
        while os.read(0, 4096):
            pass
        self.cut()

    def cut(self):
        end_groups(set(self.groups))
        self.sweep(set(self.litter))
        os._exit(130)

    def end(self, group):
        end_groups({group})
        self.groups.discard(group)

    def sweep(self, paths):
        for path in paths:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
            self.litter.discard(path)


def sweep_dead():
    """Removes the folders of kernels whose run was killed: a folder's name has its run's pid."""
    for folder in pathlib.Path(tempfile.gettempdir()).glob(f"{KERNEL_FOLDER}*-*"):
        pid = folder.name[len(KERNEL_FOLDER) :].split("-")[0]
        if pid.isdigit() and not pathlib.Path("/proc", pid).exists() and folder.stat().st_uid == os.geteuid():
            shutil.rmtree(folder, ignore_errors=True)


def end_groups(groups):
    """Ends every process of some groups. JJava's launcher, for one, leaves the kernel's own JVM behind."""
    # TERM first: a Java kernel's shutdown hooks take an experiment's child and its cgroup away.
    for number, seconds in ((signal.SIGTERM, 3), (signal.SIGKILL, 1)):
        for group in _living(groups):
            try:
                os.killpg(group, number)
            except ProcessLookupError:
                pass
        end = time.monotonic() + seconds
        while time.monotonic() < end and _living(groups):
            time.sleep(0.02)


def _living(groups):
    living = set()
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat") if groups else ():
        try:
            # man 5 proc: the name in parentheses may hold anything; then state, ppid, pgrp.
            state, _, pgrp = stat.read_bytes().rpartition(b")")[2].split()[:3]
        except (OSError, ValueError):
            continue
        if int(pgrp) in groups and state != b"Z":
            living.add(int(pgrp))
    return living


def _die_with_parent():
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


class Runner(NotebookClient):
    """A notebook client that tells which code cell runs."""

    def __init__(self, nb, *, events, leash, name, language, **options):
        super().__init__(nb, **options)
        self.events, self.leash, self.name, self.speaks = events, leash, name, language
        self.total = sum(cells.runs(cell) for cell in nb.cells)
        self.number = 0
        self.process = None

    async def async_start_new_kernel(self, **options):
        env = {**os.environ, "OOMLAB_LANGUAGE": self.speaks}
        await super().async_start_new_kernel(preexec_fn=_die_with_parent, env=env, **options)
        self.process = self.km.provisioner.process
        self.leash.groups.add(self.process.pid)

    async def async_execute_cell(self, cell, cell_index, **options):
        if not cells.runs(cell):
            return cell
        self.number += 1
        self.events.emit("cell", notebook=self.name, cell=self.number, cells=self.total)
        return await super().async_execute_cell(cell, cell_index, **options)


def execute(book, name, language, options, events, leash):
    """Executes one notebook with a kernel that speaks a language; returns None or what failed, in which cell."""
    executed = book.executed_file(name, language)
    page = executed.with_suffix(".html")
    for stale in (page, executed):
        stale.unlink(missing_ok=True)
    shown = page.relative_to(book.out).with_suffix("").as_posix()
    started = time.monotonic()
    nb = nbformat.read(options.notebooks / f"{name}.ipynb", as_version=4)
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    events.emit("notebook", notebook=shown, cells=sum(cells.runs(cell) for cell in nb.cells))
    executed.parent.mkdir(parents=True, exist_ok=True)
    log = executed.with_suffix(".log")
    # The manager of nbclient leaves its connection file behind; here it goes with its folder.
    folder = pathlib.Path(tempfile.mkdtemp(prefix=f"{KERNEL_FOLDER}{os.getpid()}-"))
    leash.litter.add(folder)
    manager = AsyncKernelManager(
        kernel_name=options.kernel,
        connection_file=str(folder / "kernel.json"),
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[options.kernels], ensure_native_kernel=False),
    )
    runner = Runner(
        nb, km=manager, events=events, leash=leash, name=shown, language=language, kernel_name=options.kernel, timeout=options.timeout,
        startup_timeout=120, iopub_timeout=60, raise_on_iopub_timeout=True, store_widget_state=False,
        resources={"metadata": {"path": str(options.notebooks)}},
    )
    failure = None
    with log.open("w+b") as stream:
        try:
            # Text alone needs no kernel.
            if runner.total:
                asyncio.run(_run(runner, stream))
        except CellExecutionError as error:
            failure = {"cell": runner.number, "why": _first_line(nb, error)}
        except CellTimeoutError:
            failure = {"cell": runner.number, "why": f"no end after {options.timeout} s; see --timeout"}
        except (DeadKernelError, RuntimeError) as error:
            where = {"cell": runner.number} if runner.number else {}
            failure = {**where, "why": _death(runner.process, stream, error)}
    if runner.process is not None:
        leash.end(runner.process.pid)
    leash.sweep({folder})
    if log.stat().st_size == 0:
        log.unlink()
    nb.metadata["oomlab"] = {
        "title": cells.title_of(nb, name),
        "executed": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "seconds": round(time.monotonic() - started, 1),
        "cells": runner.number,
        "kernel": options.kernel,
        "language": " ".join(nb.metadata.get("language_info", {}).get(key, "") for key in ("name", "version")).strip(),
        "linux": platform.release(),
        "recorded": os.environ.get("OOMLAB_RECORDED") == "1",
        **({"failed": failure} if failure else {}),
    }
    pages.write(executed, nbformat.writes(nb))
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


PRINTING_SECONDS = 120


def printed(book, language):
    """Returns where the book of a language is printed to. A browser puts the fonts that it uses into the file."""
    return book.out / ("oomlab.pdf" if language == pages.ENGLISH else f"{language}/oomlab.pdf")


def print_book(book, language, browser, leash):
    """Has a browser print the whole book to oomlab.pdf; returns None or a sentence that says what failed."""
    page, pdf = book.out / "oomlab.print.html", printed(book, language)
    pdf.unlink(missing_ok=True)
    pages.write(page, book.whole(language))
    # A visible folder: a browser that is a snap may not write into a hidden one.
    profile = pathlib.Path(tempfile.mkdtemp(prefix="browser-", dir=book.out.parent))
    leash.litter |= {profile, page}
    command = [
        browser, "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-background-networking",
        "--no-pdf-header-footer", "--print-to-pdf-no-header", f"--user-data-dir={profile}", f"--print-to-pdf={pdf}",
        *(["--no-sandbox"] if os.geteuid() == 0 else []), page.as_uri(),
    ]
    home = {"XDG_CACHE_HOME": str(profile), "XDG_CONFIG_HOME": str(profile)}
    try:
        # Not a pipe: it would stay open as long as any of the browser's helpers lives.
        with tempfile.TemporaryFile() as words:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=words,
                env={**os.environ, **home}, start_new_session=True, preexec_fn=_die_with_parent,
            )
            leash.groups.add(process.pid)
            try:
                process.wait(PRINTING_SECONDS)
            except subprocess.TimeoutExpired:
                return f"{browser} did not print the book within {PRINTING_SECONDS} s."
            finally:
                leash.end(process.pid)
            words.seek(0)
            said = words.read().decode(errors="replace")
    except OSError as error:
        return f"{browser} cannot be started: {error.strerror}."
    finally:
        leash.sweep({profile, page})
    if pdf.exists():
        return None
    last = (said.strip().splitlines() or ["it said nothing"])[-1]
    return f"{browser} ended with status {process.returncode} and printed nothing: {last}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notebooks", type=pathlib.Path, required=True, help="folder of the book's sources")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="folder of the pages")
    parser.add_argument("--kernels", required=True, help="folder that holds the kernelspec")
    parser.add_argument("--kernel", required=True, help="name of the kernelspec")
    parser.add_argument("--timeout", type=int, required=True, help="seconds for a cell")
    parser.add_argument("--jobs", type=int, default=1, help="notebooks to execute at once")
    parser.add_argument("--language", action="append", help="only this edition's pages; may be repeated")
    parser.add_argument("--pdf", metavar="BROWSER", help="print the book with this browser, too")
    parser.add_argument("names", nargs="+", help="notebooks to execute, without .ipynb")
    options = parser.parse_args()
    events = Events()
    # Ctrl-C at a terminal reaches the whole process group: only the caller answers it, through the leash.
    os.setpgid(0, 0)
    leash = Leash()
    sweep_dead()
    options.out.mkdir(parents=True, exist_ok=True)
    try:
        book = pages.Book(options.notebooks, options.out)
    except pages.Unreadable as error:
        events.emit("error", why=str(error))
        sys.exit(1)
    book.remove_strangers()
    languages = [language for language in book.languages if language in (options.language or book.languages)]
    writing = threading.Lock()

    def make(name, language):
        failure = execute(book, name, language, options, events, leash)
        with writing:
            page = book.write(name, language)
        events.emit(
            "page", notebook=page.file.removesuffix(".html"), seconds=page.meta["seconds"],
            **({"failed": failure} if failure else {}),
        )

    editions = [
        (name, language) for name in book.titles if name in options.names
        for language in languages if book.translated(name, language)
    ]
    # A thread outlives its kernels, which die with it.
    with ThreadPoolExecutor(options.jobs) as pool:
        list(pool.map(lambda edition: make(*edition), editions))
    # Pages name their neighbours, and lead to sections of each other.
    book.write_all()
    for sentence in book.remarks():
        events.emit("remark", why=sentence)
    if options.pdf:
        for language in [language for language, made in book.all().items() if made or language == pages.ENGLISH]:
            why = print_book(book, language, options.pdf, leash)
            if why:
                events.emit("error", why=why)
                sys.exit(1)
            events.emit("printed", file=str(printed(book, language)))
    events.emit("book", index=str(options.out / "index.html"))


if __name__ == "__main__":
    main()
