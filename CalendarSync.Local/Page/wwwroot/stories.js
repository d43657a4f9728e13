// What a trouble does and how it ends, told from what is seen happening.

import { phrase } from './phrases.js';
import { now, onState, store } from './store.js';
import { clock, make, t } from './text.js';

const box = document.getElementById('story');
// What a visitor may try, until something happens: there from the start, and no news.
const guide = document.getElementById('story-try');
const told = document.getElementById('story-told');
// Beside what is read aloud: seconds that go by are not news.
const live = document.getElementById('story-live');
let story = null;

export function startStories() {
  onState(state => {
    if (story && settled(state)) {
      story.done = true;
      step('end', `end_${story.name}`, story.refused, story.lost);
    }

    show();
  });
  setInterval(showLive, 1000);
  guide.replaceChildren(make('h3', '', t('try_title')), make('ol', 'try', ...[1, 2, 3, 4].map(number => make('li', '', t(`try_${number}`)))));
}

/** An entry of the feed: it may begin a story, or be a step of the one that is being told. */
export function tell(entry) {
  if (entry.kind === 'trouble' && entry.state === 'begun') {
    story = { name: entry.name, steps: new Map(), refused: 0, lost: 0, event: entry.event ?? null, overAt: null, done: false };
    step('begin', `begin_${entry.name}`);
  } else if (story && entry.kind === 'trouble' && entry.name === story.name) {
    story.overAt = Date.parse(entry.at);
    if (!['sync_token', 'access_token', 'crash', 'different_fields', 'same_field'].includes(story.name)) {
      step('over', 'over');
    }
  } else if (story && !story.done) {
    listen(entry);
  } else {
    return;
  }

  show();
}

/** Over, and the server has seen both sides alike since. */
function settled(state) {
  const { verdict } = state;
  return !story.done && story.overAt !== null && Date.parse(state.now) > story.overAt
    && verdict.differences + verdict.doubles + verdict.waiting === 0;
}

function step(key, words, ...values) {
  story.steps.set(key, { text: t(words, ...values), tone: key === 'end' ? 'good' : words.startsWith('bad_') ? 'bad' : '' });
}

const listeners = {
  call: entry => {
    const refused = entry.status === 0 || entry.status >= 400;
    if (refused && ['refusing', 'down'].includes(story.name)) {
      story.refused++;
      step('refused', 'bad_refused', story.refused, entry.status);
    } else if (story.name === 'slow' && entry.fault === 'slow') {
      story.refused++;
      step('refused', 'slow_calls', story.refused);
    } else if (entry.status === 401 && ['access_token', 'revoked'].includes(story.name)) {
      step('401', 'bad_401');
    } else if (entry.status === 410 && story.name === 'sync_token') {
      step('410', 'bad_410');
    } else if (entry.method === 'oauth.token') {
      if (story.name === 'access_token' && !refused) {
        step('refreshed', 'refreshed');
      } else if (story.name === 'revoked' && refused) {
        step('withdrawn', 'bad_withdrawn');
      }
    }
  },
  pause: entry => {
    if (entry.until && story.name === 'refusing') {
      step('pause', 'waits_until', clock(entry.until));
    }
  },
  connection: entry => {
    if (entry.status === 'needs_reauth') {
      step('reauth', 'needs_person');
    } else if (entry.listing && story.name === 'sync_token') {
      step('listing', 'full_listing');
    }
  },
  webhook: entry => {
    if (entry.lost) {
      story.lost++;
      step('lost', 'bad_lost', story.lost);
    }
  },
  row: entry => {
    if (story.name === 'webhook_lost' && story.lost > 0 && entry.by === 'google' && entry.did !== 'noted') {
      step('found', 'found_by_poll');
    } else if (story.name === 'crash' && entry.by === 'app' && entry.did === 'added') {
      story.event = entry.event;
    }
  },
  queue: entry => {
    if (story.name !== 'crash' || entry.event !== story.event) {
      return;
    }

    if (entry.status === 'processing' && !story.steps.has('dead')) {
      story.leaseUntil = entry.lease;
    } else if (entry.status === 'pending' && story.steps.has('dead')) {
      step('rescued', 'crash_rescued');
    } else if (entry.status === 'completed' && story.steps.has('dead')) {
      step('completed', 'crash_completed');
    }
  },
  worker: entry => {
    if (story.name === 'crash') {
      if (entry.state === 'dead') {
        step('dead', 'bad_crash');
      } else {
        step('replaced', 'crash_replaced', story.leaseUntil ? clock(story.leaseUntil) : '');
      }
    }
  },
  decision: entry => {
    if (['different_fields', 'same_field'].includes(story.name) && entry.event === story.event) {
      step(`decision ${entry.reason}`, 'decided', phrase(entry).text);
    }
  },
  conflict: entry => {
    if (['different_fields', 'same_field'].includes(story.name) && entry.event === story.event) {
      step('conflict', 'decided', phrase(entry).text);
    }
  },
};

const listen = entry => listeners[entry.kind]?.(entry);

function show() {
  if (story === null) {
    return;
  }

  guide.replaceChildren();
  const items = [...story.steps.values()].map(({ text, tone }) => make('li', tone, text));
  let list = told.querySelector('ol');
  if (!list || list.dataset.story !== story.name) {
    list = make('ol', '');
    list.dataset.story = story.name;
    told.replaceChildren(make('h3', '', t(`trouble_${story.name}`)), list);
  }

  // Steps that are told already stay as they are: nobody wants to hear them twice.
  items.forEach((item, index) => {
    const old = list.children[index];
    if (!old) {
      list.append(item);
    } else if (old.textContent !== item.textContent) {
      old.replaceWith(item);
    }
  });
  while (list.children.length > items.length) {
    list.lastElementChild.remove();
  }

  box.dataset.done = story.done;
  showLive();
}

function showLive() {
  if (story && store.state) {
    live.textContent = story.done ? '' : liveWords(store.state);
  }
}

function liveWords({ queue, calendar, troubles }) {
  if (calendar?.status === 'needs_reauth') {
    return t('live_reauth', queue.length);
  }

  if (queue.length === 0) {
    return troubles.includes(story.name) && story.steps.size === 1 ? t(`try_${story.name}`) : '';
  }

  const due = Math.max(...queue.map(item => Date.parse(item.lease_until ?? item.due)), calendar?.paused_until ? Date.parse(calendar.paused_until) : 0);
  const seconds = Math.ceil((due - now()) / 1000);
  return t('live_waiting', queue.length, Math.max(0, seconds));
}
