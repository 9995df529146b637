"""Runs a scratch notebook on a Java kernel and looks at what it shows.

    JUPYTER_PATH=DIR python3 show_test.py --jar target/oomlab.jar [--kernel java] [--live]

Every rich output must carry the media types it should and a text/plain that has no identity hash in
it; nothing may appear on standard error. With --live a process is really killed, in a memory cgroup.
"""

import argparse
import pathlib
import re
import tempfile

import nbformat
from nbclient import NotebookClient

REPORT = """\
[  155.399001] oom invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
[  155.399002] CPU: 1 PID: 4714 Comm: oom Not tainted 6.1.0-test #1
[  155.399010] memory: usage 262144kB, limit 262144kB, failcnt 33
[  155.399020] Tasks state (memory values in pages):
[  155.399021] [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
[  155.399022] [    901]     0   901     1100     1100    90112        0             0 bash <x>
[  155.399024] [   4711]     0  4711   190000    63800   634880        0             0 oom
[  155.400000] Memory cgroup out of memory: Killed process 4711 (oom) total-vm:760000kB, \
anon-rss:235600kB, file-rss:19600kB, shmem-rss:0kB, UID:0 pgtables:620kB oom_score_adj:0
"""

IMPORTS = """%classpath JAR
import static oomlab.notebook.Lab.*;
import java.nio.file.*;
import oomlab.*;
import oomlab.chart.Charts;
import oomlab.table.Tables;
import oomlab.report.OomReports;"""

HTML, SVG, PNG, PLAIN = "text/html", "image/svg+xml", "image/png", "text/plain"

# source -> the outputs that it must have, each as the set of its media types
CELLS = [
    ("banner();", [{HTML, PLAIN}]),
    ('var report = OomReports.parse(Files.readString(Path.of("REPORT"))).get(0);', []),
    ("show(report);", [{HTML, PLAIN}]),
    ("show(Tables.tasks(report));", [{HTML, PLAIN}]),
    ("show(Charts.tasks(report));", [{HTML, SVG, PLAIN}]),
    ("show(report.lines());\nannotate(report);", [{HTML, PLAIN}] * 2),
    ("show(report.kills(), report.tasks());", [{HTML, PLAIN}] * 2),
    ('show("plain words", 42, null, new int[] {1, 2}, new Object());', [{HTML, PLAIN}] * 5),
    ("show(Charts.tasks(report).png());", [{PNG, PLAIN}]),
    ('predict("How many pages?", 16000);\ncompare("How many pages?", 63800);', [{HTML, PLAIN}] * 2),
    ("show(Experiment.standard());", [{HTML, PLAIN}]),
    ("1 + 2", [{PLAIN}]),
]

LIVE = [
    ('var dead = run(Experiment.standard().limit("64M"), "none");', [{HTML, SVG, PLAIN}]),
    ("show(dead, dead.verdict(), dead.waitStatus(), dead.recording());", [{HTML, PLAIN}] * 4),
    ("show(Charts.rss(dead));\nreconcile(dead);", [{HTML, SVG, PLAIN}, {HTML, PLAIN}]),
    ("show(Tables.samples(dead), Tables.tracks(dead), Tables.allocations(dead));", [{HTML, PLAIN}] * 3),
    ("show(Tables.tasks(dead.report().get()));", [{HTML, PLAIN}]),
]


class Client(NotebookClient):
    """Counts the replacements of an output that went by."""

    replaced = 0

    def process_message(self, msg, cell, cell_index):
        if msg["msg_type"] == "update_display_data":
            self.replaced += 1
        return super().process_message(msg, cell, cell_index)


def check(source, outputs, expected):
    for out in outputs:
        assert out.output_type != "error", f"{source}: {out.get('ename')} {out.get('evalue')}"
        assert out.output_type != "stream", f"{source}: printed on {out.get('name')}: {out.get('text')}"
        for kind, data in out.data.items():
            assert data, f"{source}: {kind} is empty"
        plain = out.data[PLAIN]
        assert not re.search(r"@[0-9a-f]{6,8}\b", plain), f"{source}: not the same every time: {plain}"
        assert SVG not in out.data or out.data[SVG].startswith("<svg"), source
    types = [set(out.data) for out in outputs]
    assert types == expected, f"{source}: shows {types}, not {expected}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--jar", required=True)
    parser.add_argument("--kernel", default="java")
    parser.add_argument("--live", action="store_true")
    parser.add_argument("--save", help="keep the executed notebook under this name")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder, "report.txt")
        report.write_text(REPORT)
        jar = str(pathlib.Path(options.jar).resolve())
        cells = [(IMPORTS.replace("JAR", jar), [])]
        cells += [(s.replace("REPORT", str(report)), e) for s, e in CELLS]
        cells += LIVE if options.live else []
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(source) for source, _ in cells],
            metadata={"kernelspec": {"name": options.kernel, "display_name": "Java", "language": "java"}},
        )
        client = Client(notebook, kernel_name=options.kernel, timeout=120, resources={"metadata": {"path": folder}})
        client.execute()
        if options.save:
            nbformat.write(notebook, options.save)
    for cell, (source, expected) in zip(notebook.cells, cells):
        check(source, cell.outputs, expected)
    with_chart = notebook.cells[5].outputs[0].data
    assert with_chart[SVG].strip() in with_chart[HTML], "the page gets the drawing itself"
    tasks = notebook.cells[4].outputs[0].data
    assert tasks[HTML].index("4711") < tasks[HTML].index("bash &lt;x&gt;"), "largest first, escaped"
    assert "rgba(219,68,68" in tasks[HTML], "the victim's row is marked"
    assert not options.live or client.replaced > 0, "the live picture was never replaced"
    print(f"{len(cells)} cells as they should be, {client.replaced} replacements")


main()
