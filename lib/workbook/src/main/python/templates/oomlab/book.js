'use strict';
(() => {
  const root = document.documentElement;
  const byId = id => document.getElementById('oomlab-' + id);
  const make = (name, text) => {
    const element = document.createElement(name);
    element.textContent = text;
    return element;
  };

  const main = byId('text');
  const theme = byId('theme');
  theme.hidden = false;
  theme.addEventListener('click', () => {
    const dark = root.dataset.theme ? root.dataset.theme === 'dark'
      : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
    try {
      localStorage.setItem('oomlab.theme', root.dataset.theme);
    } catch (noStorage) {
      // The choice then lasts as long as the page.
    }
  });

  const code = [...document.querySelectorAll('details.code')];
  const fold = byId('fold');
  fold.hidden = code.length === 0;
  fold.addEventListener('click', () => {
    const open = code.every(cell => !cell.open);
    code.forEach(cell => { cell.open = open; });
  });
  const name = () => {
    const folded = code.every(cell => !cell.open);
    fold.textContent = folded ? fold.dataset.unfold : fold.dataset.fold;
  };
  code.forEach(cell => cell.addEventListener('toggle', name));
  name();

  // Paper cannot be unfolded.
  let closed = [];
  addEventListener('beforeprint', () => {
    closed = [...document.querySelectorAll('details:not([open])')];
    closed.forEach(details => { details.open = true; });
  });
  addEventListener('afterprint', () => closed.forEach(details => { details.open = false; }));

  // What a link leads to may be folded.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folds = [];
    for (let element = target; element; element = element.parentElement) {
      if (element.tagName === 'DETAILS' && !element.open) {
        folds.push(element);
      }
    }
    if (folds.length > 0) {
      folds.forEach(details => { details.open = true; });
      target.scrollIntoView();
    }
  };
  addEventListener('hashchange', reveal);
  reveal();

  // What scrolls can be reached and moved by keyboard, and says what it is; what has room is no stop on the way.
  const boxes = [...document.querySelectorAll('main :is(pre, .scroll, .rich, .rich div, p:has(> .drawn))')];
  const reach = box => {
    const over = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
    if (over && /auto|scroll/.test(getComputedStyle(box).overflow)) {
      const cell = box.closest('section.cell');
      box.tabIndex = 0;
      box.setAttribute('role', 'group');
      box.setAttribute('aria-label', [cell && cell.getAttribute('aria-label'), main.dataset.scrolls].filter(Boolean).join(', '));
    } else if (box.getAttribute('role') === 'group') {
      ['tabindex', 'role', 'aria-label'].forEach(name => box.removeAttribute(name));
    }
  };
  const watch = new ResizeObserver(entries => entries.forEach(entry => reach(entry.target)));
  boxes.forEach(box => watch.observe(box));

  // Where a curve is wider than the screen, its end is what was asked for.
  document.querySelectorAll('.rich svg .end').forEach(end => {
    const box = end.closest('.rich');
    box.scrollLeft += Math.max(0, end.getBoundingClientRect().right + 40 - box.getBoundingClientRect().right);
  });

  // On a narrow screen the menu would cover what was chosen.
  document.querySelector('nav.side').addEventListener('click', event => {
    if (event.target.closest('a')) {
      byId('menu').checked = false;
    }
  });

  const search = byId('search');
  const field = search.querySelector('input');
  const results = byId('results');
  const list = results.querySelector('ol');
  let sections = null;
  search.hidden = false;

  // A script element, since a page that was opened from a file may not fetch.
  const load = () => {
    if (sections === null) {
      sections = [];
      const script = document.createElement('script');
      script.src = search.dataset.index;
      document.head.append(script);
    }
  };
  window.oomlabSearch = rows => {
    sections = rows;
    show();
  };

  // Chinese has no blanks between words; what stands beside Latin letters may be written with one or without.
  const wordsOf = text => text.toLowerCase()
    .split(/[\s\u3000，。、；：？！（）“”]+|(?<=\p{Script=Han})(?=[a-z0-9_/])|(?<=[a-z0-9_/])(?=\p{Script=Han})/u)
    .filter(Boolean);

  const found = words => sections
    .map(([href, chapter, section, text]) => {
      const title = section.toLowerCase();
      const all = (chapter + ' ' + section + ' ' + text).toLowerCase();
      const fits = words.every(word => all.includes(word));
      const weight = words.reduce((sum, word) => sum + (title.includes(word) ? 10 : 0)
        + Math.min(5, all.split(word).length - 1), 0);
      return { href, chapter, section, text, weight: fits ? weight : 0 };
    })
    .filter(row => row.weight > 0)
    .sort((a, b) => b.weight - a.weight);

  const snippet = (text, words) => {
    const lower = text.toLowerCase();
    const hits = words.map(word => lower.indexOf(word)).filter(at => at >= 0);
    const from = Math.max(0, Math.min(...hits, text.length) - 50);
    const piece = text.slice(from, from + 150);
    const paragraph = make('small', from > 0 ? '… ' : '');
    let at = 0;
    while (at < piece.length) {
      const next = words
        .map(word => ({ word, index: piece.toLowerCase().indexOf(word, at) }))
        .filter(hit => hit.index >= 0)
        .sort((a, b) => a.index - b.index || b.word.length - a.word.length)[0];
      const end = next ? next.index : piece.length;
      paragraph.append(piece.slice(at, end));
      if (next) {
        paragraph.append(make('mark', piece.slice(end, end + next.word.length)));
      }
      at = end + (next ? next.word.length : 0);
    }
    paragraph.append(from + 150 < text.length ? ' …' : '');
    return paragraph;
  };

  const show = () => {
    const words = wordsOf(field.value);
    results.hidden = words.length === 0;
    if (results.hidden || sections === null) {
      return;
    }
    const rows = found(words);
    results.querySelector('p').textContent = rows.length === 0
      ? search.dataset.none : search.dataset.some.replace('{n}', rows.length);
    list.replaceChildren(...rows.slice(0, 30).map(row => {
      const link = make('a', row.chapter + (row.section ? ' › ' + row.section : ''));
      link.href = row.href;
      const item = document.createElement('li');
      item.append(link, snippet(row.text, words));
      return item;
    }));
  };

  const close = () => {
    results.hidden = true;
  };
  field.addEventListener('focus', load);
  field.addEventListener('input', () => {
    load();
    show();
  });
  field.addEventListener('focus', show);
  list.addEventListener('click', event => {
    if (event.target.closest('a')) {
      close();
    }
  });
  search.addEventListener('submit', event => {
    event.preventDefault();
    const first = list.querySelector('a');
    if (first) {
      first.click();
    }
  });
  search.addEventListener('keydown', event => {
    const links = [...list.querySelectorAll('a')];
    const at = links.indexOf(document.activeElement);
    if (event.key === 'Escape') {
      field.focus();
      close();
    } else if (event.key === 'ArrowDown' && links[at + 1]) {
      links[at + 1].focus();
      event.preventDefault();
    } else if (event.key === 'ArrowUp' && at >= 0) {
      (links[at - 1] || field).focus();
      event.preventDefault();
    }
  });
  search.addEventListener('focusout', event => {
    if (event.relatedTarget && !search.contains(event.relatedTarget)) {
      close();
    }
  });
  document.addEventListener('click', event => {
    if (!search.contains(event.target)) {
      close();
    }
  });
  document.addEventListener('keydown', event => {
    if (event.key === '/' && !/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) {
      field.focus();
      event.preventDefault();
    }
  });
})();
