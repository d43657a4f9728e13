// What travels, as it happens: newest on top, the steps of one moment together.

import { phrase } from './phrases.js';
import { onState, soon, titleOf } from './store.js';
import { clock, make, quoted, t } from './text.js';
import { tell } from './stories.js';
import { announce } from './toast.js';

const MOST = 120;
const PAUSE = 1500;
const box = document.getElementById('feed-box');
const list = document.getElementById('feed');
const pause = document.getElementById('pause');
const kept = [];
let lastAt = 0;

export function startFeed() {
  const source = new EventSource('api/feed');
  source.addEventListener('message', message => {
    const entry = JSON.parse(message.data);
    tell(entry);
    soon();
    if (pause.getAttribute('aria-pressed') === 'true') {
      kept.push(entry);
    } else {
      add(entry);
    }
  });
  source.addEventListener('open', () => {
    delete box.dataset.lost;
    soon();
  });
  source.addEventListener('error', () => {
    if (!box.dataset.lost) {
      announce(t('lost_page'));
    }

    box.dataset.lost = t('lost_page');
  });
  pause.addEventListener('click', () => {
    const paused = pause.getAttribute('aria-pressed') !== 'true';
    pause.setAttribute('aria-pressed', paused);
    pause.textContent = t(paused ? 'go_on' : 'pause');
    if (!paused) {
      kept.splice(0).forEach(add);
    }
  });
  onState(state => {
    for (const name of list.querySelectorAll('[data-fresh]')) {
      nameIt(name);
      // Called what it was called when the page next looked: later names are later news.
      if (Date.parse(state.now) > Date.parse(name.entry.at)) {
        delete name.dataset.fresh;
      }
    }
  });
}

function add(entry) {
  const said = phrase(entry);
  if (said === null) {
    return;
  }

  const at = Date.parse(entry.at);
  const item = make('li', `entry ${said.tone ?? ''} ${said.minor ? 'minor' : ''}`);
  item.dataset.number = entry.number;
  item.dataset.kind = entry.kind;
  if (at - lastAt > PAUSE) {
    item.classList.add('first');
  }

  lastAt = at;
  const arrow = make('span', 'arrow', { right: '→', left: '←' }[said.way] ?? '·');
  arrow.setAttribute('aria-hidden', 'true');
  const text = make('span', 'text', make('span', 'what', said.text));
  if (said.about) {
    const name = make('span', 'about');
    name.entry = entry;
    name.dataset.fresh = 'true';
    nameIt(name);
    text.append(' ', name);
  }

  if (said.detail) {
    text.append(' ', make('span', 'detail', said.detail));
  }

  const time = make('time', '', clock(entry.at));
  time.dateTime = entry.at;
  item.append(arrow, text, time);
  list.prepend(item);
  while (list.children.length > MOST) {
    list.lastElementChild.remove();
  }
}

/** The feed tells ids only; the page knows what the events are called, as soon as it has seen them. */
function nameIt(element) {
  const title = titleOf(element.entry);
  element.replaceChildren(...(title === undefined ? [] : quoted(title)));
}
