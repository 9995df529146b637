"""Measures completion and inspection of the library's own API on a Java kernel, as the protocol shows it.

    JUPYTER_PATH=target/jupyter python3 assistance_times.py [--kernel java]

Prints a line for each piece of code: what was found, seconds of the first request, and the median of ten later ones.
"""

import argparse
import pathlib
import statistics
import time

from jupyter_client.manager import start_new_kernel

NOTEBOOKS = pathlib.Path(__file__).resolve().parents[5] / "notebooks"
IMPORTS = "%classpath ../target/oomlab.jar\nimport oomlab.*;\nimport oomlab.table.Tables;\nimport static oomlab.notebook.Lab.*;"
VALUES = 'var experiment = Experiment.standard(); var run = recorded("first-kill");'
COMPLETED = ["Experiment.", "Experiment.standard().", "run.", "Tables.", "pre"]
INSPECTED = ["experiment.limit(", "run.peakRssBytes", "check(", "Touch.HUGE", "Experiment", "Tables.samples("]


def timed(client, request, code):
    start = time.monotonic()
    content = request(code, len(code), reply=True, timeout=60)["content"]
    return content, time.monotonic() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kernel", default="java")
    manager, client = start_new_kernel(kernel_name=parser.parse_args().kernel, cwd=str(NOTEBOOKS))
    try:
        for cell in (IMPORTS, VALUES):
            assert client.execute(cell, reply=True, timeout=60)["content"]["status"] == "ok", cell
        for request, codes in ((client.complete, COMPLETED), (client.inspect, INSPECTED)):
            for code in codes:
                content, first = timed(client, request, code)
                later = statistics.median(timed(client, request, code)[1] for _ in range(10))
                text = content.get("data", {}).get("text/plain", "")
                found = f"{len(content['matches'])} matches" if "matches" in content else f"{len(text.splitlines()) - 1} lines of comment"
                print(f"{code:24} {found:22} {first:.3f} s, later {later:.3f} s", flush=True)
    finally:
        client.stop_channels()
        manager.shutdown_kernel()


if __name__ == "__main__":
    main()
