"""Interrupts real runs on a Java kernel, as a reader does, and looks at what is left of them.

    JUPYTER_PATH=DIR python3 interrupt_test.py --jar target/oomlab.jar [--kernel java] [--guest]

The output of the cell must grow a few times a second, say how long it may still take and how to stop
it, and say in the end that it was interrupted. The process, its cgroup, QEMU and its folder must be
gone, and the next cell must work. Without --guest the run is in a memory cgroup, with it in a
virtual machine.
"""

import argparse
import os
import pathlib
import re
import tempfile
import threading
import time
from queue import Empty

from jupyter_client.manager import start_new_kernel

LIMIT = 120
IMPORTS = "%classpath JAR\nimport static oomlab.notebook.Lab.*;\nimport oomlab.*;"
# More than five minutes until its limit: it cannot be over before it is interrupted, however busy the machine.
SLOWEST = (
    'Experiment.command("python3", "-c", "import time; a = [(bytes([1]) * 2**17, time.sleep(.1)) for _ in range(9999)]")'
    '.limit("512M").timeLimit(java.time.Duration.ofMinutes(9))'
)
HOST = f'var a = run({SLOWEST}, "none");'
GUEST = 'var b = run(Experiment.in(Guest.arm32()), "none");'


class Cell:
    """A running cell: its one replaced output, and when that changed."""

    def __init__(self, client, code):
        self.client = client
        self.wanted = client.execute(code)
        self.shown, self.times, self.errors, self.text = [], [], [], ""
        self.reply = None

    def step(self, timeout):
        """Takes one message; returns whether there was one."""
        try:
            message = self.client.get_iopub_msg(timeout=timeout)
        except Empty:
            return False
        content = message["content"]
        if message["msg_type"] in ("display_data", "update_display_data"):
            self.shown.append(content["data"]["text/plain"])
            self.times.append(time.monotonic())
        elif message["msg_type"] == "error":
            self.errors.append("\n".join(content["traceback"]))
        elif message["msg_type"] == "stream":
            self.text += content["text"]
        return True

    def until(self, what, condition):
        end = time.monotonic() + LIMIT
        while not condition():
            assert not self.errors or self.shown, f"{what}: {self.errors}"
            assert time.monotonic() < end, f"{what}: not within {LIMIT} s; shown: {self.shown[-3:]}, errors: {self.errors}"
            self.step(0.2)

    def last(self):
        return self.shown[-1] if self.shown else ""


def descendants(pid):
    """Returns command lines of all processes that a process has started, and they in turn."""
    children = {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                children.setdefault(int(stat[1]), []).append(int(entry.name))
            except (OSError, IndexError):
                continue
    found, todo = [], [pid]
    while todo:
        for child in children.get(todo.pop(), []):
            todo.append(child)
            try:
                found.append(pathlib.Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
            except OSError:
                continue
    return found


def groups(pid):
    """Returns the memory cgroups that this kernel has made and that are still there."""
    root = pathlib.Path("/sys/fs/cgroup")
    return sorted(str(p) for p in root.rglob(f"oomlab-{pid}-*") if p.is_dir())


def interrupted(manager, client, pid, code, begun, sentence):
    temp = pathlib.Path(os.environ.get("TMPDIR", "/tmp"))
    cell = Cell(client, code)
    cell.until(f"a line that says {begun}", lambda: any(re.search(begun, s) for s in cell.shown))
    while_running = descendants(pid)
    assert while_running, "nothing runs"
    # Before the start stands what a new machine first makes of a guest's parts.
    runs = [shown for shown in cell.shown if not re.match(r"(arm32|x86_64): ", shown)]
    assert runs and all("interrupt the cell" in shown for shown in runs), cell.shown
    manager.interrupt_kernel()
    asked = time.monotonic()
    cell.until("the end", lambda: re.search(sentence, cell.last()) and cell.errors)
    took = time.monotonic() - asked
    end = time.monotonic() + 10
    while (descendants(pid) or groups(pid)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not descendants(pid), f"still there: {descendants(pid)}, before: {while_running}"
    assert not groups(pid), f"still there: {groups(pid)}"
    folders = [p.name for p in temp.glob("oomlab-guest-*") if p.stat().st_mtime > START]
    assert not folders, f"still there: {folders}"
    assert cell.text == "", f"printed: {cell.text}"
    gaps = [b - a for a, b in zip(cell.times, cell.times[1:])]
    # On top of five a second, each phase and the end bring one at once.
    most = 4 + 6 * sum(gaps)
    assert len(gaps) <= most, f"{len(gaps)} replacements in {sum(gaps):.1f} s"
    print(f"{cell.last()}\n    said {took:.2f} s after the interrupt; {len(gaps)} replacements in {sum(gaps):.1f} s")
    print(f"    before it: {cell.shown[-2]}".replace("\n", "\n    | "))


START = time.time()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--jar", required=True)
    parser.add_argument("--kernel", default="java")
    parser.add_argument("--guest", action="store_true")
    options = parser.parse_args()
    jar = str(pathlib.Path(options.jar).resolve())
    with tempfile.TemporaryDirectory() as folder:
        manager, client = start_new_kernel(kernel_name=options.kernel, startup_timeout=LIMIT, cwd=folder)
        try:
            client.execute_interactive(IMPORTS.replace("JAR", jar), output_hook=lambda m: None, timeout=LIMIT)
            outputs = []
            client.execute_interactive("ProcessHandle.current().pid()", output_hook=outputs.append, timeout=LIMIT)
            pid = int([m for m in outputs if m["msg_type"] == "execute_result"][0]["content"]["data"]["text/plain"])
            if options.guest:
                interrupted(manager, client, pid, GUEST, "the guest boots|QEMU starts|the experiment runs", MACHINE_GONE)
                interrupted(manager, client, pid, GUEST, r"left at \d+ MiB/s", MACHINE_GONE)
            else:
                interrupted(manager, client, pid, HOST, r"Running for", PROCESS_GONE)
                interrupted(manager, client, pid, HOST, r"left at \d+ MiB/s", PROCESS_GONE)
            after = Cell(client, 'System.out.println("next " + (1 + 1));')
            after.until("the next cell", lambda: "next 2" in after.text)
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
    print("interrupted runs leave nothing, and the next cell works")


PROCESS_GONE = r"^Interrupted after \d+\.\d s: the process was ended and its cgroup removed\.$"
MACHINE_GONE = r"^Interrupted after \d+\.\d s: the virtual machine was ended and its folder removed\.$"

if __name__ == "__main__":
    main()
