"""What JupyterLab makes of a chapter: whether it can be read in its themes, where links lead, what Tab tells."""

import time

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from frontends import wait

THEMES = ("JupyterLab Dark", "JupyterLab Light")
NARROW = {"width": 900, "height": 1000, "deviceScaleFactor": 1, "mobile": False}

# axe-core takes what scrolls inside JupyterLab for hidden, and leaves words of drawings out.
FAINT = """
const rgba = text => { const [r, g, b, a = 1] = (text.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number); return [r, g, b, a]; };
const over = ([r, g, b, a], below) => [r, g, b].map((c, i) => c * a + below[i] * (1 - a));
const light = colour => colour.map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
  .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
const ground = element => {
  if (!element) return [255, 255, 255];
  const below = ground(element.parentElement), sheet = element.tagName == 'svg' && element.querySelector('rect');
  return over(rgba(sheet ? getComputedStyle(sheet).fill : getComputedStyle(element).backgroundColor), below);
};
const faint = new Set();
let seen = 0;
for (const root of F.notebook().node.querySelectorAll('.jp-OutputArea-output, .jp-MarkdownOutput')) {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement, style = getComputedStyle(element), drawn = element instanceof SVGElement;
    if (!text.data.trim() || !element.getClientRects().length || ['style', 'title', 'desc'].includes(element.tagName.toLowerCase())) continue;
    let [r, g, b, a] = rgba(drawn ? style.fill : style.color);
    for (let e = element; e; e = e.parentElement) a *= getComputedStyle(e).opacity;
    const below = ground(element), [dark, bright] = [light(over([r, g, b, a], below)), light(below)].sort((x, y) => x - y);
    const ratio = (bright + .05) / (dark + .05), size = parseFloat(style.fontSize);
    seen++;
    if (ratio < (size >= 24 || size >= 18.66 && style.fontWeight >= 700 ? 3 : 4.5))
      faint.add(`${ratio.toFixed(2)}: ${text.data.trim().slice(0, 60)}`);
  }
}
return [seen, [...faint]];
"""


def readable(page):
    """Looks for words with less contrast than WCAG asks for (4.5, large ones 3), everything unfolded, and for pictures that are not there."""
    # What is out of sight is not laid out.
    page.js("F.notebook().node.querySelectorAll('.jp-Cell').forEach(cell => { cell.style.contentVisibility = 'visible'; })")
    page.js("F.notebook().node.querySelectorAll('details').forEach(details => { details.open = true; })")
    for theme in THEMES:
        page.js("return F.theme(arguments[0])", theme)
        wait(theme, lambda: page.js("return document.body.dataset.jpThemeName") == theme)
        time.sleep(0.3)  # its style sheet comes a little later than its name
        seen, faint = page.js(FAINT)
        assert seen > 300, f"only {seen} pieces of text"
        assert not faint, f"{theme}: {faint}"
        page.browser.shot(theme.replace(" ", "-"))
    pictures = page.js("return [...F.notebook().node.querySelectorAll('img')].map(i => [i.getAttribute('src').split('?')[0], i.complete && i.naturalWidth])")
    assert pictures and all(width for _, width in pictures), pictures
    asked = page.js("return [...document.querySelectorAll('.Toastify__toast')].map(e => e.textContent)")
    assert not asked, f"stands before the page: {asked}"
    print(f"{seen} pieces of text can be read in each of {', '.join(THEMES)}")


def narrow(page, index):
    """A wide table scrolls in its own box, and a chart stays large enough to be read."""
    page.write(index, "show(Tables.tasks(run.report().get())); show(Charts.rss(run));")
    page.run(index)
    page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", NARROW)
    time.sleep(0.5)
    chart = page.within(index, "svg[role=img]")[0].size["width"]
    assert 576 <= chart < 860, f"the chart is {chart} px wide"
    page.browser.shot("narrow")
    box = page.js("const box = F.output(arguments[0]).querySelector('[role=group]'); return [box.scrollWidth, box.clientWidth]", index)
    assert box[0] > box[1], f"the table is not too wide for this: {box}"
    outside = page.js("const sheet = F.notebook().node.querySelector('.jp-WindowedPanel-outer'); return [sheet.scrollWidth, sheet.clientWidth]")
    assert outside[0] <= outside[1], f"the page scrolls sideways: {outside}"
    page.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def assisted(page, index):
    """Tab lists what can follow, and Shift-Tab tells of a call."""
    for typed, expected in (("Experiment.", "standard()"), ("experiment.", "limit(")):
        page.write(index, typed)
        begun = time.monotonic()
        page.keys(Keys.TAB)
        items = "return [...document.querySelectorAll('.jp-Completer:not(.lm-mod-hidden) .jp-Completer-match')].map(e => e.textContent)"
        found = wait(f"what follows {typed}", lambda: page.js(items), 20)
        print(f"{len(found)} words after {typed} in {time.monotonic() - begun:.2f} s")
        assert expected in found, found
        page.browser.shot("tab")
        page.keys(Keys.ESCAPE)
    page.write(index, "experiment.limit(")
    begun = time.monotonic()
    ActionChains(page.driver).key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()
    told = wait("a word on limit", lambda: page.js("return document.querySelector('.jp-Tooltip')?.textContent"), 20)
    print(f"of limit in {time.monotonic() - begun:.2f} s: {told.strip()}")
    assert "limit(String size)" in told and "powers of 1024" in told, told
    page.browser.shot("shift-tab")
    page.keys(Keys.ESCAPE)


def followed(page, index):
    """A heading of the table leads to the cheat sheet, and the chapter's end to the next one, each in a tab of JupyterLab."""
    chapter = page.js("return F.label()")
    page.see(page.within(index, "thead a")[0]).click()
    page.opened("91-cheat-sheet")
    assert page.find("cheatSheet("), "a sheet without its cell"
    page.js("jupyterapp.shell.activateById([...jupyterapp.shell.widgets('main')].find(tab => tab.title.label == arguments[0]).id)", chapter)
    wait("the chapter again", lambda: page.js("return F.label()") == chapter)
    forward = page.js("return [...F.notebook().node.querySelectorAll('.jp-MarkdownOutput a')].filter(a => a.textContent.startsWith('02 '))")
    page.see(forward[-1]).click()
    page.opened("02-read-the-report")
    assert len(page.driver.window_handles) == 1, "a link left JupyterLab"
