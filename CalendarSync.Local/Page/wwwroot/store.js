// What the page knows. One look at the server at a time; whoever asks meanwhile shares the one that follows.

import { api } from './api.js';

const SETTLE = 60;
const listeners = [];
const titles = new Map();
let looking = null;
let next = null;
let timer = null;

/** `from` and `days` are what the page wants to see; what it sees is in the state. Without a day it is from today on, as the server counts it. */
export const store = { state: null, about: null, skew: 0, from: null, days: 3 };

export const onState = listener => listeners.push(listener);

/** The server's time, in milliseconds since 1970. */
export const now = () => Date.now() + store.skew;

/** The title that an event has or had, by the row's id or Google's. Undefined: never seen. */
export const titleOf = entry => titles.get(entry.event) ?? titles.get(entry.google_id);

function remember(state) {
  for (const event of [...state.google, ...state.app]) {
    titles.set(event.id, event.title ?? '');
    if (event.google_id) {
      titles.set(event.google_id, event.title ?? '');
    }
  }
}

/** Looks once, and is done when a look that began after this call has been shown. */
export function look() {
  if (looking === null) {
    looking = ask().finally(() => {
      looking = null;
    });
    return looking;
  }

  next ??= looking.catch(() => {}).then(() => {
    next = null;
    return look();
  });
  return next;
}

async function ask() {
  let state;
  try {
    state = await api.state(store.from, store.days);
  } catch {
    // The demo has ended, or the network is gone: the feed says so, and comes back by itself.
    return;
  }

  store.state = state;
  store.skew = Date.parse(state.now) - Date.now();
  remember(state);
  listeners.forEach(listener => listener(state));
}

/** Looks when things have calmed down for a moment. */
export function soon() {
  timer ??= setTimeout(() => {
    timer = null;
    look();
  }, SETTLE);
}
