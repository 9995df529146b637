"""Marks answers in a real browser with the keyboard alone, and looks at what manual.csv says after each.

    python3 mark_test.py --address http://127.0.0.1:PORT/TOKEN/ --csv manual.csv [--axe axe.min.js]

The answers are those of MarkIT: three of the question text, of at most 4 points; one of them is hostile. Needs selenium, chromium and its driver.
"""

import argparse
import csv
import pathlib
import tempfile
import time

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.keys import Keys

LIMIT = 30
AXE = """
const done = arguments[arguments.length - 1];
axe.run({resultTypes: ['violations']}).then(found => done(found.violations.map(rule => rule.id + ': ' + rule.help + ', such as ' + rule.nodes[0].html)));
"""


def wait(what, condition):
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"{what}: not within {LIMIT} s")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", required=True)
    parser.add_argument("--csv", type=pathlib.Path, required=True)
    parser.add_argument("--axe", type=pathlib.Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as profile:
        chrome = webdriver.ChromeOptions()
        chrome.binary_location = "/usr/bin/chromium"
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--user-data-dir={profile}"):
            chrome.add_argument(argument)
        chrome.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        browser = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=chrome)
        try:
            mark(browser, options)
        finally:
            browser.quit()


def mark(browser, options):
    def press(*keys):
        webdriver.ActionChains(browser).send_keys(*keys).perform()

    def text(name):
        return browser.execute_script("return document.getElementById(arguments[0]).textContent", name)

    def value(name):
        return browser.execute_script("return document.getElementById(arguments[0]).value", name)

    def table():
        with options.csv.open(encoding="utf-8", newline="") as file:
            return {(row["submission"], row["grade_id"]): (row["score"], row["comment"]) for row in csv.DictReader(file)}

    def typed():
        return sorted(each for each in table().values() if each != ("", ""))

    browser.get(options.address)
    wait("the answers", lambda: text("progress") == "Answer 1 of 3; 3 without points")
    page = browser.page_source
    assert "anna" not in page and "ben" not in page and "chen" not in page, page

    began = time.monotonic()
    press("2", ".", "5")
    wait("points in the file", lambda: typed() == [("2.5", "")])
    print(f"points are in manual.csv {time.monotonic() - began:.2f} s after the first key")
    wait("saved", lambda: text("state") == "saved")
    # A comment, which has letters that are commands elsewhere, and is kept to be used again.
    press("c")
    press("Nice, up to a unit: KiB?", Keys.ESCAPE, "k")
    wait("a comment to use again", lambda: text("comments") == "a Nice, up to a unit: KiB?")
    wait("the comment in the file", lambda: typed() == [("2.5", "Nice, up to a unit: KiB?")])
    press("n")
    wait("the second answer", lambda: text("progress") == "Answer 2 of 3; 2 without points")
    press("9")
    wait("points that are too many are refused", lambda: text("state").startswith("NOT saved: manual.csv, row"))
    assert len(typed()) == 1, typed()
    press(Keys.BACKSPACE, "4", "a")
    wait("points and a comment by one key", lambda: ("4", "Nice, up to a unit: KiB?") in typed())
    press("a")
    wait("the comment taken back", lambda: ("4", "") in typed())
    press(Keys.ENTER)
    wait("the third answer", lambda: text("progress") == "Answer 3 of 3; 1 without points")
    # Typed and left at once: nothing is lost.
    press("1", "p")
    wait("points of an answer that was left", lambda: sorted(score for score, _ in typed()) == ["1", "2.5", "4"])
    wait("the second answer again", lambda: text("progress") == "Answer 2 of 3; 0 without points")
    assert value("score") == "4"

    # What was changed in the file meanwhile is not overwritten unseen.
    old = options.csv.read_text(encoding="utf-8")
    options.csv.write_text(old.replace(",4,4,", ",4,3,"), encoding="utf-8")
    press("2")
    wait("a change from elsewhere", lambda: "was changed meanwhile" in text("state"))
    assert ("3", "") in typed(), typed()
    press(Keys.BACKSPACE, "2")
    wait("the change again", lambda: ("2", "") in typed())

    # Each answer was shown as text; what is hostile in it did nothing.
    shown = []
    press("p")
    for _ in range(3):
        shown.append(text("text"))
        press("n")
    assert any("<script>" in each and "onerror" in each for each in shown), shown
    assert browser.title == "lab", browser.title
    assert browser.execute_script("return document.querySelectorAll('#text *, img, iframe').length") == 0
    if options.axe:
        browser.execute_script(options.axe.read_text(encoding="utf-8"))
        wrong = browser.execute_async_script(AXE)
        assert wrong == [], wrong
    browser.refresh()
    wait("the points after a reload", lambda: text("progress") == "Answer 1 of 3; 0 without points" and value("score") == "2.5")
    press("a".upper())
    wait("the comment forgotten", lambda: text("comments") == "")
    # The shape of a test that finds what runs: the page's own policy refuses a script of its own text.
    browser.execute_script("const s = document.createElement('script'); s.textContent = 'document.title = 1'; document.body.append(s)")
    assert browser.title == "lab", "the policy lets scripts in the page run"
    log = [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    assert all("Content Security Policy" in line or "409" in line or "422" in line or "favicon" in line for line in log), log


if __name__ == "__main__":
    main()
