// The page: reads the company's state, shows it part by part, and reads it again while somebody looks.

import { api, Refused } from './api.js';
import { actions } from './actions.js';
import { showCalendars } from './calendars.js';
import { showConflicts, showDecided } from './conflicts.js';
import { el, fill } from './dom.js';
import { openHistory, showRecent } from './history.js';
import { showQueue } from './queue.js';
import { begin, onSession, session } from './session.js';
import { language, t } from './texts.js';

const pause = 10000;
const part = (id) => document.getElementById(id);

// Each part is drawn again only when what it shows has changed, so that reading, typing and focus are left alone.
const parts = [
  { id: 'conflicts', show: showConflicts, of: (state) => ({ conflicts: state.conflicts.filter((c) => c.status === 'open'), connections: state.connections }) },
  { id: 'calendars', show: showCalendars, of: (state) => ({ connections: state.connections }) },
  { id: 'queue', show: showQueue, of: (state) => ({ queue: state.queue, connections: state.connections }) },
  { id: 'decided', show: showDecided, of: (state) => ({ conflicts: state.conflicts.filter((c) => c.status === 'recorded'), connections: state.connections }) },
  { id: 'recent', show: showRecent, of: (state) => ({ entries: state.history.slice(0, 12), connections: state.connections }) },
];

let shown = new Map();
let timer = 0;
let reading = null;

/** Reads everything once; calls that come meanwhile share the answer that follows. */
function refresh() {
  // One that failed has told whoever waited for it; the next one is another.
  reading = (reading ?? Promise.resolve()).catch(() => {}).then(read);
  return reading;
}

async function read() {
  clearTimeout(timer);
  if (session() === null) {
    return;
  }

  try {
    const [connections, queue, conflicts, history] = await Promise.all([api.connections(), api.queue(), api.conflicts(), api.history()]);
    show({ connections, queue, conflicts, history });
  } catch (failure) {
    refuse(failure);
  }

  if (session() !== null) {
    timer = setTimeout(() => document.visibilityState === 'visible' && refresh(), pause);
  }
}

function show(state) {
  gate(null);
  for (const { id, show: draw, of } of parts) {
    const data = of(state);
    // "3 minutes ago" is true for a minute.
    const text = `${Math.floor(Date.now() / 60000)} ${JSON.stringify(data)}`;
    const node = part(id);
    if (shown.get(id) !== text && draw(node, data, refresh) !== 'busy') {
      shown.set(id, text);
    }
  }

  summarise(state);
  actions(part('actions'), state, refresh);
}

function summarise({ connections, queue, conflicts }) {
  const live = connections.filter((c) => c.status !== 'disabled');
  const attention = queue.failed + conflicts.filter((c) => c.status === 'open').length + live.filter((c) => c.status === 'needs_reauth').length;
  const count = attention > 0 ? attention : queue.pending + queue.processing;
  const key = live.length === 0 ? 'summary.none' : attention > 0 ? 'summary.attention' : count > 0 ? 'summary.waiting' : 'summary.well';
  const level = attention > 0 ? 'attention' : count > 0 ? 'waiting' : live.length === 0 ? 'none' : 'well';
  const summary = part('summary');
  const text = t(key, { count });
  // A status that is written again is read aloud again.
  if (summary.dataset.level !== level || summary.textContent !== text) {
    summary.dataset.level = level;
    fill(summary, text);
  }

  document.title = attention > 0 ? `(${attention}) ${t('title')}` : t('title');
}

function refuse(failure) {
  if (!(failure instanceof Refused)) {
    throw failure;
  }

  if ([401, 403, 404].includes(failure.status)) {
    gate({ 401: 'gate.expired', 403: 'gate.forbidden', 404: 'gate.unknown' }[failure.status]);
    hide();
  } else {
    // What was read stays in view: it is true as of then.
    gate(failure.status === 0 ? 'gate.unreachable' : 'gate.failed');
  }
}

function gate(key) {
  fill(part('gate'), key === null ? [] : el('p', { class: 'notice', role: 'status' }, t(key)));
}

function hide() {
  shown = new Map();
  for (const { id } of parts) {
    part(id).hidden = true;
  }

  fill(part('actions'));
  fill(part('summary'));
}

function start() {
  document.documentElement.lang = language;
  document.title = t('title');
  for (const node of document.querySelectorAll('[data-text]')) {
    node.textContent = t(node.dataset.text);
  }

  onSession(async (event) => {
    gate('loading');
    await refresh();
    if (event !== null) {
      await openHistory(event);
    }
  });
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && refresh());
  window.addEventListener('focus', () => refresh());
  begin();
  if (session() === null) {
    gate(window.opener === null && window.parent === window ? 'gate.open' : 'gate.waiting');
  }
}

start();
