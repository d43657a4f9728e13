// An entry of the feed in words.

import { clock, has, t } from './text.js';

/** { text, detail?, about?: whether an event is named, way?: 'right' to Google or 'left' from it, tone?, minor? }, or null where it says nothing. */
export function phrase(entry) {
  return phrases[entry.kind]?.(entry) ?? null;
}

export const reasonWords = reason => (has(`why_${reason}`) ? t(`why_${reason}`) : waitingWords(reason));

/** The queue's reasons are the engine's own English sentences; those that people meet here have words of their own. */
export function waitingWords(reason) {
  if (!reason) {
    return '';
  }

  const google = /^Google answered (\d+) (\w+)/.exec(reason);
  if (google) {
    return google[1] === '0' ? t('no_answer_from_google') : t('google_said', google[1], google[2]);
  }

  const known = {
    'the worker stopped; tried again': 'reason_worker',
    'superseded by a newer change': 'reason_superseded',
    'waiting: the Google account has to be connected again': 'reason_reconnect',
    'waiting: the company has no enabled calendar connection': 'reason_unconnected',
    'waiting: calls for this account are paused': 'reason_paused',
    'waiting: a conflict of this event has to be decided': 'reason_conflict',
    'waiting: a conflict of its series has to be decided': 'reason_conflict',
  }[reason];
  return known ? t(known) : reason;
}

const fieldNames = fields => fields.map(name => (has(`field_${name}`) ? t(`field_${name}`) : name)).join(', ').toLowerCase();

const phrases = {
  row: entry => {
    if (entry.did === 'noted') {
      return { text: t('row_noted'), about: true, minor: true };
    }

    return { text: t(`row_${entry.by}_${entry.did}`), about: true, way: entry.by === 'google' ? 'left' : 'right', tone: entry.by };
  },
  queue: entry => {
    const reason = waitingWords(entry.reason);
    switch (entry.status) {
      case 'processing':
        return { text: t('queue_processing'), about: true, minor: true };
      case 'completed':
        return { text: t('queue_completed'), about: true, minor: true };
      case 'failed':
        return { text: t('queue_failed'), about: true, detail: reason, tone: 'bad' };
      default:
        return reason
          ? { text: t('queue_waits', clock(entry.due)), about: true, detail: reason, tone: 'warn' }
          : { text: t(`queue_${entry.action}`), about: true, minor: true };
    }
  },
  decision: entry => ({
    text: reasonWords(entry.reason), about: true, way: entry.direction === 'app_to_google' ? 'right' : 'left', tone: 'good',
  }),
  conflict: entry => {
    if (entry.status === 'resolved') {
      return { text: t('conflict_resolved'), about: true, tone: 'good' };
    }

    return entry.winner
      ? { text: t(`conflict_${entry.winner}`, fieldNames(entry.fields)), about: true, tone: 'warn' }
      : { text: t('conflict_open', fieldNames(entry.fields)), about: true, tone: 'warn' };
  },
  connection: entry => {
    if (entry.status === 'needs_reauth') {
      return { text: t('calendar_reauth'), tone: 'bad' };
    }

    return entry.listing ? { text: t('calendar_listing'), way: 'left', tone: 'warn' } : entry.error ? null : { text: t('calendar_connected'), minor: true };
  },
  pause: entry => (entry.until ? { text: t('pause_until', clock(entry.until)), detail: waitingWords(entry.reason), tone: 'warn' } : { text: t('pause_over'), minor: true }),
  call: entry => {
    const refused = entry.status === 0 || entry.status >= 400;
    return {
      text: `${entry.method} `,
      detail: `${entry.status === 0 ? t('call_broken') : entry.status} · ${t('units', entry.units)}`,
      way: entry.write ? 'right' : entry.method.startsWith('oauth') ? undefined : 'left',
      tone: refused ? 'bad' : 'call',
    };
  },
  webhook: entry => {
    if (entry.lost) {
      return { text: t('webhook_lost'), tone: 'bad', way: 'left' };
    }

    return entry.status >= 200 && entry.status < 300
      ? { text: t('webhook_arrived'), way: 'left', tone: 'hint' }
      : { text: t(entry.retry ? 'webhook_retry' : 'webhook_failed'), way: 'left', tone: 'warn' };
  },
  function: entry => ({
    text: entry.name.replace('google-calendar-', ''),
    detail: `${entry.succeeded ? '' : `${t('function_failed')} · `}${entry.milliseconds} ms`,
    minor: true,
    tone: entry.succeeded ? '' : 'bad',
  }),
  worker: entry => (entry.state === 'started' ? null : { text: t(`worker_${entry.state}`), tone: entry.state === 'dead' ? 'bad' : 'good' }),
  trouble: entry => ({ text: t(`trouble_${entry.state}`, t(`trouble_${entry.name}`)), tone: entry.state === 'begun' ? 'warn' : 'good' }),
};
