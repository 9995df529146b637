"""A course on JupyterHub: released, fetched, answered, validated, submitted, collected and graded.

    unshare --mount --pid --fork --kill-child --mount-proc hub_test.py --project DIR --java JAVA --folder DIR

Runs notebooks/assignments/hub/jupyterhub_config.py with real accounts, which are in this mount namespace
alone. All goes through the hub's proxy, as a browser's requests do. Needs root.
"""

import argparse
import os
import pathlib
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

import requests

from nbgrader_course import LAB, PROGRAMS, Course, first
from nbgrader_test import compare, ours, theirs, timed

COURSE = "oom"
TEACHER, STUDENTS = "teacher", ("anna", "ben")
LIMIT = 180


def mount(*arguments):
    subprocess.run(["mount", *map(str, arguments)], check=True)


def accounts(folder):
    """Adds users to this namespace's /etc/passwd and /etc/group."""
    known = {user.pw_uid for user in pwd.getpwall()}
    free = (number for number in range(64000, 65000) if number not in known)
    lines = [f"{name}:x:{{0}}:{{0}}::{folder}/home/{name}:/bin/sh\n".format(next(free)) for name in (TEACHER, *STUDENTS)]
    for file, more in (("passwd", lines), ("group", [f"{line.split(':')[0]}:x:{line.split(':')[2]}:\n" for line in lines])):
        copy = folder / file
        copy.write_text(pathlib.Path("/etc", file).read_text() + "".join(more))
        mount("--bind", copy, f"/etc/{file}")
    for line in lines:
        name, _, uid = line.split(":")[:3]
        home = folder / "home" / name
        home.mkdir(mode=0o700, parents=True)
        home.parent.chmod(0o755)
        os.chown(home, int(uid), int(uid))


def enterable(folder, paths):
    """Lets the accounts enter what lies in somebody's home: its other files are not in this namespace then."""
    closed = {}
    paths = {pathlib.Path(path).resolve() for path in paths}
    for path in (path for path in paths if not paths & set(path.parents)):
        for parent in reversed(path.parents):
            if not parent.stat().st_mode & 0o001:
                closed.setdefault(parent, []).append(path)
                break
    for parent, inside in closed.items():
        kept = []
        for path in inside:
            kept.append(pathlib.Path(tempfile.mkdtemp(dir=folder)))
            mount("--bind", path, kept[-1])
        mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", parent)
        for path, bound in zip(inside, kept):
            path.mkdir(parents=True)
            mount("--move", bound, path)


def free_ports(count):
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


class Hub:
    """A hub with the documented configuration; accounts need no password here."""

    def __init__(self, project, folder):
        self.token = secrets.token_hex(16)
        public, hub, proxy = free_ports(3)
        self.url = f"http://127.0.0.1:{public}"
        config = folder / "test_config.py"
        config.write_text(
            f"""
load_subconfig({str(project / 'notebooks/assignments/hub/jupyterhub_config.py')!r})
c.JupyterHub.authenticator_class = "dummy"
c.JupyterHub.bind_url = "{self.url}"
c.JupyterHub.hub_port = {hub}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy}"
c.JupyterHub.services = [{{"name": "test", "api_token": "{self.token}"}}]
c.JupyterHub.load_roles = [
    {{"name": "test", "services": ["test"], "scopes": ["admin:users", "admin:servers", "access:servers"]}}
]
"""
        )
        # Where Node.js is not Debian's own, it does not look for Debian's modules.
        environment = {**os.environ, "PATH": f"{PROGRAMS}:{os.environ['PATH']}", "NODE_PATH": "/usr/share/nodejs"}
        self.log = folder / "hub.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "jupyterhub", "--config", config], cwd=folder, env=environment, stdout=log, stderr=log
            )
        self.wait("the hub", lambda: requests.get(f"{self.url}/hub/api/", timeout=LIMIT).ok or None)

    def wait(self, what, condition):
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            assert self.process.poll() is None, self.log.read_text()
            try:
                value = condition()
                if value is not None:
                    return value
            except requests.ConnectionError:
                pass
            time.sleep(0.2)
        raise AssertionError(f"{what}: not within {LIMIT} s\n{self.log.read_text()}")

    def request(self, method, path, **arguments):
        answer = requests.request(
            method, self.url + path, headers={"Authorization": f"token {self.token}"}, timeout=LIMIT, **arguments
        )
        assert answer.ok, f"{method} {path}: {answer.status_code}\n{answer.text[:2000]}\n{self.log.read_text()[-3000:]}"
        return answer.json() if answer.text else {}

    def start(self, name):
        self.request("POST", f"/hub/api/users/{name}")
        self.request("POST", f"/hub/api/users/{name}/server")
        self.wait(f"the server of {name}", lambda: self.request("GET", f"/hub/api/users/{name}")["servers"].get("", {}).get("ready") or None)

    def of(self, name, method, path, **arguments):
        """Asks somebody's own server."""
        return self.request(method, f"/user/{name}/{path}", **arguments)

    def teacher(self, path):
        said = self.of(TEACHER, "POST", f"formgrader/api/{path}")
        assert said["success"], f"{path}: {said.get('error')}\n{said.get('log')}"

    def student(self, name, action):
        said = self.of(name, "POST", f"assignments/{action}", params={"course_id": COURSE, "assignment_id": LAB})
        assert said["success"], said
        return said["value"]

    def end(self):
        self.process.terminate()
        self.process.wait(30)


def work(hub, course, name, changes):
    """Fetches, answers, validates and submits."""
    listed = hub.of(name, "GET", "assignments", params={"course_id": COURSE})
    assert [each["status"] for each in listed["value"]] == ["released"], listed
    hub.student(name, "fetch")
    path = f"api/contents/{LAB}/{LAB}.ipynb"
    notebook = course.answered(hub.of(name, "GET", path)["content"], name, changes)
    hub.of(name, "PUT", path, json={"type": "notebook", "format": "json", "content": notebook})
    said = hub.of(name, "POST", "assignments/validate", json={"path": f"{LAB}/{LAB}.ipynb"})
    assert said["success"] and "changed" not in said["value"], said
    # A recorded run is half of the points; where the account can make a run, there is nothing to fail.
    failed = [each["source"] for each in said["value"].get("failed", []) if "handInPoints" not in each["source"]]
    assert len(failed) == len(changes), failed
    assert [each["status"] for each in hub.student(name, "submit") if each["status"] == "submitted"], "not submitted"


def kept_apart(home, exchange):
    """Students cannot see each other's submissions, nor the instructor's folder."""
    for path in (exchange / COURSE / "inbound", home):
        assert os.access(path, os.R_OK), path
        seen = subprocess.run(["ls", path], user="anna", group="anna", extra_groups=[], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        assert seen.returncode != 0, f"anna can list {path}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--project", required=True)
    parser.add_argument("--java", default="java")
    parser.add_argument("--folder", required=True, help="an empty folder; what is put there is in this mount namespace alone")
    options = parser.parse_args()
    project = pathlib.Path(options.project).resolve()
    folder = pathlib.Path(options.folder)
    mount("--make-rprivate", "/")
    mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", folder)
    enterable(folder, (project, sys.prefix, sys.base_prefix, pathlib.Path(shutil.which(options.java)).resolve().parents[1]))
    accounts(folder)
    (project / "target/hub").mkdir(exist_ok=True)
    for place in ("/srv", project / "target/hub"):
        mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", place)
    exchange = pathlib.Path("/srv/nbgrader/exchange")
    exchange.mkdir(parents=True)
    exchange.chmod(0o777)
    pathlib.Path("/srv/jupyterhub").mkdir(mode=0o700)
    home = folder / "home" / TEACHER
    course = Course(project, options.java, home / COURSE)
    with (home / COURSE / "nbgrader_config.py").open("a") as config:
        config.write(f'\nc.CourseDirectory.root = "{home}/{COURSE}"\n')
    shutil.copy(home / COURSE / "nbgrader_config.py", home)
    subprocess.run(["chown", "-R", f"{TEACHER}:{TEACHER}", home], check=True)
    jar = project / "target/oomlab-commands.jar"
    course.run(options.java, "-cp", jar, "oomlab.kernel.KernelMain", "--install", project / "target/hub/kernels")
    hub = Hub(project, folder)
    try:
        with ThreadPoolExecutor() as together:
            timed("three servers", lambda: list(together.map(hub.start, (TEACHER, *STUDENTS))))
            timed("assigned", lambda: hub.teacher(f"assignment/{LAB}/assign"))
            timed("released", lambda: hub.teacher(f"assignment/{LAB}/release"))
            changes = {"anna": [], "ben": [first("q5_peak", "return -5;")]}
            timed("worked", lambda: list(together.map(lambda name: work(hub, course, name, changes[name]), STUDENTS)))
        kept_apart(home, exchange)
        timed("collected", lambda: hub.teacher(f"assignment/{LAB}/collect"))
        for name in STUDENTS:
            timed(f"autograded {name}", lambda: hub.teacher(f"submission/{LAB}/{name}/autograde"))
        for step in ("generate_feedback", "release_feedback"):
            hub.teacher(f"assignment/{LAB}/{step}")
        for name in STUDENTS:
            hub.student(name, "fetch_feedback")
            pages = list((folder / "home" / name).glob(f"{LAB}/feedback/*/{LAB}.html"))
            assert len(pages) == 1, f"{name}: {pages}"
    finally:
        hub.end()
    submitted, out = home / COURSE / "submitted", folder / "graded"
    course.oomlab("grade", "--source", home / COURSE / "source" / LAB, "--out", out, "--no-feedback", submitted)
    compare(theirs(course, STUDENTS), ours(out / "scores.csv"), set())


if __name__ == "__main__":
    main()
