// Times, colours and values of events, in the reader's language and time zone.

import { language, t } from './texts.js';

const when = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
const clock = new Intl.DateTimeFormat(language, { timeStyle: 'short' });
// Days have no time zone: they are formatted where they were parsed.
const day = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone: 'UTC' });
const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
const steps = [['day', 86400], ['hour', 3600], ['minute', 60]];

export const exact = (time) => (time ? when.format(new Date(time)) : '');

/** "3 minutes ago", "in 6 days". */
export function distance(time, now = Date.now()) {
  const seconds = (new Date(time).getTime() - now) / 1000;
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  return unit === 'second' ? t(seconds < 0 ? 'justNow' : 'rightAway') : relative.format(Math.trunc(seconds / size), unit);
}

const onDay = (date) => day.format(new Date(`${date}T00:00:00Z`));

/** A duration before an event. */
export function before(minutes) {
  const [count, unit] = minutes % 1440 === 0 && minutes > 0 ? [minutes / 1440, 'day'] : minutes % 60 === 0 && minutes > 0 ? [minutes / 60, 'hour'] : [minutes, 'minute'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}

export const reminders = (list) => list.map((one) => t('reminderLine', { method: t(`method.${one.method}`), before: before(one.minutes) })).join(', ');

const lastDay = (end) => new Date(new Date(`${end}T00:00:00Z`).getTime() - 86400000).toISOString().slice(0, 10);

function time(side) {
  if (side.start_date) {
    const last = lastDay(side.end_date);
    return last === side.start_date ? onDay(side.start_date) : t('range', { from: onDay(side.start_date), to: onDay(last) });
  }

  if (!side.start_at) {
    return '';
  }

  const [start, end] = [new Date(side.start_at), new Date(side.end_at)];
  const to = start.toDateString() === end.toDateString() ? clock.format(end) : when.format(end);
  return t('range', { from: when.format(start), to });
}

/** One field of a side of a conflict, or of a line of the journal, in words. */
export function value(side, field) {
  switch (field) {
    case 'time':
      return time(side) || t('nothing');
    case 'reminders': {
      const given = side.reminders;
      return !given || given.use_default || given.useDefault ? t('defaultReminders') : reminders(given.overrides ?? []) || t('noReminder');
    }
    case 'recurrence':
      return (side.recurrence ?? []).join('\n') || t('nothing');
    case 'color':
      return side.color ?? t('calendarColor');
    case 'status':
    case 'visibility':
    case 'transparency':
      return side[field] ? t(`${field}.${side[field]}`) : t(`${field}.default`);
    default:
      return side[field] || t('nothing');
  }
}

const timeColumns = ['all_day', 'start_at', 'end_at', 'start_date', 'end_date', 'time_zone'];

/** The fields that a document names: its columns of time are one field. */
export function fieldsOf(...documents) {
  const columns = new Set(documents.flatMap((document) => Object.entries(document ?? {}).filter(([, v]) => v !== null).map(([name]) => name)));
  const isTimed = timeColumns.some((name) => columns.has(name));
  return [...(isTimed ? ['time'] : []), ...[...columns].filter((name) => !timeColumns.includes(name))];
}
