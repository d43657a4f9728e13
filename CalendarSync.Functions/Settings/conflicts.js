// What both sides changed: open questions, and what lost where a policy decided.

import { api, Refused } from './api.js';
import { nameOf } from './calendars.js';
import { button, el, fill } from './dom.js';
import { distance, exact, fieldsOf, value } from './format.js';
import { openHistory } from './history.js';
import { attempt, reasonOf, tell } from './notices.js';
import { t } from './texts.js';

// What was ticked, by question: a question that has changed begins anew.
const ticked = new Map();
const keyOf = (conflict) => `${conflict.id} ${conflict.updated_at}`;

export function showConflicts(section, { conflicts, connections }, refresh) {
  section.hidden = conflicts.length === 0;
  fill(
    section,
    el('h2', { id: 'conflicts-title' }, t('conflicts')),
    el('p', { class: 'lead' }, t('conflicts.text')),
    conflicts.map((conflict) => (conflict.kind === 'sweep' ? sweep(conflict, connections, refresh) : question(conflict, refresh, true))),
  );
}

export function showDecided(section, { conflicts }, refresh) {
  section.hidden = conflicts.length === 0;
  fill(
    section,
    el('h2', { id: 'decided-title' }, t('decided.title')),
    el('p', { class: 'lead' }, t('decided.text')),
    conflicts.map((conflict) => question(conflict, refresh, false)),
  );
}

const since = (conflict) => el('time', { datetime: conflict.updated_at, title: exact(conflict.updated_at) }, distance(conflict.updated_at));

function question(conflict, refresh, isOpen) {
  const name = conflict.title ?? conflict.app?.title ?? conflict.google?.title ?? t('untitled');
  const fields = conflict.fields.length > 0 ? conflict.fields : fieldsOf(conflict.app, conflict.google);
  const byField = isOpen && conflict.kind === 'fields' && fields.length > 1;
  const answer = (body) => decide(conflict, body, refresh);
  return el(
    'article',
    { class: 'card conflict', 'aria-label': t('conflict.of', { name }) },
    el('div', { class: 'card-head' }, el('h3', {}, button(name, () => openHistory(conflict.event_id, name), { class: 'link', 'data-key': `conflict ${conflict.id}` })), since(conflict)),
    el(
      'div',
      { class: 'scroll' },
      el(
        'table',
        { class: 'sides' },
        el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, t('field')), ['app', 'google'].map((side) => heading(conflict, side)))),
        el('tbody', {}, fields.map((field) => row(conflict, field, byField))),
      ),
    ),
    el('div', { class: 'row' }, isOpen ? choices(conflict, name, byField, fields, answer) : second(conflict, name, answer)),
  );
}

// On a narrow screen each cell says itself whose it is.
const labelOf = (conflict, side) =>
  [t(side), conflict[side] === null && t('side.deleted'), conflict.winner === side && t('side.prevailed')].filter(Boolean).join(', ');

const heading = (conflict, side) =>
  el(
    'th',
    { scope: 'col' },
    t(side),
    conflict[side] === null && el('span', { class: 'chip deleted' }, t('side.deleted')),
    conflict.winner === side && el('span', { class: 'chip connected' }, t('side.prevailed')),
  );

function row(conflict, field, byField) {
  const [app, google] = ['app', 'google'].map((side) => (conflict[side] === null ? '—' : value(conflict[side], field)));
  const label = t(`field.${field}`);
  const cell = (side, text) =>
    el('td', { class: app === google ? null : 'differs', 'data-label': labelOf(conflict, side) }, byField ? el('label', { class: 'pick' }, pick(conflict, field, side, t('choose', { field: label, side: t(side), value: text })), el('span', { class: 'value' }, text)) : el('span', { class: 'value' }, text));
  return el('tr', {}, el('th', { scope: 'row' }, label), cell('app', app), cell('google', google));
}

function pick(conflict, field, side, name) {
  const picked = ticked.get(keyOf(conflict)) ?? {};
  return el('input', {
    type: 'radio',
    name: `${conflict.id}-${field}`,
    value: side,
    checked: picked[field] === side,
    'aria-label': name,
    'data-key': `pick ${conflict.id} ${field} ${side}`,
    onchange: (event) => {
      const all = { ...ticked.get(keyOf(conflict)), [field]: side };
      ticked.set(keyOf(conflict), all);
      const apply = event.target.closest('article').querySelector('[data-apply]');
      apply.disabled = conflict.fields.some((one) => !(one in all));
    },
  });
}

// Which event a button is about is seen; who hears the buttons one by one is told.
const act = (key, name, onclick, props) => button(t(key), onclick, { 'aria-label': t('of', { what: t(key), name }), ...props });

const choices = (conflict, name, byField, fields, answer) => [
  act('takeApp', name, () => answer({ choice: 'app' }), { 'data-key': `app ${conflict.id}` }),
  act('takeGoogle', name, () => answer({ choice: 'google' }), { 'data-key': `google ${conflict.id}` }),
  byField && act('takeFields', name, () => answer({ fields: ticked.get(keyOf(conflict)) }), {
    class: 'primary',
    'data-apply': true,
    'data-key': `fields ${conflict.id}`,
    disabled: fields.some((field) => !(field in (ticked.get(keyOf(conflict)) ?? {}))),
  }),
];

const second = (conflict, name, answer) => [
  act(conflict.winner === 'app' ? 'bringBackGoogle' : 'bringBackApp', name, () => answer({ choice: conflict.winner === 'app' ? 'google' : 'app' }), { 'data-key': `back ${conflict.id}` }),
  act('leave', name, () => answer({ choice: conflict.winner }), { 'data-key': `leave ${conflict.id}` }),
];

async function decide(conflict, body, refresh) {
  try {
    await api.resolve(conflict.id, { ...body, updated_at: conflict.updated_at });
    ticked.delete(keyOf(conflict));
    tell(t('resolved'));
  } catch (failure) {
    if (!(failure instanceof Refused)) {
      throw failure;
    }

    tell(failure.status === 409 ? t('changedMeanwhile') : reasonOf(failure), 'bad');
  }

  await refresh();
}

function sweep(conflict, connections, refresh) {
  const name = nameOf(connections.find((one) => one.id === conflict.connection_id));
  const answer = async (approve) => {
    if (await attempt(() => api.sweep(conflict.connection_id, approve))) {
      tell(t('resolved'));
    }

    await refresh();
  };
  return el(
    'article',
    { class: 'card conflict', 'aria-label': t('sweep.title') },
    el('div', { class: 'card-head' }, el('h3', {}, t('of', { what: t('sweep.title'), name })), since(conflict)),
    el('p', {}, t('sweep.text')),
    el(
      'div',
      { class: 'row' },
      button(t('sweep.refuse'), () => answer(false), { class: 'primary', 'data-key': `keep ${conflict.id}` }),
      button(t('sweep.approve'), () => answer(true), { class: 'danger', 'data-key': `sweep ${conflict.id}` }),
    ),
  );
}
