"""Starts a kernel N times; reports hangs, and the times to ready and to the first printed line.

    JUPYTER_PATH=target/jupyter python3 lib/cli/src/test/python/kernel_starts.py 100 [--kernel java]

Ready: the kernel has answered. First line: the text of the first println has arrived. Exit status 1
if any start hung.
"""

import argparse
import os
import statistics
import sys
import time
from queue import Empty

from jupyter_client.manager import start_new_kernel

LIMIT = 60


def start_once(kernel):
    """Returns (ready, first line, kernel's CPU seconds) in seconds, or None for a hang."""
    begin = time.monotonic()
    try:
        manager, client = start_new_kernel(kernel_name=kernel, startup_timeout=LIMIT)
    except RuntimeError:
        return None
    try:
        ready = time.monotonic() - begin
        client.execute('System.out.println("line");')
        while True:
            message = client.get_iopub_msg(timeout=LIMIT)
            if message["msg_type"] == "stream":
                break
        first = time.monotonic() - begin
        with open(f"/proc/{manager.provisioner.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return ready, first, cpu
    except Empty:
        return None
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("starts", type=int)
    parser.add_argument("--kernel", default="java")
    options = parser.parse_args()
    times, hangs = [], 0
    load = os.getloadavg()[0]
    for _ in range(options.starts):
        result = start_once(options.kernel)
        if result is None:
            hangs += 1
        else:
            times.append(result)
    print(f"{options.starts} starts, {hangs} hangs, load before {load:.1f}, after {os.getloadavg()[0]:.1f}")
    for name, values in zip(("ready", "first line", "kernel CPU"), zip(*times)):
        print(f"{name}: median {statistics.median(values):.2f} s, min {min(values):.2f}, max {max(values):.2f}")
    return 1 if hangs else 0


if __name__ == "__main__":
    sys.exit(main())
