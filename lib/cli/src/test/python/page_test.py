"""Gives reports to the page in a real browser as a reader does, and compares with the commands.

    python3 page_test.py --page explain.html --oomlab "COMMAND ..." --logs FOLDER [--axe axe.min.js] [--shots DIR] [--megabytes N]

Prints what was measured. Needs selenium, chromium and its driver.
"""

import argparse
import base64
import gzip
import json
import pathlib
import re
import shlex
import subprocess
import tempfile
import time

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

LIMIT = 90
X86 = "v4.20-x86_64-global.log"
LOUD = "</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
AXE = """
const done = arguments[arguments.length - 1];
document.documentElement.dataset.theme = arguments[0];
document.querySelectorAll('details').forEach(details => { details.open = true; });
setTimeout(() => axe.run({resultTypes: ['violations']}).then(found => done(found.violations.map(rule =>
  rule.id + ', ' + rule.nodes.length + ' times: ' + rule.help + ', such as ' + rule.nodes[0].html.slice(0, 200)))), 500);
"""
DROP = """
const [name, base64] = arguments;
const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
const data = new DataTransfer();
data.items.add(new File([bytes], name));
document.body.dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true}));
"""
LARGE = """
const [report, megabytes] = arguments;
const line = 'Nov 30 10:00:00 host app[4711]: request 123456 served in 17 ms, 200 OK, nothing of interest here\\n';
const block = line.repeat(10000);
const blocks = Math.floor(megabytes * 1e6 / block.length);
window.beats = [];
let last = performance.now();
window.beat = setInterval(() => { const now = performance.now(); beats.push(now - last); last = now; }, 20);
read([{file: 'large.log', blob: new Blob([...Array(blocks).fill(block), report, block])}]);
"""


def wait(what, condition, limit=LIMIT):
    end = time.monotonic() + limit
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"{what}: not within {limit} s")


class Page:
    """The page in a browser."""

    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        chrome = webdriver.ChromeOptions()
        chrome.binary_location = "/usr/bin/chromium"
        for argument in (
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", f"--user-data-dir={folder / 'profile'}",
        ):
            chrome.add_argument(argument)
        chrome.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        self.browser = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=chrome)
        self.browser.set_script_timeout(LIMIT)
        self.size(1200)
        self.browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})

    def size(self, width):
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def open(self, page):
        self.browser.get(page.resolve().as_uri())

    def js(self, script, *arguments):
        return self.browser.execute_script(script, *arguments)

    def get(self, selector):
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def text(self, selector):
        return self.js("return [...document.querySelectorAll(arguments[0])].map(e => e.textContent).join(' ')", selector)

    def all(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def button(self, name):
        return next(b for b in self.all("button") if b.text == name)

    def read(self):
        wait("the end of reading", lambda: not self.get("#progress").is_displayed() and self.text("#status") not in ("", "Reading ...", "正在读取……"))
        return self.text("#status")

    def give(self, *files):
        self.get("#file").send_keys("\n".join(str(file.resolve()) for file in files))
        return self.read()

    def shot(self, name):
        if self.options.shots:
            self.options.shots.mkdir(parents=True, exist_ok=True)
            metrics = self.browser.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
            clip = {"x": 0, "y": 0, "width": metrics["width"], "height": min(metrics["height"], 6000), "scale": 1}
            shot = self.browser.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
            (self.options.shots / f"{name}.png").write_bytes(base64.b64decode(shot["data"]))

    def requests(self):
        for entry in self.browser.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            # Others are the browser's own, of its empty tab.
            if message["method"] == "Network.requestWillBeSent" and message["params"]["documentURL"].startswith(("file:", "blob:")):
                yield message["params"]["request"]["url"]


def command(options, *arguments):
    done = subprocess.run([*shlex.split(options.oomlab), *arguments], cwd=options.logs, capture_output=True, timeout=LIMIT)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def same(page, expected):
    """Compares line by line: a difference of 2 MB is hard to read."""
    got = page.js("return json()")
    for number, (ours, theirs) in enumerate(zip(got.splitlines(), expected.splitlines()), 1):
        assert ours == theirs, f"line {number}: the page says {ours}, the command {theirs}"
    assert got == expected, f"{len(got)} characters, and the command's are {len(expected)}"


def every_report_is_the_commands(page, options):
    logs = sorted(file.relative_to(options.logs) for file in options.logs.rglob("*") if file.suffix in (".log", ".txt"))
    told = page.give(*(options.logs / log for log in logs))
    # The page knows a file by its name, without a folder.
    expected = command(options, "explain", "--json", *map(str, logs))
    for log in logs:
        expected = expected.replace(f'"file" : "{log}"', f'"file" : "{log.name}"')
    same(page, expected)
    print(f"{len(logs)} logs: {told}")


def download_is_what_the_command_writes(page, options):
    page.give(options.logs / X86)
    page.button("Download JSON").click()
    file = page.folder / "oom-reports.json"
    wait("the download", file.exists)
    assert file.read_text() == command(options, "explain", "--json", X86)


def story_table_and_copy(page, options):
    page.give(options.logs / X86)
    assert "The kernel killed oom (6435)" in page.text("h2")
    told = command(options, "explain", X86)
    for heading in page.js("return reportOf(0).explain.story.map(s => s.question)"):
        assert heading in told and heading in page.text(".story h3"), heading
    assert page.text("#tasks tr.chosen td:nth-child(3)") == "oom"
    names = lambda: [cell.text for cell in page.all("#tasks tbody tr:not([hidden]) td:nth-child(3)")]
    heading = page.get("#tasks th:nth-child(3)")
    heading.find_element(By.TAG_NAME, "button").send_keys(Keys.ENTER)
    assert heading.get_attribute("aria-sort") == "ascending"
    assert names() == sorted(names(), key=str.lower), names()
    page.get("#filter").send_keys("xorg")
    assert names() == ["Xorg"] and "1 of 54 rows" in page.text("#tasks [role=status]")
    page.browser.execute_cdp_cmd("Browser.grantPermissions", {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
    page.button("Copy as Markdown").click()
    wait("the copy", lambda: "copied" in page.text("#status"))
    copied = page.browser.execute_async_script("navigator.clipboard.readText().then(arguments[0], e => arguments[0](String(e)))")
    assert copied.startswith("# The kernel killed oom (6435)") and "| 1 | 6435 | oom |" in copied, copied


def slider_asks_who_would_have_died(page, options):
    page.give(options.logs / X86)
    assert Select(page.get("#who")).first_selected_option.text == "oom (6435)"
    page.get("#adj").send_keys(Keys.HOME)
    wait("an answer", lambda: "Xorg (809) is chosen" in page.text("#answer"))
    assert "would be chosen" in page.text("#scores tr.instead") and "may not be killed" in page.text("#scores tr.chosen")
    expected = command(options, "explain", X86, "--what-if", "adj=6435:-1000")
    assert page.text("#answer") in " ".join(expected.split()), page.text("#answer")
    page.get("#exact").clear()
    page.get("#exact").send_keys("-950")
    wait("the old answer", lambda: "oom (6435) is chosen as before" in page.text("#answer"))
    page.button("Ask").click()
    wait("another answer", lambda: "If process 6435 is not there" in page.text("#scores form output"))


def gzip_is_dropped_and_text_is_pasted(page, options):
    page.open(options.page)
    text = (options.logs / X86).read_bytes()
    page.js(DROP, "kern.log.1.gz", base64.b64encode(gzip.compress(text)).decode())
    assert page.read().startswith("1 report"), page.text("#status")
    assert "kern.log.1.gz, lines 1-" in page.text("article > p")
    page.open(options.page)
    page.js("document.getElementById('log').value = arguments[0]", text.decode())
    page.get("#log").send_keys(Keys.CONTROL, Keys.ENTER)
    assert page.read().startswith("1 report")
    page.js(DROP, "cut.gz", base64.b64encode(gzip.compress(text)[:2000]).decode())
    assert "Not read to the end: cut.gz" in page.read()
    page.js("document.getElementById('log').value = 'nothing of that kind'")
    page.button("Explain").click()
    wait("the answer", lambda: "No oom-killer report" in page.text("#status"))


def words_of_a_log_are_never_markup(page, options):
    hostile = page.folder / "hostile.log"
    lines = (options.logs / X86).read_text().replace("Xorg", "<img src=x>").splitlines()
    lines.insert(30, "[81399.968300] " + LOUD)
    hostile.write_text("\n".join(lines) + "\n")
    written = page.folder / "hostile.html"
    command(options, "explain", str(hostile), "--html", str(written))
    for place, give in ((options.page, True), (written, False)):
        page.open(place)
        if give:
            page.give(hostile)
        wait("the view", lambda: page.all("#tasks"))
        page.get("summary").click()
        wait("the lines", lambda: page.all("#lines td"))
        assert "<img src=x>" in page.text("#tasks td") and "document.title" in page.text("#lines td")
        assert page.js("return document.title") == "Why the kernel killed" and not page.all("img"), page.js("return document.title")
    unread = page.js("return reportOf(0).unread.length")
    assert unread == 0 or page.all("#lines tr.unread")


def a_written_page_is_the_same_view(page, options):
    written = page.folder / "written.html"
    logs = [X86, "v6.1-x86_64-names.log", "v4.0-arm32-global.log"]
    command(options, "explain", *logs, "--only", "3", "--what-if", "allocating-task", "--html", str(written))
    page.open(written)
    wait("the view", lambda: page.all("#tasks"))
    page.read()
    same(page, command(options, "explain", "--json", *logs, "--only", "3", "--what-if", "allocating-task"))
    assert "What you asked" in page.text(".story h3")


def chinese_page_says_nothing_in_english(page, options):
    page.open(options.page)
    page.get("header a[lang=zh-Hans]").click()
    assert page.browser.current_url.endswith("/zh/explain.html")
    for log in (X86, "v6.1-x86_64-memcg2.log"):
        assert page.give(options.logs / log).startswith("1 份报告"), page.text("#status")
        page.get("#adj").send_keys(Keys.HOME)
        wait("an answer", lambda: "如果" in page.text("#answer"))
        page.button("提问").click()
        wait("another answer", lambda: page.text("#scores form output"))
        said = page.js("return document.body.innerText")
        english = re.findall("[a-z]+ [a-z]+ [a-z]+", said)
        assert not english, english
    page.get("summary").click()
    wait("the lines", lambda: "调用栈" in page.text("#lines .kind"))
    page.shot("chinese")
    page.get("header a[lang=en]").click()
    assert page.js("return document.title") == "Why the kernel killed"


def phone_dark_and_reachable(page, options):
    page.open(options.page)
    page.shot("start")
    page.give(options.logs / X86)
    page.shot("wide-light")
    page.size(390)
    page.js("document.documentElement.dataset.theme = 'dark'")
    page.shot("phone-dark")
    assert page.js("return document.documentElement.scrollWidth") <= 390
    if options.axe:
        page.js(options.axe.read_text(encoding="utf-8"))
        for width, theme in ((1200, "light"), (390, "dark")):
            page.size(width)
            wrong = page.browser.execute_async_script(AXE, theme)
            assert not wrong, "\n".join(wrong)
    page.size(1200)


def large_log_does_not_freeze_the_page(page, options):
    page.open(options.page)
    page.give(options.logs / X86)
    page.js(LARGE, (options.logs / X86).read_text(), options.megabytes)
    told = page.read()
    beats = page.js("clearInterval(beat); return beats")
    assert told.startswith("1 report"), told
    assert len(beats) > 5
    print(f"{options.megabytes} MB: {told} The page stood still for {max(beats):.0f} ms at most.")


def times(page, options):
    for _ in range(3):
        page.open(options.page)
        first = page.js("return performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1")
        began = page.give(options.logs / X86)
        again = page.give(options.logs / X86)
    print(f"First view after {first:.0f} ms. First report: {began} Again: {again}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--page", type=pathlib.Path, required=True)
    parser.add_argument("--oomlab", required=True, help="how to run the commands")
    parser.add_argument("--logs", type=pathlib.Path, required=True)
    parser.add_argument("--axe", type=pathlib.Path)
    parser.add_argument("--shots", type=pathlib.Path)
    parser.add_argument("--megabytes", type=int, default=5)
    options = parser.parse_args()
    options.page, options.logs = options.page.resolve(), options.logs.resolve()
    with tempfile.TemporaryDirectory() as folder:
        page = Page(options, pathlib.Path(folder))
        try:
            for case in (
                every_report_is_the_commands, download_is_what_the_command_writes, story_table_and_copy, slider_asks_who_would_have_died,
                gzip_is_dropped_and_text_is_pasted, words_of_a_log_are_never_markup, a_written_page_is_the_same_view,
                chinese_page_says_nothing_in_english,
                phone_dark_and_reachable, large_log_does_not_freeze_the_page, times,
            ):
                page.open(options.page)
                print(case.__name__, flush=True)
                case(page, options)
            asked = {url for url in page.requests() if not url.startswith(("file:", "blob:", "data:"))}
            assert not asked, f"the page asked the network for {asked}"
            said = [entry["message"] for entry in page.browser.get_log("browser") if entry["level"] == "SEVERE"]
            assert not said, said
        finally:
            page.browser.quit()


if __name__ == "__main__":
    main()
