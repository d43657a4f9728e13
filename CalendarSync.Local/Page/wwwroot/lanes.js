// Events at the same time stand beside each other, those of whole days below each other.

import { addDays, dayOf, daysBetween } from './dates.js';

/** The lane of every event that the days from `first` on show, by event. */
export function lanes(events, first, count) {
  const last = addDays(first, count - 1);
  const seen = events.filter(event => (event.all_day ? event.end > first : dayOf(event.start) >= first) && dayOf(event.start) <= last);
  const places = new Map();
  daily(seen.filter(event => event.all_day), places);
  for (let index = 0; index < count; index++) {
    timed(seen.filter(event => !event.all_day && daysBetween(first, dayOf(event.start)) === index), places);
  }

  return places;
}

function daily(events, places) {
  const free = [];
  for (const event of events.toSorted(byStart)) {
    const lane = freeLane(free, event);
    free[lane] = event.end;
    places.set(event, { lane, of: 1 });
  }
}

function timed(events, places) {
  let free = [];
  let group = [];
  const close = () => group.forEach(event => {
    places.get(event).of = free.length;
  });
  for (const event of events.toSorted(byStart)) {
    if (group.length > 0 && free.every(end => end <= event.start)) {
      close();
      [free, group] = [[], []];
    }

    const lane = freeLane(free, event);
    free[lane] = event.end;
    group.push(event);
    places.set(event, { lane, of: 1 });
  }

  close();
}

// Ids differ between the sides, and both shall show the same picture.
const order = event => `${event.start} ${event.end} ${event.title ?? ''} ${event.id}`;

const byStart = (one, other) => (order(one) < order(other) ? -1 : 1);

function freeLane(free, event) {
  const lane = free.findIndex(end => end <= event.start);
  return lane < 0 ? free.length : lane;
}
