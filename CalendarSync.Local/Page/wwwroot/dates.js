// Wall clock times without a zone, as the server gives them: 2026-02-17T14:00, or 2026-02-17. The arithmetic is UTC's, which has no gaps.

const DAY = 86400000;

const utc = text => Date.parse(text.length === 10 ? `${text}T00:00Z` : `${text}Z`);

export const dayOf = text => text.slice(0, 10);

export const clockOf = text => text.slice(11, 16);

export const addDays = (day, count) => new Date(utc(day) + count * DAY).toISOString().slice(0, 10);

export const daysBetween = (from, to) => Math.round((utc(to) - utc(from)) / DAY);

export const minutesOf = text => Number(text.slice(11, 13)) * 60 + Number(text.slice(14, 16));

export const minutesBetween = (from, to) => Math.round((utc(to) - utc(from)) / 60000);

export const addMinutes = (text, count) => new Date(utc(text) + count * 60000).toISOString().slice(0, 16);

export const atMinute = (day, minute) => addMinutes(`${day}T00:00`, minute);

/** The same event on another day or at another time. */
export function moved(event, days, minutes) {
  const shift = event.all_day ? text => addDays(text, days) : text => addMinutes(text, days * 1440 + minutes);
  return { all_day: event.all_day, start: shift(event.start), end: shift(event.end) };
}

export function formats(locale) {
  const format = options => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });
  const weekday = format({ weekday: 'short' });
  const number = format({ day: 'numeric' });
  const long = format({ weekday: 'long', day: 'numeric', month: 'long' });
  const range = format({ day: 'numeric', month: 'long', year: 'numeric' });
  return {
    weekday: day => weekday.format(utc(day)),
    number: day => number.format(utc(day)),
    long: day => long.format(utc(day)),
    range: (first, last) => range.formatRange(utc(first), utc(last)),
  };
}
