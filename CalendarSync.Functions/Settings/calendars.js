// The synced calendars, each with its state, what it did last, and its settings.

import { connect } from './actions.js';
import { api } from './api.js';
import { form } from './calendar-form.js';
import { button, dot, el, fill } from './dom.js';
import { ask } from './dialog.js';
import { distance, exact, reminders } from './format.js';
import { attempt, tell } from './notices.js';
import { t } from './texts.js';

let editing = null;

export const nameOf = (connection) => connection?.name || connection?.calendar_id || '';

export function showCalendars(section, data, refresh) {
  if (editing !== null && data.connections.some((c) => c.id === editing)) {
    return 'busy';
  }

  editing = null;
  draw(section, data, refresh);
  return 'drawn';
}

function draw(section, data, refresh) {
  section.hidden = false;
  fill(
    section,
    el('h2', { id: 'calendars-title' }, t('calendars')),
    data.connections.length === 0
      ? el('p', { class: 'empty' }, t('calendars.none'))
      : el('ul', { class: 'cards' }, data.connections.map((connection) => card(connection, data, section, refresh))),
  );
}

function stateOf(connection) {
  if (connection.status === 'disabled') {
    return 'disabled';
  }

  if (connection.status === 'needs_reauth') {
    return 'needs_reauth';
  }

  if (!connection.enabled) {
    return 'off';
  }

  return ['reader', 'freeBusyReader'].includes(connection.access_role) ? 'readonly' : 'connected';
}

function card(connection, data, section, refresh) {
  const state = stateOf(connection);
  const name = nameOf(connection);
  const edit = (id) => {
    editing = id;
    draw(section, data, refresh);
    [...section.querySelectorAll('[data-key]')].find((node) => node.dataset.key === (id === null ? `edit ${connection.id}` : `role ${id}`))?.focus();
  };
  return el(
    'li',
    { class: 'card', 'data-state': state },
    el(
      'div',
      { class: 'card-head' },
      dot(connection.color ?? connection.google_color, t('of', { what: t('color'), name: connection.color ?? t('calendarColor') })),
      el('h3', {}, name),
      el('span', { class: `chip ${state}` }, t(`state.${state}`)),
    ),
    connection.name && connection.name !== connection.calendar_id && el('p', { class: 'quiet' }, connection.calendar_id),
    state !== 'connected' && el('p', { class: 'help' }, t(`help.${state}`)),
    editing === connection.id
      ? form(connection, {
          save: async (fields) => {
            if (await attempt(() => api.change(connection.id, fields))) {
              tell(t('saved'));
              edit(null);
              await refresh();
            }
          },
          cancel: () => edit(null),
        })
      : [facts(connection), el('div', { class: 'row' }, buttons(connection, state, name, edit, refresh))],
  );
}

function facts(connection) {
  const fact = (label, ...content) => el('div', {}, el('dt', {}, label), el('dd', {}, content));
  const own = connection.default_reminders;
  return el(
    'dl',
    { class: 'facts' },
    fact(t('role'), connection.role ?? t('role.none')),
    fact(t('color'), connection.color ?? t('calendarColor'), connection.color_error && [' ', el('span', { class: 'chip failed' }, t('colorError', { code: connection.color_error }))]),
    fact(t('direction'), t(`direction.${connection.sync_direction}`)),
    fact(t('defaultRemindersTitle'), own === null ? t('defaultReminders.configured') : own.length === 0 ? t('reminders.none') : reminders(own)),
    fact(t('privateEvents'), t(`private.${connection.private_events}`)),
    fact(t('lastSync'), time(connection.last_pull_at) ?? t('lastSync.never')),
    fact(t('lastChange'), connection.last_change ? lastChange(connection.last_change) : t('lastChange.none')),
    fact(t('channel'), connection.channel ? t('channel.live', { when: distance(connection.channel.expires_at) }) : t('channel.polled')),
    connection.last_error && fact(t('lastError'), connection.last_error),
  );
}

const time = (at) => (at ? el('time', { datetime: at, title: exact(at) }, distance(at)) : null);

function lastChange(change) {
  const what = ['created', 'updated', 'deleted', 'other'].filter((kind) => change[kind] > 0).map((kind) => t(kind, { count: change[kind] })).join(', ');
  return t(`lastChange.${change.direction}`, { when: distance(change.at), what });
}

function buttons(connection, state, name, edit, refresh) {
  if (state === 'disabled') {
    return [button(t('connectAgain'), () => connect(refresh), { 'data-key': `again ${connection.id}` })];
  }

  return [
    state === 'needs_reauth' && button(t('connectAgain'), () => connect(refresh), { class: 'primary', 'data-key': `again ${connection.id}` }),
    button(t('edit'), () => edit(connection.id), { 'aria-label': t('editOf', { name }), 'data-key': `edit ${connection.id}` }),
    button(t('disconnect'), () => leave(connection, name, refresh), { class: 'danger', 'aria-label': t('of', { what: t('disconnect'), name }), 'data-key': `leave ${connection.id}` }),
  ];
}

async function leave(connection, name, refresh) {
  if (await ask(t('disconnect.title', { name }), t('disconnect.text'), t('disconnect'))) {
    if ((await attempt(() => api.disconnect(connection.id))) !== undefined) {
      tell(t('disconnected'));
    }

    await refresh();
  }
}
