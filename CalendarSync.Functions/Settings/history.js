// The journal in words: what was done, and why.

import { api } from './api.js';
import { button, el, fill } from './dom.js';
import { open } from './dialog.js';
import { distance, exact, fieldsOf, value } from './format.js';
import { attempt } from './notices.js';
import { has, t } from './texts.js';

export function showRecent(section, { entries }) {
  section.hidden = false;
  fill(
    section,
    el('h2', { id: 'recent-title' }, t('recent')),
    entries.length === 0 ? el('p', { class: 'empty' }, t('recent.none')) : el('ol', { class: 'journal' }, told(entries).map((entry) => line(entry, true))),
  );
}

/** The history of one event, in the dialog; its name is the newest one where the caller knows none. */
export async function openHistory(event, known) {
  const entries = await attempt(() => api.history(event));
  if (entries) {
    const name = known ?? entries[0]?.title ?? t('untitled');
    open(
      t('historyOf', { name }),
      entries.length === 0 ? el('p', { class: 'empty' }, t('history.none')) : el('ol', { class: 'journal' }, told(entries).map((entry) => line(entry, false))),
    );
  }
}

// Each direction notes that it holds an event. To a reader that is one thing.
const told = (entries) =>
  entries.filter((entry, index) => {
    const before = entries[index + 1];
    return !(entry.decision === 'held' && before?.decision === 'held' && before.event_id === entry.event_id && before.reason === entry.reason);
  });

function line(entry, withName) {
  const name = entry.title ?? t('untitled');
  const did = `did.${entry.direction}.${entry.decision}`;
  const why = `why.${entry.reason}`;
  return el(
    'li',
    { 'data-direction': entry.direction },
    el('time', { datetime: entry.at, title: exact(entry.at) }, distance(entry.at)),
    el(
      'div',
      {},
      el('p', {}, el('strong', {}, has(did) ? t(did) : entry.decision), withName && entry.event_id && [' ', button(name, () => openHistory(entry.event_id, name), { class: 'link' })]),
      el('p', { class: 'quiet' }, has(why) ? t(why) : entry.reason),
      changes(entry),
    ),
  );
}

function changes({ before, after }) {
  const fields = before || after ? fieldsOf(before, after) : [];
  return fields.length === 0
    ? null
    : el('ul', { class: 'changes' }, fields.map((field) => el(
        'li',
        {},
        t('history.change', { field: has(`field.${field}`) ? t(`field.${field}`) : field, before: value(before ?? {}, field), after: value(after ?? {}, field) }),
      )));
}
