// Moving an event: what pointer, finger and keyboard have in common. It is held, shown where it would be, and put down or put back.

import { api } from './api.js';
import { clockOf, dayOf, daysBetween, minutesOf, moved } from './dates.js';
import { look } from './store.js';
import { t } from './text.js';
import { announce, attempt, toast } from './toast.js';

export const STEP = 15;

/** How far a card can go without leaving what is shown, or its day. */
export function bounds(calendar, card) {
  const { event } = card;
  const days = daysBetween(calendar.first, dayOf(event.start));
  return {
    leftmost: -days,
    rightmost: calendar.count - 1 - days,
    earliest: event.all_day ? 0 : -minutesOf(event.start),
    latest: event.all_day ? 0 : 1440 - STEP - minutesOf(event.start),
  };
}

export const within = (value, least, most) => Math.max(least, Math.min(most, value));

export function showAt(calendar, card, days, minutes) {
  const { event } = card;
  card.move = { days, minutes };
  const to = moved(event, days, minutes);
  card.style.setProperty('--day', Math.max(0, daysBetween(calendar.first, dayOf(to.start))));
  if (!event.all_day) {
    card.style.setProperty('--from', minutesOf(to.start));
    card.querySelector('.time').textContent = `${clockOf(to.start)}–${clockOf(to.end)}`;
  }

  return to;
}

export const spoken = (calendar, to) =>
  (to.all_day ? calendar.dates.long(to.start) : `${calendar.dates.long(dayOf(to.start))}, ${clockOf(to.start)}`);

/** @param how who holds it: `pointer` or `keys` */
export function hold(card, how) {
  card.dataset.held = how;
  card.classList.remove('news');
}

function letGo(card) {
  delete card.dataset.held;
  delete card.move;
}

export function putBack(calendar, card) {
  showAt(calendar, card, 0, 0);
  letGo(card);
  announce(t('put_back'));
}

export async function putDown(calendar, card) {
  const { days, minutes } = card.move ?? { days: 0, minutes: 0 };
  const { event } = card;
  const to = moved(event, days, minutes);
  if (days !== 0 || minutes !== 0) {
    announce(t('put_down', spoken(calendar, to)));
    await attempt(async () => {
      await api.change(calendar.side, event.id, to);
      if (event.series_id) {
        toast(t('only_this_moved'));
      }
    });
  }

  letGo(card);
  await look();
}
