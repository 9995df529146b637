'use strict';
// One answer at a time. What is typed goes to the server at once, one request after the other; text is only ever set as text.
const LETTERS = 'abdefghijlmoqrstvwxyz';
const part = (id) => document.getElementById(id);
let answers = [];
let comments = [];
let at = 0;
let sending = null;
let timer = 0;

async function post(what, body) {
  const response = await fetch(what, {method: 'POST', body: JSON.stringify(body), keepalive: true});
  return {status: response.status, json: await response.json()};
}

function typed(answer) {
  return {score: answer.score, comment: answer.comment};
}

function isSaved(answer) {
  return answer.score.trim() === answer.was.score && answer.comment.trim() === answer.was.comment.trim();
}

function say(words, problem) {
  part('state').textContent = words;
  part('state').classList.toggle('problem', problem === true);
}

function progress() {
  const waiting = answers.filter((answer) => answer.was.score === '').length;
  part('progress').textContent = `Answer ${at + 1} of ${answers.length}; ${waiting} without points`;
}

async function send() {
  clearTimeout(timer);
  if (sending) {
    return sending;
  }
  sending = (async () => {
    for (let i = answers.findIndex((each) => !each.refused && !isSaved(each)); i >= 0;
      i = answers.findIndex((each) => !each.refused && !isSaved(each))) {
      const answer = answers[i];
      const sent = typed(answer);
      say('saving …');
      let result;
      try {
        result = await post('save', {number: i, was: answer.was, typed: sent});
      } catch (gone) {
        say('NOT saved: ./oomlab mark does not run any more', true);
        return;
      }
      const same = answer.score === sent.score && answer.comment === sent.comment;
      if (result.status === 200) {
        answer.was = result.json;
        if (same) {
          answer.score = result.json.score;
          answer.comment = result.json.comment.trim() === sent.comment.trim() ? sent.comment : result.json.comment;
        }
        progress();
        say('saved');
      } else if (result.status === 409) {
        answer.was = {score: result.json.score, comment: result.json.comment};
        answer.refused = true;
        say(`NOT saved: manual.csv was changed meanwhile (points "${answer.was.score}", comment "${answer.was.comment}"); change it again to replace that`, true);
        return;
      } else {
        answer.refused = same;
        say('NOT saved: ' + result.json.problem, true);
      }
    }
  })();
  await sending;
  sending = null;
}

function changed() {
  const answer = answers[at];
  answer.score = part('score').value.trim().replace(',', '.');
  answer.comment = part('comment').value;
  answer.refused = false;
  clearTimeout(timer);
  timer = setTimeout(send, 150);
}

function show(number) {
  at = Math.max(0, Math.min(answers.length - 1, number));
  const answer = answers[at];
  part('question').textContent = answer.question + (answer.name ? ', ' + answer.name : '');
  part('asked').textContent = answer.asked;
  part('asked').hidden = answer.asked === '';
  part('text').textContent = answer.text;
  part('printed').textContent = answer.printed;
  part('printed').hidden = answer.printed === '';
  part('pictures').replaceChildren(...Array.from({length: answer.pictures}, (none, i) => {
    const picture = document.createElement('img');
    picture.src = `picture/${at}/${i}`;
    picture.alt = `Picture ${i + 1} of the answer`;
    return picture;
  }));
  part('score').value = answer.score;
  part('max').textContent = 'of ' + answer.max;
  part('comment').value = answer.comment;
  document.activeElement.blur();
  window.scrollTo(0, 0);
  say(answer.refused ? 'NOT saved' : '', answer.refused);
  progress();
  send();
}

function unmarked() {
  for (let i = 1; i <= answers.length; i++) {
    const number = (at + i) % answers.length;
    if (answers[number].score === '') {
      return number;
    }
  }
  return at;
}

function list() {
  part('comments').replaceChildren(...comments.map((comment, i) => {
    const item = document.createElement('li');
    const key = document.createElement('kbd');
    key.textContent = LETTERS[i];
    item.append(key, ' ' + comment);
    return item;
  }));
}

async function keep(all) {
  try {
    const result = await post('comments', {comments: all});
    if (result.status !== 200) {
      throw new Error(result.json.problem);
    }
    comments = result.json.comments;
    list();
    say('saved');
  } catch (gone) {
    say('NOT saved: ' + gone.message, true);
  }
}

function use(comment) {
  const field = part('comment');
  const lines = field.value.split('\n').filter((line) => line.trim() !== '');
  field.value = (lines.includes(comment) ? lines.filter((line) => line !== comment) : [...lines, comment]).join('\n');
  changed();
}

function letter(event) {
  const number = LETTERS.indexOf(event.key.toLowerCase());
  if (event.key.length !== 1 || number < 0 || number >= comments.length) {
    return false;
  }
  if (event.shiftKey) {
    keep(comments.filter((each, i) => i !== number));
  } else {
    use(comments[number]);
  }
  return true;
}

const COMMANDS = {
  n: () => show(at + 1),
  ArrowRight: () => show(at + 1),
  Enter: () => show(at + 1),
  p: () => show(at - 1),
  ArrowLeft: () => show(at - 1),
  u: () => show(unmarked()),
  c: () => part('comment').focus(),
  k: () => keep([...comments, part('comment').value]),
};

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || answers.length === 0) {
    return;
  }
  const where = document.activeElement;
  if (where === part('comment')) {
    if (event.key === 'Escape') {
      where.blur();
      event.preventDefault();
    }
    return;
  }
  if (where instanceof HTMLButtonElement && (event.key === 'Enter' || event.key === ' ')) {
    return;
  }
  const inScore = where === part('score');
  if (/^[0-9.,]$/.test(event.key)) {
    if (!inScore) {
      part('score').focus();
      part('score').select();
    }
    return;
  }
  if (inScore && (event.key.startsWith('Arrow') || event.key === 'Backspace' || event.key === 'Delete')) {
    return;
  }
  if (Object.hasOwn(COMMANDS, event.key)) {
    COMMANDS[event.key]();
    event.preventDefault();
  } else if (letter(event) || (inScore && event.key.length === 1)) {
    event.preventDefault();
  }
});

part('score').addEventListener('input', changed);
part('comment').addEventListener('input', changed);
part('previous').addEventListener('click', () => show(at - 1));
part('next').addEventListener('click', () => show(at + 1));
window.addEventListener('pagehide', () => send());
window.addEventListener('beforeunload', (event) => {
  if (answers.some((answer) => !isSaved(answer))) {
    send();
    event.preventDefault();
  }
});

fetch('answers').then((response) => response.json()).then((read) => {
  if (read.problem) {
    throw new Error(read.problem);
  }
  part('title').textContent = document.title = read.title;
  answers = read.answers.map((answer) => ({...answer, was: typed(answer), refused: false}));
  comments = read.comments;
  list();
  show(answers.length === 0 ? 0 : Math.max(0, answers.findIndex((answer) => answer.score === '')));
}).catch((gone) => say('The answers cannot be read: ' + gone.message, true));
