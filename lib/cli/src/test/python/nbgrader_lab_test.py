"""A student in JupyterLab with nbgrader's own extensions: fetches the graded lab, answers a cell, and presses Validate.

    nbgrader_lab_test.py --project DIR --java JAVA [--shots DIR]

Needs chromium and its driver.
"""

import argparse
import functools
import pathlib
import secrets
import socket
import subprocess
import sys
import tempfile

import requests
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import frontends
from nbgrader_course import LAB, Course, read
from nbgrader_test import checked, failing

LIMIT = 180
# What an answer throws that is left alone.
STUB = "not done yet"
ANSWER_CELL = "long peakBytes(Series samples"
wait = functools.partial(frontends.wait, limit=LIMIT)


class Server:
    """JupyterLab in a student's folder."""

    def __init__(self, course, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{probe.getsockname()[1]}"
        self.token = secrets.token_hex(8)
        news = folder / "home/.jupyter/lab/user-settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings"
        news.parent.mkdir(parents=True)
        news.write_text('{"fetchNews": "false", "checkForUpdates": false}')
        self.log = (folder / "server.log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--ServerApp.port_retries=0"]
            + [f"--port={self.url.rsplit(':', 1)[1]}", f"--IdentityProvider.token={self.token}", f"--ServerApp.root_dir={folder}/student"],
            cwd=folder / "student",
            env={**course.environment, "HOME": str(folder / "home")},
            stdout=self.log,
            stderr=self.log,
        )
        wait("JupyterLab", self.answers)

    def answers(self):
        assert self.process.poll() is None, self.said()
        try:
            return requests.get(f"{self.url}/api?token={self.token}", timeout=10).ok
        except requests.ConnectionError:
            return False

    def said(self):
        self.log.seek(0)
        return self.log.read()

    def end(self):
        self.process.terminate()
        self.process.wait(30)
        self.log.close()


class Lab:
    """JupyterLab in the browser."""

    def __init__(self, server, profile, shots):
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1400,1000"):
            options.add_argument(argument)
        options.add_argument(f"--user-data-dir={profile}")
        self.browser = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        self.shots, self.number = shots, 0
        self.browser.get(f"{server.url}/lab?token={server.token}")
        wait("a page", lambda: self.all("#jp-top-panel .lm-MenuBar-item") and not self.all("#jupyterlab-splash"))

    def shot(self, name):
        if self.shots:
            self.number += 1
            self.browser.save_screenshot(f"{self.shots}/{self.number:02d}-{name}.png")

    def all(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def named(self, selector, name):
        return next((each for each in self.all(selector) if each.is_displayed() and each.text.strip() == name), None)

    def click(self, selector, name):
        wait(f"{name} in {selector}", lambda: self.named(selector, name)).click()

    def validate(self, name):
        """Presses the button of the notebook, and returns what the dialog says."""
        self.click(".validate-button", "Validate")
        dialog = wait("the dialog", lambda: next(iter(self.all(".jp-Dialog")), None))
        said = wait("what Validate says", lambda: dialog.text if "passes" in dialog.text or "failed" in dialog.text or "rror" in dialog.text else None)
        self.shot(name)
        self.all(".jp-Dialog .jp-mod-accept")[0].click()
        wait("no dialog", lambda: not self.all(".jp-Dialog"))
        return said

    def write(self, containing, source):
        """Types over the cell that has this text."""
        editor = wait(f"a cell with {containing}", lambda: next((each for each in self.all(".jp-CodeCell .cm-content") if containing in each.text), None))
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", editor)
        editor.click()
        ActionChains(self.browser).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).send_keys(Keys.DELETE).perform()
        # On one line: the editor indents and closes brackets by itself.
        ActionChains(self.browser).send_keys(source).perform()
        self.shot("answered")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--project", required=True)
    parser.add_argument("--java", default="java")
    parser.add_argument("--shots")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="oomlab-nbgrader-lab-") as name:
        folder = pathlib.Path(name)
        course = Course(options.project, options.java, folder / "course")
        exchange = folder / "exchange"
        exchange.mkdir()
        exchange.chmod(0o777)
        settings = f'c = get_config()\nc.CourseDirectory.course_id = "oom"\nc.Exchange.root = "{exchange}"\n'
        (folder / "student").mkdir()
        (folder / "student/nbgrader_config.py").write_text(settings)
        with (folder / "course/nbgrader_config.py").open("a") as config:
            config.write(settings)
        course.nbgrader("generate_assignment", LAB)
        course.nbgrader("release_assignment", LAB)
        server = Server(course, folder)
        lab = None
        try:
            lab = Lab(server, folder / "profile", options.shots)
            student(lab, course, folder)
        except BaseException:
            if lab:
                lab.shot("failed")
            print(server.said()[-3000:])
            raise
        finally:
            if lab:
                lab.browser.quit()
            server.end()


def student(lab, course, folder):
    lab.click("#jp-top-panel .lm-MenuBar-item", "Nbgrader")
    lab.click(".lm-Menu-item", "Assignment List")
    lab.click("button", "Fetch")
    lab.click("a.assignment-notebooks-link", LAB)
    lab.click(".nested_list_item a", LAB)
    wait("the notebook", lambda: lab.all(".jp-CodeCell .cm-content"))
    lab.shot("opened")
    file = folder / "student" / LAB / f"{LAB}.ipynb"
    release = read(file)
    untouched = lab.validate("untouched")
    assert STUB in untouched, untouched
    before = failing(untouched, release)
    assert len(before) == 14, f"{before}\n{untouched}"
    assert checked(course, file)[0] == before, checked(course, file)[1]
    lab.write(ANSWER_CELL, "long peakBytes(Series s, OptionalLong mark) { return Math.max(s.maxRssBytes(), mark.orElse(0)); }")
    after = failing(lab.validate("one-answer"), release)
    assert before - after == {"q5_peak_test"} and after < before, after
    assert checked(course, file)[0] == after, checked(course, file)[1]
    print("Validate: 14 tests fail in the release, 13 with one answer, and ./oomlab check says the same")


if __name__ == "__main__":
    main()
