// What is not in Google yet, why, and the retry.

import { api } from './api.js';
import { button, el, fill } from './dom.js';
import { distance, exact } from './format.js';
import { openHistory } from './history.js';
import { attempt, tell } from './notices.js';
import { sentence, t } from './texts.js';

export function showQueue(section, { queue }, refresh) {
  section.hidden = false;
  const total = queue.pending + queue.processing + queue.failed;
  fill(
    section,
    el('h2', { id: 'queue-title' }, t('queue')),
    queue.failed > 0 && el('p', { class: 'help' }, t('queue.failed', { count: queue.failed })),
    total === 0 ? el('p', { class: 'empty' }, t('queue.none')) : table(queue, refresh),
    total > queue.items.length && el('p', { class: 'quiet' }, t('queue.more', { count: total - queue.items.length })),
  );
}

const columns = ['event', 'change', 'reason', 'since', 'next', 'act'];

const table = (queue, refresh) =>
  el(
    'div',
    { class: 'scroll', role: 'group', 'aria-labelledby': 'queue-title', tabindex: 0 },
    el(
      'table',
      { class: 'stack' },
      el('thead', {}, el('tr', {}, columns.map((name) => el('th', { scope: 'col' }, t(name))))),
      el('tbody', {}, queue.items.map((item) => row(item, refresh))),
    ),
  );

// As the engine says it. What waits for something else is not helped by another attempt.
const later = 'the time of the next attempt';

function row(item, refresh) {
  const name = item.title ?? (item.action === 'delete' ? t('gone') : t('untitled'));
  const cell = (column, ...content) => el('td', { 'data-label': t('labelled', { label: t(column) }) }, content);
  return el(
    'tr',
    { 'data-status': item.status },
    el('th', { scope: 'row' }, button(name, () => openHistory(item.event_id, name), { class: 'link', 'data-key': `queued ${item.id}` })),
    cell('change', t(`action.${item.action}`), ' ', el('span', { class: `chip ${item.status}` }, t(`status.${item.status}`))),
    cell('reason', why(item)),
    cell('since', el('time', { datetime: item.created_at, title: exact(item.created_at) }, distance(item.created_at))),
    cell('next', item.waits_for === later && el('time', { datetime: item.next_attempt_at, title: exact(item.next_attempt_at) }, distance(item.next_attempt_at))),
    cell('act', (item.status === 'failed' || item.waits_for === later) && button(t('retry'), () => retry(item, refresh), { 'aria-label': t('of', { what: t('retry'), name }), 'data-key': `retry ${item.id}` })),
  );
}

function why(item) {
  if (item.status === 'processing') {
    return t('reason.sending');
  }

  const last = item.error_message?.startsWith('waiting: ') ? null : item.error_message;
  const texts = [item.waits_for, last].filter(Boolean).map(sentence);
  return texts.length === 0 ? t('reason.next') : texts.join(' · ');
}

async function retry(item, refresh) {
  if (!(await attempt(() => api.retry(item.id)))) {
    await refresh();
    return;
  }

  tell(t('retried'));
  if (await attempt(api.sync)) {
    const left = await attempt(api.queue);
    tell(left?.items.some((one) => one.id === item.id) ? t('retried.still') : t('retried.sent'));
  }

  await refresh();
}
