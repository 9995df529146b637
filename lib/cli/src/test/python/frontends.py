"""JupyterLab 4, Notebook 7 and Notebook 6 in a browser: one set of actions, and what each front end calls them.

The actions are those of a reader: they type, press buttons and click links. Only what a reader sees without doing
anything (which cells there are, what stands below one, whether it runs) is asked of the page's own objects.
"""

import json
import re
import time

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

LIMIT = 90
CHROMIUM = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1300,1000")

# JupyterLab shows its application only when it is told to; Notebook 7 is made of the same parts.
LAB = """({
  panel: () => window.jupyterapp && jupyterapp.shell.currentWidget,
  notebook() { return this.panel().content; },
  ready(name) {
    const panel = this.panel(), kernel = panel?.sessionContext?.session?.kernel;
    return panel.context.path == name + '.ipynb' && panel.context.isReady && kernel?.status == 'idle' && this.button('interrupt-kernel').offsetWidth
      ? panel.sessionContext.kernelDisplayName : null;
  },
  cells() { return this.notebook().widgets.map((c, i) => [i, c.model.type, c.model.sharedModel.getSource()]); },
  node(i) { return this.notebook().widgets[i].node; },
  output(i) { return this.node(i).querySelector('.jp-Cell-outputArea'); },
  editor(i) { return this.node(i).querySelector('.cm-content'); },
  running(i) {
    return this.node(i).querySelector('.jp-InputPrompt').textContent.includes('*') || this.panel().sessionContext.session.kernel.status != 'idle';
  },
  ended(i) {
    const model = this.notebook().widgets[i].model;
    return model.executionCount != null && model.executionState != 'running' || model.outputs.toJSON().some(o => o.output_type == 'error');
  },
  select(i) { this.notebook().activeCellIndex = i; this.notebook().deselectAll(); },
  insert() { return jupyterapp.commands.execute('notebook:insert-cell-below'); },
  remove() { return jupyterapp.commands.execute('notebook:delete-cell'); },
  save() { return jupyterapp.commands.execute('docmanager:save'); },
  theme: name => jupyterapp.commands.execute('apputils:change-theme', {theme: name}),
  label() { return this.panel().title.label; },
  button: name => jupyterapp.shell.currentWidget.node.querySelector(`.jp-NotebookPanel-toolbar [data-command="notebook:${name}"]`)
})"""

NOTEBOOK_6 = """({
  ready() {
    const kernel = window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel;
    return kernel && kernel.is_connected() && !Jupyter.notebook.kernel_busy ? Jupyter.kernelselector.kernelspecs[kernel.name].spec.display_name : null;
  },
  cells: () => Jupyter.notebook.get_cells().map((c, i) => [i, c.cell_type, c.get_text()]),
  node: i => Jupyter.notebook.get_cell(i).element[0],
  output: i => Jupyter.notebook.get_cell(i).output_area.element[0],
  editor(i) {
    const mirror = Jupyter.notebook.get_cell(i).code_mirror;
    // It closes brackets by itself, which a reader types over.
    mirror.setOption('autoCloseBrackets', false);
    return mirror.getWrapperElement();
  },
  running(i) { return this.node(i).classList.contains('running') || Jupyter.notebook.kernel_busy; },
  select: i => Jupyter.notebook.select(i),
  insert: () => { Jupyter.notebook.insert_cell_below(); },
  remove: () => { Jupyter.notebook.delete_cell(); },
  save: () => Jupyter.notebook.save_notebook(),
  button: name => document.querySelector(`button[data-jupyter-action='jupyter-notebook:${name}']`)
})"""

# name: where it has a notebook (JupyterLab in a workspace of its own, or tabs that were open before come back), and its own words
FRONTENDS = {"lab": ("/lab/workspaces/{0}/tree/{0}.ipynb", LAB), "notebook7": ("/notebooks/{0}.ipynb", LAB), "notebook6": ("/notebooks/{0}.ipynb", NOTEBOOK_6)}


def wait(what, condition, limit=LIMIT):
    end = time.monotonic() + limit
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"{what}: not within {limit} s")


class Browser:
    """Chromium without a window, which also says what it asked of the network."""

    def __init__(self, profile, shots=None):
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in CHROMIUM + (f"--user-data-dir={profile}",):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
        options.page_load_strategy = "none"  # a click waits for nothing by itself, and cannot wait for ever
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        self.driver.set_script_timeout(LIMIT)
        self.driver.get("about:blank")
        # JupyterLab takes nothing for its current tab in a window without the focus.
        self.driver.execute_cdp_cmd("Emulation.setFocusEmulationEnabled", {"enabled": True})
        self.shots, self.number, self.asked = shots, 0, []

    def shot(self, name):
        if self.shots:
            self.number += 1
            self.driver.save_screenshot(f"{self.shots}/{self.number:02d}-{name}.png")

    def elsewhere(self):
        """Returns the requests since the start that went, or lead, to another machine."""
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            # The browser's first tab is a page of its own, with requests of its own.
            if message["method"] == "Network.requestWillBeSent" and message["params"]["documentURL"].startswith("http"):
                self.asked.append(message["params"]["request"]["url"])
            elif message["method"] == "Network.webSocketCreated":
                self.asked.append(message["params"]["url"])
        assert self.asked, "no request was seen at all"
        own = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")
        # What these two ask of the server, it asks of the network.
        return [url for url in self.asked if not url.startswith(own) or "/lab/api/news" in url or "/lab/api/update" in url]


class Page:
    """A notebook in a front end."""

    def __init__(self, browser, frontend, server, notebook):
        self.browser, self.driver = browser, browser.driver
        path, self.words = FRONTENDS[frontend]
        self.driver.get(f"{server.url}{path.format(notebook)}?token={server.token}")
        self.kernel = self.opened(notebook)

    def opened(self, notebook):
        """Waits until the notebook's kernel is ready for work; returns the name that its page has for it."""
        return wait("a page with a kernel", lambda: self.js("try { return F.ready(arguments[0]); } catch (early) { return null; }", notebook))

    def js(self, script, *arguments):
        return self.driver.execute_script(f"const F = {self.words}; {script}", *arguments)

    def keys(self, *keys):
        ActionChains(self.driver).send_keys(*keys).perform()

    def code_cells(self):
        return [(i, source) for i, kind, source in self.js("return F.cells()") if kind == "code"]

    def find(self, text):
        return next((index for index, source in self.code_cells() if text in source), None)

    def output(self, index):
        return self.js("return F.output(arguments[0])", index)

    def text(self, index):
        return self.js("return F.output(arguments[0]).textContent", index)

    def within(self, index, selector):
        """Returns the elements of a cell's output that fit a CSS selector."""
        return self.js("return [...F.output(arguments[0]).querySelectorAll(arguments[1])]", index, selector)

    def scroll(self, index):
        self.js("F.node(arguments[0]).scrollIntoView({block: 'center'})", index)

    def see(self, element):
        self.js("arguments[0].scrollIntoView({block: 'center'})", element)
        return element

    def write(self, index, source):
        """Types over a cell."""
        self.js("F.select(arguments[0])", index)
        self.scroll(index)
        wait("an editor", lambda: self.js("return F.editor(arguments[0])", index)).click()
        ActionChains(self.driver).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).send_keys(Keys.DELETE).perform()
        for number, line in enumerate(source.splitlines()):
            if number:  # An editor indents a new line, which a reader types over, too.
                ActionChains(self.driver).send_keys(Keys.ENTER).key_down(Keys.SHIFT).send_keys(Keys.HOME).key_up(Keys.SHIFT).perform()
            self.keys(line)
        typed = dict(self.code_cells())[index]
        assert typed == source, f"typed {source!r}, and the cell has {typed!r}"

    def insert(self, after):
        self.js("F.select(arguments[0]); return F.insert()", after)
        return after + 1

    def remove(self, index):
        self.js("F.select(arguments[0]); return F.remove()", index)

    def press(self, name):
        self.js("return F.button(arguments[0])", name).click()

    def press_run(self, index):
        self.js("F.select(arguments[0])", index)
        self.scroll(index)
        self.press("run-cell-and-select-next")

    def running(self, index):
        return self.js("return F.running(arguments[0])", index)

    def run(self, index):
        """Runs a cell with the button; returns the different states of its output that were seen."""
        self.press_run(index)
        states = []

        def ended():
            text, running = self.js("return [F.output(arguments[0]).textContent, F.running(arguments[0])]", index)
            if text and (not states or states[-1] != text):
                states.append(text)
            return not running

        time.sleep(0.05)
        wait(f"the end of cell {index}", ended)
        text = self.well(index)
        return states + ([text] if text and text not in states else [])

    def well(self, index):
        """Returns what a cell put out, which must not be an error, and where it says show(...) must be something."""
        text, source = self.text(index), dict(self.code_cells())[index]
        assert "Exception" not in text and "Error" not in text, f"cell {index}: {text}"
        if re.search(r"^show\(", source, re.MULTILINE):
            assert self.within(index, "table, svg, p"), f"cell {index} shows nothing: {source}"
        return text
