"""Goes through chapter 01 as a reader does: ./oomlab open, a real browser, a keyboard and a mouse.

    python3 open_test.py --project DIR [--frontend lab] [--java JAVA] [--python PYTHON] [--notebook NAME] [--language zh] [--short | --at-once] [--shots DIR]

DIR is a copy of the project, since a notebook server saves what was typed. The front end is JupyterLab (lab), Notebook 7 (notebook7)
or Notebook 6 (notebook6), whichever PYTHON has. With --short the chapter ends after its first curve and
table, and a run is interrupted there; else JupyterLab is looked at, too. With --at-once JupyterLab's menu runs all cells. Needs selenium, chromium and its driver.
"""

import argparse
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import lab_looks
from frontends import FRONTENDS, Browser, Page, wait
from interrupt_test import SLOWEST, descendants, groups

SLOW = f'var slow = run({SLOWEST}, "first-kill");'
# A wrong answer, what is said about it, and the right one; elsewhere a number that is wrong anyway.
ANSWERS = {"bash-status": ("9", "137")}
PREDICTED = ["27", "255", "0.7", "3", "4", "5"]
# What a reader is told.
SAID = {
    "en": {
        "killed": r"until the OOM killer ended it", "bash-status": r"9 is the signal", "running": r"Running for",
        "interrupted": r"Interrupted after .*?removed\.",
    },
    "zh": {
        "killed": r"OOM killer", "bash-status": r"9 是信号", "running": r"已经?运行", "interrupted": r"[\d.]+ s 后被中断.*?删除。",
    },
}
# A sentence that no kernel prints.
ENGLISH = re.compile(r"\b(?:the|was|is|of|and|that|it|were|has) [a-z]+ (?:the|was|is|of|and|that|it|to|in)\b")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """./oomlab open, without a browser of its own."""

    def __init__(self, options):
        self.log = tempfile.TemporaryFile("w+")
        project = options.project
        given = {**os.environ, **({"OOMLAB_PYTHON": options.python} if options.python else {})}
        command = [options.java, "-XX:TieredStopAtLevel=1", f"-Doomlab.home={project}"]
        command += ["-jar", f"{project}/target/oomlab-commands.jar", "open"]
        command += ["--no-browser", f"--port={free_port()}", "--ip=127.0.0.1"]
        if options.language != "en":
            command += [f"--language={options.language}"]
        # A page's own view of itself, which the driver asks.
        if options.frontend == "lab":
            command += ["--LabApp.expose_app_in_browser=True"]
        else:
            command += ["--notebook", "--JupyterNotebookApp.expose_app_in_browser=True"]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, env=given)
        self.url, self.token = wait("the server's address", self.address)

    def address(self):
        assert self.process.poll() is None, self.said()
        found = re.search(r"(http://127\.0\.0\.1:\d+)/\S*\?token=(\w+)", self.said())
        return found and found.groups()

    def said(self):
        self.log.seek(0)
        return self.log.read()

    def end(self):
        self.process.terminate()
        self.process.wait(30)


def told(what, text):
    return re.search(SAID[LANGUAGE][what], text)


def predictions(page):
    """Types other numbers than ours into each prediction."""
    cell = page.find('predict("chunks announced"')
    numbers = iter(PREDICTED)
    source = re.sub(r", [\d._]+\);", lambda found: f", {next(numbers)});", dict(page.code_cells())[cell])
    page.write(cell, source)
    page.run(cell)
    page.browser.shot("predicted")
    assert PREDICTED[0] in page.text(cell), page.text(cell)


def kill(page):
    """Runs the chapter's experiment. On a fast machine it is over before a picture of it is seen."""
    cell = page.find('run(experiment, "first-kill")')
    last = page.run(cell)[-1]
    assert told("killed", last), last
    page.scroll(cell)
    page.browser.shot("killed")


def answer(page, index, source):
    """Gives a wrong answer to a check, unfolds a hint, and gives the right answer where it is known."""
    question = re.search(r'check\("([^"]+)"', source).group(1)
    wrong, right = ANSWERS.get(question, ("1_000_007", None))
    page.write(index, source.replace("YOURS", wrong, 1))
    page.run(index)
    said = page.text(index)
    assert "BAD" in said and (not right or told(question, said)), f"{question}: {said}"
    summaries = page.within(index, "summary")
    assert summaries, f"{question}: no hint to unfold"
    page.see(summaries[0]).click()
    hint = page.js("return arguments[0].parentElement.open && arguments[0].parentElement.innerText", summaries[0])
    assert hint and len(hint) > len(summaries[0].text), f"{question}: the hint does not unfold: {hint}"
    summaries[0].send_keys(Keys.ENTER)
    assert not page.js("return arguments[0].parentElement.open", summaries[0]), f"{question}: the hint does not fold by keyboard"
    summaries[0].send_keys(Keys.ENTER)
    if right:
        page.browser.shot(f"{question}-wrong")
        page.write(index, source.replace("YOURS", right, 1))
        page.run(index)
        assert "GOOD" in page.text(index), page.text(index)
        page.scroll(index)
        page.browser.shot(f"{question}-right")
    return question


def interrupt(page, after, pid):
    """Sees a long run's curve grow, stops it with the square button, and looks whether anything of it is left."""
    cell = page.insert(after)
    page.write(cell, SLOW)
    page.press_run(cell)
    states = []

    def grows():
        text = page.text(cell)
        if told("running", text) and text not in states:
            states.append(text)
        return len(states) > 1 and "MiB/s" in text

    wait("a curve that grows, and its rate", grows)
    page.scroll(cell)
    page.browser.shot("before-interrupt")
    assert descendants(pid), "nothing runs"
    page.press("interrupt-kernel")
    wait("the last word", lambda: told("interrupted", page.text(cell)) and not page.running(cell))
    wait("a clean machine", lambda: not descendants(pid) and not groups(pid), 10)
    page.browser.shot("interrupted")
    said = f"live curve: {len(states)} states of it seen. "
    said += told("interrupted", page.text(cell)).group(0)
    page.write(cell, "1 + 1")
    page.run(cell)
    assert page.text(cell).strip().endswith("2"), page.text(cell)
    page.remove(cell)
    return said


def read(page, short):
    done, asked = set(), []
    while True:
        todo = [(i, s) for i, s in page.code_cells() if i not in done]
        if not todo or (short and "reconcile" in todo[0][1]):
            return asked
        index, source = todo[0]
        done.add(index)
        if 'predict("chunks announced"' in source:
            predictions(page)
        elif 'run(experiment, "first-kill")' in source:
            kill(page)
            print(interrupt(page, index, kernel_pid()))
        elif "YOURS" in source and re.search(r"\bcheck\(", source):
            asked.append(answer(page, index, source))
        else:
            page.run(index)
        if LANGUAGE != "en":
            found = ENGLISH.search(page.text(index))
            assert not found, f"cell {index}: {found.group(0)} in {page.text(index)}"


def run_at_once(page):
    """Has JupyterLab's menu run all cells, and looks at what then stands below them."""
    page.driver.find_element(By.XPATH, "//*[contains(@class, 'lm-MenuBar-itemLabel')][text()='Run']").click()
    page.driver.find_element(By.CSS_SELECTOR, ".lm-Menu-item[data-command='runmenu:run-all']").click()
    cells = [index for index, _ in page.code_cells()]
    wait("the end of all cells", lambda: all(page.js("return F.ended(arguments[0])", index) for index in cells), 150)
    tables = drawings = 0
    for index in cells:
        page.scroll(index)
        page.well(index)
        for element in page.within(index, "table, svg[role=img]"):
            assert element.size["height"] > 20 and element.size["width"] > 100, f"cell {index}: {element.tag_name} of {element.size}"
            tables, drawings = tables + (element.tag_name == "table"), drawings + (element.tag_name == "svg")
    assert tables and drawings, f"{tables} tables and {drawings} drawings"
    print(f"{len(cells)} cells, {tables} tables, {drawings} drawings")


def look(page):
    lab_looks.readable(page)
    cell = page.insert(page.find("scorecard()"))
    lab_looks.assisted(page, cell)
    lab_looks.narrow(page, cell)
    lab_looks.followed(page, cell)


def kernel_pid():
    """Returns the kernel that the server under test has started: its file is in the project."""
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if "KernelMain" in line and PROJECT in line:
                return int(entry.name)
    raise AssertionError("no kernel runs")


def main():
    global PROJECT, LANGUAGE
    parser = argparse.ArgumentParser()
    parser.add_argument("--project", required=True, type=lambda path: str(pathlib.Path(path).resolve()))
    parser.add_argument("--frontend", choices=FRONTENDS, default="lab")
    parser.add_argument("--language", choices=SAID, default="en")
    parser.add_argument("--java", default="java")
    parser.add_argument("--python")
    parser.add_argument("--notebook", default="01-kill-a-process")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--at-once", action="store_true")
    parser.add_argument("--shots")
    options = parser.parse_args()
    PROJECT, LANGUAGE = options.project, options.language
    begun = time.monotonic()
    server = Server(options)
    try:
        with tempfile.TemporaryDirectory() as profile:
            browser = Browser(profile, options.shots)
            try:
                page = Page(browser, options.frontend, server, options.notebook)
                assert page.kernel == "Java", f"the kernel is called {page.kernel}"
                browser.shot("opened")
                asked = run_at_once(page) if options.at_once else read(page, options.short)
                browser.shot("end")
                if options.frontend == "lab" and options.language == "en" and not options.short and not options.at_once:
                    look(page)
                assert not browser.elsewhere(), f"asked of the network: {browser.elsewhere()}"
            except BaseException:
                browser.shot("failed")
                raise
            finally:
                browser.driver.quit()
        if asked is not None:
            print(f"{len(asked)} questions answered wrong, and so called: {', '.join(asked)}")
            assert options.short or set(ANSWERS) <= set(asked), f"not asked: {set(ANSWERS) - set(asked)}"
    except BaseException:
        print(server.said()[-3000:], file=sys.stderr)
        raise
    finally:
        server.end()
    print(f"{options.notebook} in {options.frontend}: {'its beginning' if options.short else 'first cell to last'} in {time.monotonic() - begun:.0f} s")


PROJECT, LANGUAGE = "", "en"
if __name__ == "__main__":
    main()
