// Moving an event: with the pointer, or with the keyboard (space lifts it, arrows move it, space puts it down, escape puts it back).

import { api } from './api.js';
import { clockOf, dayOf, daysBetween, minutesOf, moved } from './dates.js';
import { look } from './store.js';
import { t } from './text.js';
import { announce, attempt } from './toast.js';

const STEP = 15;
const SLACK = 5;
const EDGE = 28;

export function startMoves(calendar) {
  for (const place of [calendar.body, calendar.daily]) {
    place.addEventListener('pointerdown', event => pick(calendar, event));
    place.addEventListener('keydown', event => press(calendar, event));
    place.addEventListener('focusout', event => {
      const card = event.target.closest('.card');
      if (card?.dataset.held === 'keys') {
        putBack(calendar, card);
      }
    });
  }
}

function where(calendar, card) {
  const { event } = card;
  const days = daysBetween(calendar.first, dayOf(event.start));
  return {
    leftmost: -days,
    rightmost: calendar.count - 1 - days,
    earliest: event.all_day ? 0 : -minutesOf(event.start),
    latest: event.all_day ? 0 : 1440 - STEP - minutesOf(event.start),
  };
}

const within = (value, least, most) => Math.max(least, Math.min(most, value));

function showAt(calendar, card, days, minutes) {
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

const spoken = (calendar, to) => (to.all_day ? calendar.dates.long(to.start) : `${calendar.dates.long(dayOf(to.start))}, ${clockOf(to.start)}`);

function hold(card, how) {
  card.dataset.held = how;
  card.classList.remove('news');
}

function letGo(card) {
  delete card.dataset.held;
  delete card.move;
}

function putBack(calendar, card) {
  showAt(calendar, card, 0, 0);
  letGo(card);
  announce(t('put_back'));
}

async function putDown(calendar, card) {
  const { days, minutes } = card.move ?? { days: 0, minutes: 0 };
  const to = moved(card.event, days, minutes);
  if (days !== 0 || minutes !== 0) {
    announce(t('put_down', spoken(calendar, to)));
    await attempt(() => api.change(calendar.side, card.event.id, to));
  }

  letGo(card);
  await look();
}

function pick(calendar, down) {
  const card = down.target.closest('.card');
  // A finger scrolls; it lifts a card by its handle, which takes the finger's move for itself.
  if (!card || down.button !== 0 || card.dataset.held || (down.pointerType === 'touch' && !card.matches(':focus'))) {
    return;
  }

  const bounds = where(calendar, card);
  const begun = calendar.scroll.scrollTop;
  let moving = false;
  const follow = event => {
    const [x, y] = [event.clientX - down.clientX, event.clientY - down.clientY];
    if (!moving && Math.hypot(x, y) < SLACK) {
      return;
    }

    if (!moving) {
      moving = true;
      hold(card, 'pointer');
      card.setPointerCapture(down.pointerId);
    }

    scrollAtEdge(calendar.scroll, event.clientY);
    const box = calendar.body.getBoundingClientRect();
    const days = within(Math.round(x / (box.width / calendar.count)), bounds.leftmost, bounds.rightmost);
    const travelled = y + calendar.scroll.scrollTop - begun;
    const minutes = card.event.all_day ? 0 : within(Math.round(travelled / box.height * 1440 / STEP) * STEP, bounds.earliest, bounds.latest);
    showAt(calendar, card, days, minutes);
  };
  const stop = () => {
    card.removeEventListener('pointermove', follow);
    card.removeEventListener('pointerup', drop);
    card.removeEventListener('pointercancel', cancel);
    document.removeEventListener('keydown', escape, true);
  };
  const drop = () => {
    stop();
    if (moving) {
      // The click that follows is the end of the drag, not the wish to edit.
      card.dataset.dropped = 'true';
      setTimeout(() => delete card.dataset.dropped);
      putDown(calendar, card);
    }
  };
  const cancel = () => {
    stop();
    if (moving) {
      putBack(calendar, card);
    }
  };
  const escape = event => {
    if (event.key === 'Escape') {
      cancel();
    }
  };
  card.addEventListener('pointermove', follow);
  card.addEventListener('pointerup', drop);
  card.addEventListener('pointercancel', cancel);
  document.addEventListener('keydown', escape, true);
}

function scrollAtEdge(scroll, y) {
  const box = scroll.getBoundingClientRect();
  if (y < box.top + EDGE) {
    scroll.scrollTop -= 10;
  } else if (y > box.bottom - EDGE) {
    scroll.scrollTop += 10;
  }
}

const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

function press(calendar, event) {
  const card = event.target.closest('.card');
  if (!card || card.dataset.held === 'pointer') {
    return;
  }

  const held = card.dataset.held === 'keys';
  if (event.key === ' ') {
    event.preventDefault();
    if (held) {
      putDown(calendar, card);
    } else {
      hold(card, 'keys');
      announce(t('lifted', card.querySelector('.title').textContent));
    }
  } else if (held && event.key === 'Enter') {
    event.preventDefault();
    putDown(calendar, card);
  } else if (held && event.key === 'Escape') {
    putBack(calendar, card);
  } else if (held && arrows[event.key]) {
    event.preventDefault();
    const [days, minutes] = arrows[event.key];
    const bounds = where(calendar, card);
    const move = card.move ?? { days: 0, minutes: 0 };
    const to = showAt(
      calendar, card, within(move.days + days, bounds.leftmost, bounds.rightmost), within(move.minutes + minutes, bounds.earliest, bounds.latest));
    card.scrollIntoView({ block: 'nearest' });
    announce(spoken(calendar, to));
  }
}
