// The buttons that make things go wrong, and those that mend them.

import { api } from './api.js';
import { addDays, clockOf, dayOf } from './dates.js';
import { press } from './queue.js';
import { look, onState, store } from './store.js';
import { startStories } from './stories.js';
import { make, t } from './text.js';
import { attempt, toast } from './toast.js';

const groups = [
  ['group_google', ['slow', 'refusing', 'down']],
  ['group_messages', ['webhook_lost', 'sync_token', 'access_token', 'revoked']],
  ['group_worker', ['crash']],
  ['group_people', ['different_fields', 'same_field']],
];
const lasting = new Set(['slow', 'refusing', 'down', 'webhook_lost', 'revoked']);
const buttons = new Map();

export function startTrouble() {
  const box = document.getElementById('trouble-buttons');
  for (const [heading, names] of groups) {
    const group = make('div', 'group', make('h3', '', t(heading)));
    group.setAttribute('role', 'group');
    group.setAttribute('aria-label', t(heading));
    for (const name of names) {
      group.append(button(name));
    }

    box.append(group);
  }

  const stop = document.getElementById('stop');
  press(stop, () => api.stop());
  onState(state => {
    stop.disabled = state.troubles.length === 0;
    for (const [name, element] of buttons) {
      const active = state.troubles.includes(name);
      element.classList.toggle('active', active);
      if (lasting.has(name)) {
        element.setAttribute('aria-pressed', active);
      } else {
        element.disabled = active;
      }
    }
  });
  startStories();
}

function button(name) {
  const element = make('button', '', make('b', '', t(`trouble_${name}`)), make('small', '', t(`about_${name}`)));
  element.type = 'button';
  element.dataset.trouble = name;
  buttons.set(name, element);
  element.addEventListener('click', async () => {
    element.setAttribute('aria-busy', 'true');
    await attempt(() => begin(name));
    await look();
    element.removeAttribute('aria-busy');
  });
  return element;
}

function begin(name) {
  if (lasting.has(name) && store.state.troubles.includes(name)) {
    return api.stop(name);
  }

  switch (name) {
    case 'crash':
      return api.begin(name, { title: t('crash_event'), all_day: false, start: `${store.state.today}T12:00`, end: `${store.state.today}T13:00` });
    case 'different_fields':
      return both(event => [{ location: t('room', number(event.location)) }, later(event)]);
    case 'same_field':
      return both(event => [{ title: t('says_app', bare(event)) }, { title: t('says_google', bare(event)) }]);
    default:
      return api.begin(name);
  }
}

/** Two people and one event: one that both sides agree on. */
function both(edits) {
  const waiting = new Set(store.state.queue.map(item => item.event_id));
  const google = new Set(store.state.google.map(event => event.id));
  const free = store.state.app.filter(event => event.kind === 'event' && google.has(event.google_id) && !waiting.has(event.id) && !event.all_day);
  const event = free.find(one => one.start >= store.state.today) ?? free[0];
  if (!event) {
    toast(t('no_common_event'));
    return null;
  }

  const [app, other] = edits(event);
  return api.both(event.id, app, other);
}

const number = text => Number(/\d+/.exec(text ?? '')?.[0] ?? 0) + 1;

const bare = event => (event.title || t('untitled')).replace(/ \(.*\)$/, '');

/** Half an hour later, and back again the next time. */
function later(event) {
  const shift = clockOf(event.start).endsWith(':30') ? ['30', '00'] : ['00', '30'];
  const moved = text => (clockOf(text).endsWith(shift[0]) ? `${dayOf(text)}T${clockOf(text).slice(0, 3)}${shift[1]}` : text);
  const [start, end] = [moved(event.start), moved(event.end)];
  return start === event.start ? { title: t('says_google', bare(event)) } : { all_day: false, start, end: end > start ? end : addDays(end, 1) };
}
