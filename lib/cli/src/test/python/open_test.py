"""Goes through chapter 01 as a reader does: ./oomlab open, a real browser, a keyboard and a mouse.

    python3 open_test.py --project DIR --java JAVA [--shots DIR]

DIR is a copy of the project, since a notebook server saves what was typed. Needs selenium, chromium,
its driver, and Jupyter Notebook 6, whose page the clicks are meant for.
"""

import argparse
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from interrupt_test import descendants, groups

LIMIT = 90
# About ten seconds, of which the first are seen: on a busy machine the button comes late.
SLOW = 'var slow = run(experiment.limit("4G").chunk("4K").threads(1), "first-kill");'
# A wrong answer, what is said about it, and the right one; elsewhere a number that is wrong anyway.
ANSWERS = {"bash-status": ("9", "9 is the signal", "137")}
PREDICTED = ["27", "255", "0.7", "3", "4", "5"]
KILLED = "until the OOM killer ended it"


def wait(what, condition, limit=LIMIT):
    end = time.monotonic() + limit
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"{what}: not within {limit} s")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """./oomlab open, without a browser of its own."""

    def __init__(self, java, project):
        self.log = tempfile.TemporaryFile("w+")
        command = [java, f"-Doomlab.home={project}", "-jar", f"{project}/target/oomlab-commands.jar", "open"]
        self.process = subprocess.Popen(
            command + ["--no-browser", f"--port={free_port()}", "--ip=127.0.0.1"], stdout=self.log, stderr=self.log
        )
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


class Page:
    """The notebook in the browser."""

    def __init__(self, server, notebook, shots, profile):
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1200,1000"):
            options.add_argument(argument)
        options.add_argument(f"--user-data-dir={profile}")
        self.browser = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        self.shots = shots
        self.number = 0
        self.browser.get(f"{server.url}/notebooks/{notebook}.ipynb?token={server.token}")
        wait("a page with a kernel", lambda: self.js("return !!(window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected() && !Jupyter.notebook.kernel_busy)"))

    def js(self, script, *arguments):
        return self.browser.execute_script(script, *arguments)

    def shot(self, name):
        if self.shots:
            self.number += 1
            self.browser.save_screenshot(f"{self.shots}/{self.number:02d}-{name}.png")

    def code_cells(self):
        return self.js("return Jupyter.notebook.get_cells().map((c, i) => [i, c.cell_type, c.get_text()]).filter(c => c[1] == 'code').map(c => [c[0], c[2]])")

    def find(self, text):
        return next((index for index, source in self.code_cells() if text in source), None)

    def text(self, index):
        return self.js("const c = Jupyter.notebook.get_cell(arguments[0]); return c.output_area.element.text()", index)

    def running(self, index):
        return self.js("const c = Jupyter.notebook.get_cell(arguments[0]); return c.element.hasClass('running') || Jupyter.notebook.kernel_busy", index)

    def write(self, index, source):
        """Types over a cell: the editor closes brackets by itself, which a reader types over too."""
        self.js("Jupyter.notebook.select(arguments[0]); Jupyter.notebook.get_cell(arguments[0]).code_mirror.setOption('autoCloseBrackets', false)", index)
        self.scroll(index)
        editor = self.js("return Jupyter.notebook.get_cell(arguments[0]).code_mirror.getWrapperElement()", index)
        editor.click()
        ActionChains(self.browser).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).send_keys(Keys.DELETE).perform()
        for number, line in enumerate(source.splitlines()):
            if number:
                ActionChains(self.browser).send_keys(Keys.ENTER).key_down(Keys.SHIFT).send_keys(Keys.HOME).key_up(Keys.SHIFT).perform()
            ActionChains(self.browser).send_keys(line).perform()
        typed = self.js("return Jupyter.notebook.get_cell(arguments[0]).get_text()", index)
        assert typed == source, f"typed {source!r}, and the cell has {typed!r}"

    def scroll(self, index):
        self.js("Jupyter.notebook.get_cell(arguments[0]).element[0].scrollIntoView({block: 'center'})", index)

    def press_run(self, index):
        self.js("Jupyter.notebook.select(arguments[0])", index)
        self.scroll(index)
        self.browser.find_element(By.CSS_SELECTOR, "button[data-jupyter-action='jupyter-notebook:run-cell-and-select-next']").click()

    def run(self, index):
        """Runs a cell with the button; returns the different states of its output that were seen."""
        self.press_run(index)
        states = []

        def ended():
            text = self.text(index)
            if text and (not states or states[-1] != text):
                states.append(text)
            return not self.running(index)

        time.sleep(0.05)
        wait(f"the end of cell {index}", ended)
        text = self.text(index)
        assert "Exception" not in text and "Error" not in text, f"cell {index}: {text}"
        return states + ([text] if text and text not in states else [])


def predictions(page):
    """Types other numbers than ours into each prediction."""
    cell = page.find('predict("chunks announced"')
    numbers = iter(PREDICTED)
    source = re.sub(r", [\d._]+\);", lambda found: f", {next(numbers)});", dict(page.code_cells())[cell])
    page.write(cell, source)
    page.run(cell)
    page.shot("predicted")
    assert PREDICTED[0] in page.text(cell), page.text(cell)


def kill(page):
    """Runs the chapter's experiment. On a fast machine it is over before a picture of it is seen."""
    cell = page.find('run(experiment, "first-kill")')
    last = page.run(cell)[-1]
    assert KILLED in last, last
    page.scroll(cell)
    page.shot("killed")


def answer(page, index, source):
    """Gives a wrong answer to a check, unfolds a hint, and gives the right answer where it is known."""
    question = re.search(r'check\("([^"]+)"', source).group(1)
    wrong, named, right = ANSWERS.get(question, ("1_000_007", "", None))
    page.write(index, source.replace("YOURS", wrong, 1))
    page.run(index)
    said = page.text(index)
    assert "BAD" in said and named in said, f"{question}: {said}"
    summaries = page.js("return Jupyter.notebook.get_cell(arguments[0]).output_area.element.find('summary').toArray()", index)
    assert summaries, f"{question}: no hint to unfold"
    page.js("arguments[0].scrollIntoView({block: 'center'})", summaries[0])
    summaries[0].click()
    hint = page.js("return arguments[0].parentElement.open && arguments[0].parentElement.innerText", summaries[0])
    assert hint and len(hint) > len(summaries[0].text), f"{question}: the hint does not unfold: {hint}"
    if right:
        page.shot(f"{question}-wrong")
        page.write(index, source.replace("YOURS", right, 1))
        page.run(index)
        assert "GOOD" in page.text(index), page.text(index)
        page.scroll(index)
        page.shot(f"{question}-right")
    return question


def interrupt(page, after, pid):
    """Sees a long run's curve grow, stops it with the square button, and looks whether anything of it is left."""
    page.js("Jupyter.notebook.select(arguments[0]); Jupyter.notebook.insert_cell_below()", after)
    cell = after + 1
    page.write(cell, SLOW)
    page.press_run(cell)
    states = []

    def grows():
        text = page.text(cell)
        if "Running for" in text and text not in states:
            states.append(text)
        return len(states) > 1 and "MiB/s" in text

    wait("a curve that grows, and its rate", grows)
    page.scroll(cell)
    page.shot("before-interrupt")
    assert descendants(pid), "nothing runs"
    page.browser.find_element(By.CSS_SELECTOR, "button[data-jupyter-action='jupyter-notebook:interrupt-kernel']").click()
    wait("the last word", lambda: "Interrupted after" in page.text(cell) and not page.running(cell))
    wait("a clean machine", lambda: not descendants(pid) and not groups(pid), 10)
    page.shot("interrupted")
    said = f"live curve: {len(states)} states of it seen. "
    said += re.search(r"Interrupted after .*?removed\.", page.text(cell)).group(0)
    page.write(cell, "1 + 1")
    page.run(cell)
    assert page.text(cell).strip().endswith("2"), page.text(cell)
    page.js("Jupyter.notebook.delete_cell(arguments[0])", cell)
    return said


def read(page):
    pid = None
    done, asked = set(), []
    while True:
        todo = [(i, s) for i, s in page.code_cells() if i not in done]
        if not todo:
            return asked
        index, source = todo[0]
        done.add(index)
        if 'predict("chunks announced"' in source:
            predictions(page)
        elif 'run(experiment, "first-kill")' in source:
            kill(page)
            pid = kernel_pid()
            print(interrupt(page, index, pid))
        elif "YOURS" in source and re.search(r"\bcheck\(", source):
            asked.append(answer(page, index, source))
        else:
            page.run(index)


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
    global PROJECT
    parser = argparse.ArgumentParser()
    parser.add_argument("--project", required=True)
    parser.add_argument("--java", default="java")
    parser.add_argument("--notebook", default="01-kill-a-process")
    parser.add_argument("--shots")
    options = parser.parse_args()
    PROJECT = str(pathlib.Path(options.project).resolve())
    begun = time.monotonic()
    server = Server(options.java, PROJECT)
    try:
        with tempfile.TemporaryDirectory() as profile:
            page = Page(server, options.notebook, options.shots, profile)
            try:
                page.shot("opened")
                asked = read(page)
                page.shot("end")
            except BaseException:
                page.shot("failed")
                raise
            finally:
                page.browser.quit()
        print(f"{len(asked)} questions answered wrong, and so called: {', '.join(asked)}")
        assert set(ANSWERS) <= set(asked), f"not asked: {set(ANSWERS) - set(asked)}"
    except BaseException:
        print(server.said()[-3000:], file=sys.stderr)
        raise
    finally:
        server.end()
    print(f"{options.notebook}: first cell to last in {time.monotonic() - begun:.0f} s")


PROJECT = ""
if __name__ == "__main__":
    main()
