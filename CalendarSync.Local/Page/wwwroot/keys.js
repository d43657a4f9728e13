// Moving an event with the keyboard: space lifts it, arrows move it, space puts it down, escape puts it back.

import { bounds, hold, putBack, putDown, showAt, spoken, STEP, within } from './move.js';
import { t } from './text.js';
import { announce } from './toast.js';

const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

export function startKeys(calendar) {
  for (const place of [calendar.body, calendar.daily]) {
    place.addEventListener('keydown', event => press(calendar, event));
    place.addEventListener('focusout', event => {
      const card = event.target.closest('.card');
      if (card?.dataset.held === 'keys') {
        putBack(calendar, card);
      }
    });
  }
}

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
    const { leftmost, rightmost, earliest, latest } = bounds(calendar, card);
    const move = card.move ?? { days: 0, minutes: 0 };
    const to = showAt(calendar, card, within(move.days + days, leftmost, rightmost), within(move.minutes + minutes, earliest, latest));
    card.scrollIntoView({ block: 'nearest' });
    announce(spoken(calendar, to));
  }
}
