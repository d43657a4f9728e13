// What waits, until when, and whether both sides say the same.

import { api } from './api.js';
import { waitingWords } from './phrases.js';
import { look, now, onState, store, titleOf } from './store.js';
import { clock, make, quoted, t } from './text.js';
import { attempt } from './toast.js';

const byId = id => document.getElementById(id);

export function startQueue() {
  onState(show);
  // Only the seconds that are left change in between.
  setInterval(() => store.state && countDown(), 1000);
  press(byId('processor'), api.runProcessor);
  press(byId('hurry'), api.hurry);
}

export function press(button, work) {
  button.addEventListener('click', async () => {
    button.setAttribute('aria-busy', 'true');
    await attempt(work);
    await look();
    button.removeAttribute('aria-busy');
  });
}

function show(state) {
  const { verdict, calendar, queue } = state;
  const box = byId('verdict');
  const settled = verdict.differences === 0 && verdict.doubles === 0 && verdict.waiting === 0;
  const kind = settled ? 'same' : calendar?.status === 'needs_reauth' ? 'stuck' : 'moving';
  if (box.dataset.kind !== kind || box.textContent !== words(verdict, kind)) {
    box.dataset.kind = kind;
    box.textContent = words(verdict, kind);
  }

  byId('waiting-panel').hidden = queue.length === 0 && !paused(calendar);
  byId('hurry').hidden = queue.length === 0 && !paused(calendar);
  byId('waiting').replaceChildren(...pauseItem(calendar), ...queue.map(waitingItem));
  countDown();
}

const paused = calendar => calendar?.paused_until && Date.parse(calendar.paused_until) > now();

function words(verdict, kind) {
  if (kind === 'same') {
    return t('verdict_same');
  }

  const parts = [];
  if (verdict.waiting > 0) {
    parts.push(t('verdict_waiting', verdict.waiting));
  } else if (verdict.differences > 0) {
    parts.push(t('verdict_differences', verdict.differences));
  }

  if (verdict.doubles > 0) {
    parts.push(t('verdict_doubles', verdict.doubles));
  }

  return parts.join(' · ');
}

function pauseItem(calendar) {
  if (!paused(calendar)) {
    return [];
  }

  const left = make('span', 'left');
  left.dataset.until = calendar.paused_until;
  return [make('li', 'account', make('span', 'what', t('account_paused', clock(calendar.paused_until))), left)];
}

function waitingItem(item) {
  const title = titleOf({ event: item.event_id });
  const left = make('span', 'left');
  left.dataset.until = item.status === 'processing' ? item.lease_until : item.due;
  left.dataset.held = item.status === 'processing';
  return make(
    'li', item.status,
    make('span', 'what', t(`action_${item.action}`), ' ', make('b', '', ...(title === undefined ? [] : quoted(title)))),
    make('span', 'why', item.status === 'processing' ? t('held_by_worker') : waitingWords(item.reason)),
    left);
}

function countDown() {
  for (const left of document.querySelectorAll('.waiting .left')) {
    const seconds = Math.ceil((Date.parse(left.dataset.until) - now()) / 1000);
    left.textContent = seconds > 0 ? t(left.dataset.held === 'true' ? 'held_for' : 'in_seconds', seconds) : t('at_next_run');
  }
}
