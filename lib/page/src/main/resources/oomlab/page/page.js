"use strict";
// Shows what worker.js reads. A log may hold anything: its words become text nodes, never markup.

const byId = (id) => document.getElementById(id);
const view = byId("view");
const status = byId("status");

const WORDS = JSON.parse(byId("words")?.textContent ?? "{}");

/** Says a sentence in the language of the page; page.zh.po has {0}, {1} ... for what is filled in. */
function say([first, ...rest], ...values) {
  const english = rest.reduce((text, part, at) => `${text}{${at}}${part}`, first);
  return (WORDS[english] ?? english).replace(/\{(\d)\}/g, (_, at) => values[at]);
}

/** Makes control and formatting characters visible, as the commands do. */
function printable(text) {
  return String(text).replace(/[\p{Cc}\p{Cf}]/gu, (c) => {
    const code = c.codePointAt(0);
    if (c === "\n") return "\\n";
    if (c === "\t") return "\\t";
    return code < 0xa0 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

/** Makes an element; names of attributes are HTML's, "on..." are listeners, other children than nodes are text. */
function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((c) => c !== undefined).map((c) => (c instanceof Node ? c : printable(c))));
  return made;
}

const grouped = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const number = (value) => (value === undefined ? "" : grouped.format(value));
const percent = (part, all) => (all ? `${((100 * part) / all).toFixed(1)} %` : "");

/** A size in kB with the largest unit that keeps it at 1 or more. */
function size(kb) {
  if (kb === undefined) return "";
  const [value, unit] = Math.abs(kb) >= 2 ** 20 ? [kb / 2 ** 20, "GiB"] : Math.abs(kb) >= 1024 ? [kb / 1024, "MiB"] : [kb, "kB"];
  return `${value.toLocaleString("en", { minimumFractionDigits: unit === "kB" ? 0 : 1, maximumFractionDigits: 1 })} ${unit}`;
}

// The worker

const source = `${byId("reader").textContent}\n${byId("worker").textContent}`;
const script = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
const catalog = JSON.parse(byId("catalog")?.textContent ?? "null");
const waiting = new Map();
let worker;
let questions = 0;
let texts = [];
let started = 0;
let reading = false;

/** Starts a worker, instead of one that may be in the middle of a log. */
function startWorker() {
  worker?.terminate();
  reading = false;
  waiting.clear();
  worker = new Worker(script);
  if (catalog) worker.postMessage({ catalog });
  worker.onmessage = ({ data }) => {
    if (data.answer !== undefined) {
      waiting.get(data.answer)?.(JSON.parse(data.json));
      waiting.delete(data.answer);
    } else if (data.report !== undefined) {
      texts.push(data.json);
      if (texts.length === 1) show(0);
      if (texts.length > 1) list();
    } else if (data.done) {
      finished(data);
    } else {
      byId("progress").value = data.progress;
      status.textContent = say`${size(data.bytes / 1024)} read, ${counted(texts.length)}`;
    }
  };
  worker.onerror = (event) => {
    event.preventDefault();
    finished({ failed: [say`This page has a fault: ${event.message}`] });
  };
}

/** Asks the worker; of several questions with the same key only the last is answered. */
function ask(question) {
  return new Promise((answer) => {
    waiting.set(++questions, answer);
    worker.postMessage({ ...question, id: questions });
  });
}

function read(files) {
  if (reading) startWorker();
  reading = true;
  texts = [];
  started = performance.now();
  view.replaceChildren();
  byId("choice").hidden = true;
  busy(true);
  status.textContent = say`Reading ...`;
  worker.postMessage({ files });
}

function busy(yes) {
  byId("progress").hidden = byId("stop").hidden = !yes;
  byId("progress").value = 0;
}

const counted = (count) => (count === 1 ? say`1 report` : say`${count} reports`);

function finished({ bytes, failed }) {
  reading = false;
  busy(false);
  const millis = Math.round(performance.now() - started);
  const found = texts.length ? counted(texts.length) : say`No oom-killer report in this text. Its lines say “invoked oom-killer” and “Killed process”; the kernel's log has them: journalctl --no-pager -k, or dmesg`;
  const took = millis < 1000 ? `${millis} ms` : `${(millis / 1000).toFixed(1)} s`;
  status.textContent = bytes === undefined ? say`${found}.` : say`${found} in ${size(bytes / 1024)}, read in ${took}.`;
  if (failed.length) status.textContent = say`${status.textContent} Not read to the end: ${failed.map(printable).join("; ")}.`;
}

// Which report

function headline(report) {
  const [first, ...more] = report.kills;
  if (!first) return report.panic ? say`The machine panicked` : say`Nobody was killed`;
  const name = first.comm || say`a process without a name`;
  return more.length ? say`The kernel killed ${name} (${first.pid}) and ${more.length} more` : say`The kernel killed ${name} (${first.pid})`;
}

function origin(report) {
  const file = report.file === "-" ? say`Pasted text` : report.file;
  const parts = [say`${file}, lines ${report.firstLine}-${report.lastLine}`];
  if (report.kernel) parts.push(`Linux ${report.kernel}`);
  if (report.date) parts.push(report.date);
  if (report.hardware) parts.push(report.hardware);
  return parts.join(" · ");
}

const parsed = [];
let listed = 0;

function reportOf(index) {
  if (parsed[index]?.text !== texts[index]) parsed[index] = { text: texts[index], report: JSON.parse(texts[index]) };
  return parsed[index].report;
}

function list() {
  const nav = byId("choice");
  if (nav.hidden) {
    nav.replaceChildren();
    nav.hidden = false;
    listed = 0;
  }
  for (; listed < texts.length; listed++) {
    const index = listed;
    const report = reportOf(index);
    nav.append(el("button", { type: "button", onclick: () => show(index), "aria-current": index === shown ? "true" : undefined },
      `${index + 1}. ${headline(report)} · ${say`line ${report.firstLine}`}${report.date ? ` · ${report.date}` : ""}`));
  }
}

let shown = 0;

function show(index) {
  shown = index;
  [...byId("choice").children].forEach((button, at) => (at === index ? button.setAttribute("aria-current", "true") : button.removeAttribute("aria-current")));
  view.replaceChildren(article(reportOf(index), index));
}

// One report

function article(report, index) {
  const sections = [story(report), choice(report, index), tasks(report), zones(report), ledger(report), lines(report, index)].filter(Boolean);
  return el("article", {},
    el("h2", {}, headline(report)),
    el("p", { class: "quiet" }, origin(report)),
    el("p", { class: "row" },
      el("span", { class: `verdict${report.explain.agrees === false ? " wrong" : ""}` }, say`Choice recomputed: ${report.explain.verdict}`),
      el("button", { type: "button", onclick: (event) => copy(event.target, markdown(report)) }, say`Copy as Markdown`),
      el("button", { type: "button", onclick: download }, texts.length > 1 ? say`Download all as JSON` : say`Download JSON`)),
    el("p", { class: "parts", role: "navigation", "aria-label": say`Parts` },
      ...sections.slice(1).map((s) => el("a", { href: `#${s.id}` }, s.dataset.name))),
    ...sections);
}

function section(id, name, ...children) {
  return el("section", { id, "data-name": name }, el("h3", {}, name), ...children);
}

const scroller = (label, ...children) => el("div", { class: "wide", role: "region", tabindex: "0", "aria-label": label }, ...children);

function story(report) {
  const parts = report.explain.story.map(({ question, answer }) =>
    [el("h3", {}, question), ...answer.map((sentence) => el("p", {}, sentence))]);
  if (report.explain.asked) {
    parts.push([el("h3", {}, say`What you asked`), ...report.explain.asked.map((answer) => el("p", {}, sentence(answer)))]);
  }
  return el("section", { id: "story", class: "story", "data-name": say`Story` }, ...parts.flat());
}

const STRUCK = {
  yes: say`Memory would have run out at this moment all the same.`,
  not_yet: say`Memory would not have run out at this moment.`,
  unknown: say`Whether memory would have run out cannot be told.`,
};

const sentence = (answer) => (answer.if ? say`If ${answer.if}: ${answer.why} ${STRUCK[answer.struck]}` : answer.why);

/** An oom_adj from -17 to 15 in thousandths (3.6 and before). */
const adjOf = (row) => row?.oomScoreAdj ?? (row?.oomAdj === undefined ? 0 : row.oomAdj === 15 ? 1000 : Math.trunc((row.oomAdj * 1000) / 17));

const pageKb = (report) => report.pageSizeKb ?? 4;

// Scores, and what another oom_score_adj would do

const MOST_BARS = 12;

function choice(report, index) {
  const ranked = report.explain.tasks.filter((t) => t.points !== undefined);
  if (!ranked.length) return undefined;
  const rows = new Map(report.tasks.map((t) => [t.pid, t]));
  // Up to 3.4 points are thousandths; later they are pages.
  const thousandths = ranked.every((t) => t.points === t.score) && Math.max(...ranked.map((t) => t.points)) <= 1000;
  const total = report.explain.totalPages;
  const memory = (t) => (thousandths ? (total ? (t.pages * 1000) / total : t.points) : t.pages);
  const label = (points) => (thousandths ? `${number(points)} ‰` : size(points * pageKb(report)));
  const chosen = report.explain.chosen;
  const candidates = report.explain.tasks.map((t) => ({ ...t, adj: adjOf(rows.get(t.pid)) }));

  const select = el("select", { id: "who", onchange: () => begin() },
    ...candidates.map((t) => el("option", { value: t.pid, selected: t.pid === chosen }, `${t.name || "?"} (${t.pid})`)));
  const range = el("input", { id: "adj", type: "range", min: -1000, max: 1000, list: "marks", oninput: () => change(range.value), "aria-describedby": "answer" });
  const exact = el("input", { id: "exact", type: "number", min: -1000, max: 1000, "aria-label": say`oom_score_adj as a number`, oninput: () => exact.checkValidity() && exact.value !== "" && change(exact.value) });
  const said = el("output", { id: "answer", for: "who adj exact" });
  const chart = el("div");
  const own = () => candidates.find((t) => t.pid === Number(select.value));
  let asked = 0;

  async function change(value) {
    range.value = exact.value = value;
    range.setAttribute("aria-valuetext", say`${value}, printed ${own().adj}`);
    const mine = ++asked;
    const task = own();
    const answer = await ask({ number: index, words: `adj=${task.pid}:${value}` });
    if (mine !== asked) return;
    const same = Number(value) === task.adj;
    said.textContent = same ? say`${printable(task.name)} (${task.pid}) has an oom_score_adj of ${task.adj}. Move the slider to see who would have died with another.` : printable(sentence(answer));
    draw(same ? [] : [task.pid], same ? undefined : answer);
  }

  function begin() {
    change(own().adj);
  }

  function draw([changed], answer) {
    const now = candidates
      .map((t) => (t.pid === changed ? { ...t, points: answer.points, score: answer.score } : t))
      .filter((t) => t.points !== undefined || t.pid === changed)
      .sort((a, b) => (b.points ?? -Infinity) - (a.points ?? -Infinity));
    const instead = answer?.victims?.[0];
    const bars = now.filter((t, at) => at < MOST_BARS || t.pid === chosen || t.pid === changed || t.pid === instead);
    const most = Math.max(...bars.map((t) => Math.max(t.points ?? 0, memory(t))), 1);
    chart.replaceChildren(scroller(say`Points`, el("table", { class: "chart" },
      el("thead", {}, el("tr", {}, el("th", { class: "word", scope: "col" }, say`process`), el("th", { class: "word", scope: "col" }, thousandths ? say`points, in thousandths of all memory` : say`points, as memory`), el("th", { scope: "col" }, say`points`), el("th", { scope: "col" }, say`score`), el("th", { scope: "col" }, "adj"), el("th", { class: "word", scope: "col" }, say`note`))),
      el("tbody", {}, ...bars.map((t) => bar(t, most, changed === t.pid ? range.value : t.adj, instead)), scale(most)))));
    if (now.length > bars.length) chart.append(el("p", { class: "quiet" }, say`${now.length - bars.length} more have fewer points.`));
  }

  function bar(t, most, adj, instead) {
    const points = Math.max(t.points ?? 0, 0);
    const held = memory(t);
    const track = el("div", { class: "track", "aria-hidden": "true" });
    const part = (name, from, to) => {
      if (to <= from) return;
      const piece = el("i", { class: name });
      piece.style.left = `${(100 * from) / most}%`;
      piece.style.width = `${(100 * (to - from)) / most}%`;
      track.append(piece);
    };
    part("memory", 0, Math.min(points, held));
    part("added", held, points);
    part("taken", points, held);
    const notes = [t.pid === chosen ? say`chosen` : "", instead === t.pid && instead !== chosen ? say`would be chosen` : "", t.points === undefined ? say`may not be killed` : ""].filter(Boolean);
    return el("tr", { class: t.pid === chosen ? "chosen" : instead === t.pid ? "instead" : undefined },
      el("th", { class: "word", scope: "row", title: printable(t.name) }, `${t.name || "?"} (${t.pid})`), el("td", { class: "bar" }, track),
      el("td", {}, t.points === undefined ? "" : label(t.points)), el("td", {}, number(t.score)), el("td", {}, String(adj)), el("td", { class: "word" }, notes.join(say`, `)));
  }

  const scale = (most) => el("tr", { class: "scale", "aria-hidden": "true" }, el("td"), el("td", { class: "bar" }, axis(most, label)), el("td", { colspan: 4 }));

  const part = section("scores", say`Scores, and what would have changed them`,
    el("p", { class: "legend" }, key("memory", say`memory that counts: resident, swapped out, page tables`), key("added", say`added by oom_score_adj`), key("taken", say`taken away by oom_score_adj`)),
    chart,
    el("p", { class: "row" }, el("label", { for: "who" }, say`What if`), select, el("label", { for: "adj" }, say`had an oom_score_adj of`), exact),
    el("p", { class: "row" }, range),
    el("p", { class: "ends quiet", "aria-hidden": "true" }, el("span", {}, say`-1000, never`), el("span", {}, say`1000, first`)),
    el("datalist", { id: "marks" }, el("option", { value: -1000 }), el("option", { value: 0 }), el("option", { value: 1000 })),
    said,
    others(report, index, own));
  if (!candidates.some((t) => t.pid === chosen)) select.selectedIndex = 0;
  begin();
  return part;
}

/** Other questions than the slider's. */
function others(report, index, own) {
  const kinds = [["remove", say`that process had not been there`], ["allocating-task", say`vm.oom_kill_allocating_task were 1`], ["swap", say`there were so much swap:`]];
  if (report.scope === "memcg") kinds.push(["oom-group", say`memory.oom.group were 1`], ["limit", say`the group's limit were:`]);
  const kind = el("select", { "aria-label": say`Another question`, onchange: () => turn() }, ...kinds.map(([value, words]) => el("option", { value }, words)));
  const amount = el("input", { "aria-label": say`Size, such as 512M or 2G`, size: 8, value: "1G" });
  const said = el("output", { "aria-live": "polite" });
  const turn = () => { amount.hidden = !["swap", "limit"].includes(kind.value); };
  turn();
  return el("form", {
    onsubmit: async (event) => {
      event.preventDefault();
      const words = kind.value === "remove" ? `remove=${own().pid}` : amount.hidden ? kind.value : `${kind.value}=${amount.value}`;
      said.textContent = printable(sentence(await ask({ number: index, words })));
    },
  }, el("p", { class: "row" }, say`Or if`, kind, amount, el("button", {}, say`Ask`)), said);
}

const key = (name, words) => el("span", {}, el("i", { class: name }), words);

/** Two or three round steps from 0 to the most. */
function axis(most, label) {
  // Steps of memory are powers of two, others of ten.
  const binary = label(1024) !== "1,024 ‰";
  let step = binary ? 2 ** Math.floor(Math.log2(most / 2)) : 10 ** Math.floor(Math.log10(most));
  while (most / step >= 4) step *= 2;
  const made = el("div", { class: "axis" });
  for (let at = 0; at <= most; at += step) {
    const tick = el("span", {}, label(at));
    tick.style.left = `${(100 * at) / most}%`;
    if (at > 0.9 * most) tick.className = "last";
    made.append(tick);
  }
  return made;
}

// Tasks

function tasks(report) {
  if (!report.tasks.length) return undefined;
  const points = new Map(report.explain.tasks.map((t) => [t.pid, t]));
  const killed = new Set(report.kills.map((k) => k.pid));
  const kb = (pages) => (pages === undefined ? undefined : pages * pageKb(report));
  const spared = (t) => points.get(t.pid)?.spared;
  const note = (t) => [t.pid === report.explain.chosen ? say`chosen` : "", killed.has(t.pid) ? say`killed` : "", spared(t) ?? ""].filter(Boolean).join(say`, `);
  const columns = [
    { name: say`rank`, up: true, of: (t) => points.get(t.pid)?.rank },
    { name: "pid", up: true, of: (t) => t.pid, text: String },
    { name: say`name`, up: true, of: (t) => t.name, word: true },
    { name: "uid", of: (t) => t.uid, text: String },
    { name: say`points`, of: (t) => points.get(t.pid)?.points },
    { name: say`score`, of: (t) => points.get(t.pid)?.score },
    { name: "rss\nMiB", of: (t) => kb(t.rssPages), text: mib },
    { name: "anon\nMiB", of: (t) => kb(t.rssAnonPages), text: mib },
    { name: "file\nMiB", of: (t) => kb(t.rssFilePages), text: mib },
    { name: "shmem\nMiB", of: (t) => kb(t.rssShmemPages), text: mib },
    { name: `${say`swapped`}\nMiB`, of: (t) => kb(t.swapents), text: mib },
    { name: `${say`page tables`}\nMiB`, of: (t) => (t.pgtablesBytes === undefined ? kb(t.nrPtes) : t.pgtablesBytes / 1024), text: mib },
    { name: `${say`address space`}\nMiB`, of: (t) => kb(t.totalVmPages), text: mib },
    { name: "oom_\nscore_adj", of: (t) => t.oomScoreAdj, text: String },
    { name: "oom_adj", of: (t) => t.oomAdj, text: String },
    { name: say`note`, up: true, of: note, word: true, long: true },
  ].filter((c) => report.tasks.some((t) => c.of(t) !== undefined && c.of(t) !== ""));
  const rows = report.tasks.map((t) => ({
    values: columns.map((c) => c.of(t)),
    find: `${t.name} ${t.pid} ${t.uid ?? ""} ${note(t)}`.toLowerCase(),
    row: el("tr", { class: t.pid === report.explain.chosen ? "chosen" : undefined },
      ...columns.map((c) => el("td", { class: c.long ? "word long" : c.word ? "word" : undefined }, c.of(t) === undefined ? "" : (c.text ?? (c.word ? String : number))(c.of(t))))),
  }));
  const body = el("tbody", {}, ...rows.map((r) => r.row));
  const count = el("span", { class: "quiet", role: "status" });
  const filter = el("input", { id: "filter", type: "search", oninput: narrow, autocomplete: "off" });

  function narrow() {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const { row, find } of rows) {
      row.hidden = !words.every((w) => find.includes(w));
      if (!row.hidden) left++;
    }
    count.textContent = left === rows.length ? say`${number(left)} rows` : say`${number(left)} of ${number(rows.length)} rows`;
  }

  function sort(at, heading) {
    const up = heading.getAttribute("aria-sort") === "descending" || (!heading.hasAttribute("aria-sort") && columns[at].up);
    for (const other of heading.parentNode.children) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", up ? "ascending" : "descending");
    const compare = (a, b) => (columns[at].word ? String(a).localeCompare(String(b)) : a - b);
    // Rows without a value come last, whichever way.
    rows.sort(({ values: { [at]: a } }, { values: { [at]: b } }) =>
      a === undefined || b === undefined ? (a === undefined) - (b === undefined) : up ? compare(a, b) : compare(b, a));
    body.append(...rows.map((r) => r.row));
  }

  const headings = columns.map((c, at) => {
    const heading = el("th", { class: c.word ? "word" : undefined, scope: "col" });
    const button = el("button", { type: "button", onclick: () => sort(at, heading) });
    button.textContent = c.name;
    heading.append(button);
    return heading;
  });
  const box = scroller(say`Tasks`, el("table", {}, el("thead", {}, el("tr", {}, ...headings)), body));
  box.classList.add("tall");
  narrow();
  const first = columns.findIndex((c) => c.name === say`rank`);
  if (first >= 0) sort(first, headings[first]);
  return section("tasks", say`Tasks`, el("p", { class: "row" }, el("label", { for: "filter" }, say`Filter by name, pid or uid`), filter, count), box);
}

const mib = (kb) => (kb / 1024).toLocaleString("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

// Zones

function zones(report) {
  const shownZones = report.zones.filter((z) => z.freeKb !== undefined);
  if (!shownZones.length) return undefined;
  const checks = report.explain.request.zones;
  const check = (z) => checks.find((c) => c.node === z.node && c.zone === z.zone);
  const tried = (passes, mark) => (passes ? say`passes ${mark}` : say`fails ${mark}`);
  const tries = (c) => (c === undefined ? "" : c.barred ?? [tried(c.passesMin, "min"), tried(c.passesHigh, "high")].join(say`, `));
  const row = (z) => {
    const c = check(z);
    const reserve = (c?.reservePages ?? 0) * pageKb(report);
    const most = 1.1 * Math.max(z.freeKb, (z.highKb ?? 0) + reserve, 1);
    const track = el("div", { class: "track", "aria-hidden": "true" });
    const place = (name, kb, width) => {
      const piece = el("i", { class: name });
      piece.style.left = `${(100 * kb) / most}%`;
      if (width !== undefined) piece.style.width = `${(100 * width) / most}%`;
      track.append(piece);
    };
    place("kind-free", 0, z.freeKb);
    if (z.minKb !== undefined) place("tick min", z.minKb + reserve);
    if (z.highKb !== undefined) place("tick high", z.highKb + reserve);
    return el("tr", {},
      el("th", { class: "word", scope: "row" }, z.node === undefined ? z.zone : say`node ${z.node} ${z.zone}`), el("td", { class: "bar" }, track),
      ...[z.freeKb, z.minKb, z.highKb, reserve, z.managedKb ?? z.presentKb].map((kb) => el("td", {}, size(kb))), el("td", { class: "word long" }, tries(c)));
  };
  return section("zones", say`Zones`,
    el("p", { class: "legend" }, key("kind-free", say`free; each zone has its own scale`), key("tick min", say`must stay free at an ordinary attempt: min and reserve`), key("tick high", say`at the last attempt: high and reserve`)),
    scroller(say`Zones`, el("table", { class: "chart" },
      el("thead", {}, el("tr", {}, ...[say`zone`, say`free, against its watermarks`, say`free`, "min", "high", say`reserve`, say`size`, say`this request`].map((n, at) => el("th", { scope: "col", class: at < 2 || at === 7 ? "word" : undefined }, n)))),
      el("tbody", {}, ...shownZones.map(row)))));
}

// Where the memory was

function ledger(report) {
  const book = report.explain.ledger;
  if (!book) return undefined;
  const most = Math.max(...book.entries.map((e) => e.kb), book.unaccountedKb, 1);
  const row = (kind, name, kb, from) => {
    const piece = el("i", { class: `kind-${kind}` });
    piece.style.left = 0;
    piece.style.width = `${Math.max(0, (100 * kb) / most)}%`;
    return el("tr", {}, el("th", { class: "word", scope: "row" }, name), el("td", { class: "bar" }, el("div", { class: "track", "aria-hidden": "true" }, piece)),
      el("td", {}, size(kb)), el("td", {}, percent(kb, book.totalKb)), el("td", { class: "word long" }, from));
  };
  return section("memory", say`Where the memory was`,
    scroller(say`Where the memory was`, el("table", { class: "chart" },
      el("thead", {}, el("tr", {}, ...[say`part of ${book.what}`, say`size, drawn`, say`size`, say`share`, say`counted from`].map((n, at) => el("th", { scope: "col", class: at < 2 || at === 4 ? "word" : undefined }, n)))),
      el("tbody", {}, ...book.entries.map((e) => row(e.kind, e.name, e.kb, e.from)), row("rest", say`not accounted for`, book.unaccountedKb, say`the rest`),
        el("tr", { class: "scale", "aria-hidden": "true" }, el("td"), el("td", { class: "bar" }, axis(most, size)), el("td", { colspan: 3 }))),
      el("tfoot", {}, el("tr", {}, el("th", { class: "word", scope: "row" }, say`all`), el("td"), el("td", {}, size(book.totalKb)), el("td", {}, percent(book.totalKb, book.totalKb)), el("td"))))),
    book.swapUsedKb === undefined ? undefined : el("p", { class: "quiet" }, say`Swap in use beside it: ${size(book.swapUsedKb)}.`));
}

// The report itself

function lines(report, index) {
  const unread = report.unread.length;
  const all = number(report.lastLine - report.firstLine + 1);
  const what = unread ? say`Line by line: ${all} lines, ${number(unread)} not understood` : say`Line by line: ${all} lines, none not understood`;
  const box = scroller(say`The report`);
  box.classList.add("tall");
  const details = el("details", { ontoggle: fill }, el("summary", {}, what), box);

  const kindOf = (words) => (words === "unread" ? say`not understood` : WORDS[words] ?? words);

  async function fill() {
    if (!details.open || box.firstChild) return;
    const all = await ask({ lines: index });
    box.replaceChildren(el("table", { class: "lines" }, el("tbody", {}, ...all.map(([at, kind, text]) =>
      el("tr", { id: `line-${at}`, tabindex: kind === "unread" ? -1 : undefined, class: kind === "unread" ? "unread" : undefined },
        el("td", {}, String(at)), el("td", { class: "kind" }, kindOf(kind.replaceAll("_", " "))), el("td", {}, text))))));
  }

  async function jump(at) {
    details.open = true;
    await fill();
    while (!byId(`line-${at}`)) await new Promise(requestAnimationFrame);
    byId(`line-${at}`).scrollIntoView({ block: "center" });
    byId(`line-${at}`).focus();
  }

  const jumps = report.unread.slice(0, 20).map(({ line }) => el("button", { type: "button", onclick: () => jump(line) }, say`line ${line}`));
  return section("lines", say`The report`,
    unread ? el("p", { class: "row" }, say`Not understood:`, ...jumps, unread > 20 ? say`and ${unread - 20} more` : undefined) : undefined, details);
}

// Taking it elsewhere

/** What a log says may not turn into markup where it is pasted. */
const plain = (text) => printable(text).replace(/[\\`*_{}[\]<>#|~&]/g, "\\$&");

function markdown(report) {
  const out = [`# ${plain(headline(report))}`, plain(origin(report))];
  for (const { question, answer } of report.explain.story) out.push(`## ${plain(question)}`, ...answer.map((s) => `- ${plain(s)}`));
  const ranked = report.explain.tasks.slice(0, 10);
  if (ranked.length) {
    out.push(`## ${say`Points`}`, [
      `| ${say`rank`} | pid | ${say`name`} | ${say`points`} | ${say`score`} | |`, "|--:|--:|:--|--:|--:|:--|",
      ...ranked.map((t) => `| ${t.rank ?? ""} | ${t.pid} | ${plain(t.name)} | ${t.points ?? ""} | ${t.score ?? ""} | ${t.pid === report.explain.chosen ? say`chosen` : plain(t.spared ?? "")} |`),
    ].join("\n"));
  }
  return `${out.join("\n\n").replaceAll("\n\n- ", "\n- ").replace(/^(## .*)\n- /gm, "$1\n\n- ")}\n`;
}

async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // A page that came over plain HTTP has no clipboard of its own.
    const area = el("textarea", { class: "away" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
  }
  status.textContent = say`The report is copied as Markdown.`;
}

/** In the bytes of ./oomlab explain --json, where the page is English. */
const json = () => (texts.length ? `{\n  "reports" : [\n    ${texts.join(",\n    ")}\n  ]\n}\n` : '{\n  "reports" : [ ]\n}\n');

function download() {
  const address = URL.createObjectURL(new Blob([json()], { type: "application/json" }));
  el("a", { href: address, download: "oom-reports.json" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

// Taking a log

const log = byId("log");

function pasted(text) {
  read([{ file: "-", blob: new Blob([text]) }]);
}

byId("give").addEventListener("submit", (event) => {
  event.preventDefault();
  if (log.value) pasted(log.value);
  else status.textContent = say`Paste a log first, or open a file.`;
});
log.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text");
  // A text area with many megabytes makes a browser slow.
  if (text.length > 1e6) {
    event.preventDefault();
    log.value = "";
    pasted(text);
  } else {
    setTimeout(() => pasted(log.value));
  }
});
log.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) byId("give").requestSubmit();
});
byId("file").addEventListener("change", ({ target }) => {
  const files = [...target.files].map((blob) => ({ file: blob.name, blob }));
  if (files.length) read(files);
  target.value = "";
});
byId("empty").addEventListener("click", () => {
  startWorker();
  texts = [];
  log.value = status.textContent = "";
  busy(false);
  view.replaceChildren();
  byId("choice").hidden = true;
  log.focus();
});
byId("stop").addEventListener("click", () => {
  const kept = texts;
  startWorker();
  texts = [];
  busy(false);
  status.textContent = say`Stopped after ${counted(kept.length)}.`;
  view.replaceChildren();
  byId("choice").hidden = true;
});
addEventListener("dragover", (event) => {
  event.preventDefault();
  document.body.classList.add("over");
});
addEventListener("dragleave", () => document.body.classList.remove("over"));
addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("over");
  const files = [...event.dataTransfer.files].map((blob) => ({ file: blob.name, blob }));
  const text = event.dataTransfer.getData("text");
  if (files.length) read(files);
  else if (text) pasted(text);
});

const example = byId("example-log");
if (example) {
  byId("example").hidden = false;
  byId("example").addEventListener("click", () => {
    log.value = JSON.parse(example.textContent);
    pasted(log.value);
  });
}
const embedded = [...document.querySelectorAll("script.log")].flatMap((block) => JSON.parse(block.textContent));
startWorker();
if (embedded.length) worker.postMessage({ embedded });
else byId("give").hidden = false;
try {
  // What the reader chose for the pages of the book.
  document.documentElement.dataset.theme = localStorage.getItem("oomlab.theme") ?? "";
} catch {
  // Pages from a disk may have no storage.
}
