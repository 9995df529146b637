"""Measures the time from ./oomlab open to the first printed line of a cell, as a reader has it, with an address already in the browser.

    python3 open_time.py --project DIR [--frontend lab] [--python PYTHON] [--times 5]

DIR is a copy of the project. Each time a new server is started and a browser that has never been there. Prints how long it took until the
server told its address, until the notebook's kernel was ready, and until the cell's output stood below it; medians last.
"""

import argparse
import pathlib
import statistics
import tempfile
import time

from frontends import FRONTENDS, Browser, Page
from open_test import Server


def once(options):
    with tempfile.TemporaryDirectory() as profile:
        browser = Browser(profile)
        try:
            begun = time.monotonic()
            server = Server(options)
            try:
                times = [time.monotonic() - begun]
                page = Page(browser, options.frontend, server, "01-kill-a-process")
                times.append(time.monotonic() - begun)
                page.run(page.code_cells()[0][0])
                page.run(page.find("banner()"))
                assert "page size" in page.text(page.find("banner()"))
                times.append(time.monotonic() - begun)
            finally:
                server.end()
        finally:
            browser.driver.quit()
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--project", required=True, type=lambda path: str(pathlib.Path(path).resolve()))
    parser.add_argument("--frontend", choices=FRONTENDS, default="lab")
    parser.add_argument("--java", default="java")
    parser.add_argument("--python")
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    rows = []
    for _ in range(options.times):
        rows.append(once(options))
        print("  ".join(f"{seconds:.2f} s" for seconds in rows[-1]), flush=True)
    print(f"{options.frontend}, medians: address, ready, first cells: " + ", ".join(f"{statistics.median(column):.1f} s" for column in zip(*rows)))


if __name__ == "__main__":
    main()
