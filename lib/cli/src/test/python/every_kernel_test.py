"""Executes notebooks on several Java kernels, and compares what comes out, cell by cell.

    python3 every_kernel_test.py --project . --kernel NAME=FOLDER --kernel NAME=FOLDER [--only NN]

FOLDER holds a kernel.json. Each kernel gets a copy of the notebooks, the graded labs among them, and recorded runs. A cell must
have as many outputs as on the first kernel, of the same kinds: output type, stream, MIME types. (A stream may come in pieces.)
None may be an error or go to standard error, and none may need a script or a type that VS Code does not render. Executing leaves
sources, ids and metadata of cells alone, as nbconvert --execute --inplace must.
"""

import argparse
import asyncio
import html.parser
import itertools
import os
import pathlib
import shutil
import signal
import sys
import tempfile
import threading
import time

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[4] / "workbook/src/main/python"))
from book import end_groups  # noqa: E402

AT_A_TIME = 2
SECONDS_A_CELL = 120
GROUPS = set()

# What VS Code's built-in renderers show without running anything (its extension notebook-renderers).
RENDERED = {"text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/jpeg", "image/svg+xml"}
ACTIVE = {"script", "iframe", "object", "embed", "link", "meta", "base", "form", "button", "input"}


class Active(html.parser.HTMLParser):
    """Finds what would do something in a page: elements, event handlers, addresses that are code or load something."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        if tag in ACTIVE:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            address = (value or "").strip().lower()
            loads = name in ("src", "srcset") and not address.startswith("data:image/")
            if name.startswith("on") or address.startswith("javascript:") or loads:
                self.found.append(f"<{tag} {name}>")


def active(markup):
    parser = Active()
    parser.feed(markup)
    parser.close()
    return parser.found


async def execute(path, kernel, folder):
    """Returns the executed notebook and the seconds that it took."""
    nb = nbformat.read(path, as_version=4)
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    here = pathlib.Path(tempfile.mkdtemp())
    manager = AsyncKernelManager(
        kernel_name=folder.name,
        connection_file=str(here / "kernel.json"),
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[str(folder.parent)], ensure_native_kernel=False),
    )
    client = NotebookClient(
        nb, km=manager, kernel_name=folder.name, timeout=SECONDS_A_CELL, startup_timeout=120, allow_errors=True,
        store_widget_state=False, resources={"metadata": {"path": str(path.parent)}},
    )
    start, group = time.monotonic(), None
    with (here / "log").open("w+b") as log:
        try:
            if any(cell.cell_type == "code" for cell in nb.cells):
                async with client.async_setup_kernel(stdout=log, stderr=log):
                    group = manager.provisioner.process.pid
                    GROUPS.add(group)
                    await client.async_execute(reset_kc=False)
        except Exception as error:
            log.seek(0)
            words = log.read()[-1000:].decode(errors="replace")
            raise RuntimeError(f"{path.stem} on {kernel}: {type(error).__name__}: {error}\n{words}") from error
        finally:
            if group is not None:
                end_groups({group})
                GROUPS.discard(group)
            shutil.rmtree(here, ignore_errors=True)
    return nb, time.monotonic() - start


def kinds(cell):
    """Returns what a cell shows: the kind of each output, with the pieces of a stream as one."""
    all_kinds = [
        f"{output.output_type} {output.get('name') or ' '.join(sorted(output.get('data', {})))}".strip()
        for output in cell.get("outputs", [])
    ]
    return [kind for kind, group in itertools.groupby(all_kinds) for _ in (group if "stream" not in kind else [0])]


def written(cell):
    """Returns what executing a cell must leave alone."""
    return cell.cell_type, cell.id, cell.source, {key: cell.metadata[key] for key in cell.metadata if key != "execution"}


def faults(nb, first, source):
    """Yields the faults of an executed notebook, and in what it differs from its source and from that on the first kernel."""
    if [written(cell) for cell in nb.cells] != [written(cell) for cell in source.cells]:
        yield "executing it changed a source, an id or a cell's metadata"
    for number, (cell, other) in enumerate(zip(nb.cells, first.cells, strict=True), 1):
        where = f"cell {number} ({cell.id})"
        if cell.cell_type != "code":
            for what in active(cell.source):
                yield f"{where} has {what}"
            continue
        here, there = kinds(cell), kinds(other)
        if here != there:
            yield f"{where} shows {here}, and on the first kernel {there}: {cell.source.splitlines()[0]}"
        for output in cell.outputs:
            if output.output_type == "error":
                yield f"{where} fails: {output.ename} {output.evalue}"
            elif output.get("name") == "stderr":
                yield f"{where} writes to standard error: {output.text}"
            for mime, data in output.get("data", {}).items():
                if mime not in RENDERED:
                    yield f"{where} shows {mime}"
                elif mime in ("text/html", "text/markdown", "image/svg+xml"):
                    for what in active(data):
                        yield f"{where} shows {mime} with {what}"


def no_orphans(work):
    """Ends the kernels when the caller is gone, which standard input says by its end, and removes the folder of the work."""

    def watch():
        while os.read(0, 4096):
            pass
        for group in list(GROUPS):
            end_groups({group})
        shutil.rmtree(work, ignore_errors=True)
        os._exit(130)

    threading.Thread(target=watch, daemon=True).start()
    signal.signal(signal.SIGTERM, lambda *_: os.close(0))


async def run(names, kernels):
    semaphore = asyncio.Semaphore(AT_A_TIME)

    async def one(name, kernel):
        async with semaphore:
            folder, notebooks = kernels[kernel]
            return await execute(notebooks / name, kernel, folder)

    # The last kernel is the slowest, and its longest notebooks come first: so all workers end together.
    notebooks = next(iter(kernels.values()))[1]
    names = sorted(names, key=lambda name: (notebooks / name).stat().st_size, reverse=True)
    pairs = [(name, kernel) for kernel in reversed(kernels) for name in names]
    return dict(zip(pairs, await asyncio.gather(*(one(*pair) for pair in pairs)), strict=True))


def copies(project, given, work):
    """Copies the notebooks for each kernel; returns each kernel's folder, and that of its notebooks."""
    kernels = {}
    for name, _, folder in (each.partition("=") for each in given):
        root = work / name
        shutil.copytree(project / "notebooks", root / "notebooks", ignore=shutil.ignore_patterns("runs"))
        (root / "target").symlink_to(project / "target")
        kernels[name] = (pathlib.Path(folder).resolve(), root / "notebooks")
    return kernels


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--project", type=pathlib.Path, required=True, help="folder that has notebooks/ and target/oomlab.jar")
    parser.add_argument("--kernel", action="append", required=True, metavar="NAME=FOLDER")
    parser.add_argument("--only", default="", metavar="NN", help="only notebooks whose name starts so")
    parser.add_argument("--out", type=pathlib.Path, help="folder for the executed notebooks, one folder a kernel")
    options = parser.parse_args()
    project = options.project.resolve()
    sources = [*project.glob("notebooks/*.ipynb"), *project.glob("notebooks/assignments/*/*.ipynb")]
    names = sorted(path.relative_to(project / "notebooks") for path in sources if path.name.startswith(options.only))
    assert names, f"no notebook of {project} starts with {options.only}"
    os.environ["OOMLAB_RECORDED"] = "1"
    # JJava's JVM would spend more time on compiling well than it gains in a chapter.
    os.environ["JJAVA_JVM_OPTS"] = "-XX:TieredStopAtLevel=1 " + os.environ.get("JJAVA_JVM_OPTS", "")
    with tempfile.TemporaryDirectory(prefix="every-kernel-") as work:
        no_orphans(work)
        tempfile.tempdir = work
        kernels = copies(project, options.kernel, pathlib.Path(work))
        executed = asyncio.run(run(names, kernels))
    found = []
    for name in names:
        source, words = nbformat.read(project / "notebooks" / name, as_version=4), []
        for kernel in kernels:
            nb, seconds = executed[name, kernel]
            words.append(f"{kernel} {sum(len(kinds(cell)) for cell in nb.cells)} outputs in {seconds:.1f} s")
            if options.out:
                (options.out / kernel).mkdir(parents=True, exist_ok=True)
                nbformat.write(nb, options.out / kernel / name.name)
            first = executed[name, next(iter(kernels))][0]
            found += [f"{name.stem} on {kernel}: {fault}" for fault in faults(nb, first, source)]
        print(f"{name.stem}: {', '.join(words)}", flush=True)
    print(*found, sep="\n", flush=True)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
