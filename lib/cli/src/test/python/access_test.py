"""Looks with axe-core at pages as a reader would have them, wide and light or narrow and dark, everything unfolded.

    python3 access_test.py --axe axe.min.js PAGE...

Prints what is wrong with a page, one line a rule; ends with status 1 if anything is. Needs selenium, chromium and its driver.
"""

import argparse
import pathlib
import sys
import tempfile

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

VIEWS = ((1300, "light"), (390, "dark"))
LOOK = """
const done = arguments[arguments.length - 1];
document.documentElement.dataset.theme = arguments[0];
document.querySelectorAll('details').forEach(details => { details.open = true; });
// What scrolls is told after the page has been laid out again.
setTimeout(() => axe.run({resultTypes: ['violations']}).then(found => done(found.violations.map(rule =>
  rule.id + ', ' + rule.nodes.length + ' times: ' + rule.help + ', such as ' + rule.nodes[0].html.slice(0, 200)))), 300);
"""


def views(page):
    """Both, or one of a page that is looked at in two languages: they share their layout and colours."""
    if page.parent.name == "zh":
        return VIEWS[1:]
    return VIEWS[:1] if (page.parent / "zh" / page.name).exists() else VIEWS


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--axe", type=pathlib.Path, required=True)
    parser.add_argument("pages", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    axe = options.axe.read_text(encoding="utf-8")
    wrong = 0
    with tempfile.TemporaryDirectory() as profile:
        chrome = webdriver.ChromeOptions()
        chrome.binary_location = "/usr/bin/chromium"
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--user-data-dir={profile}"):
            chrome.add_argument(argument)
        browser = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=chrome)
        try:
            browser.set_script_timeout(180)
            for page in options.pages:
                for width, theme in views(page):
                    size = {"width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": False}
                    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
                    browser.get(page.resolve().as_uri())
                    browser.execute_script(axe)
                    for rule in browser.execute_async_script(LOOK, theme):
                        wrong += 1
                        print(f"{page.name}, {width} pixels, {theme}: {rule}", flush=True)
        finally:
            browser.quit()
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
