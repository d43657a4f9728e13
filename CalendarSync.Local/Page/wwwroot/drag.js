// Moving an event with the mouse, a pen or a finger. A finger that moves at once scrolls, as everywhere; one that rests on an event for a moment lifts it.

import { bounds, hold, putBack, putDown, showAt, STEP, within } from './move.js';

const SLACK = 5;
const FINGER_SLACK = 10;
const REST = 350;
const EDGE = 28;
const SCROLL = 8;
const TAP = 300;

export function startDrags(calendar) {
  for (const place of [calendar.body, calendar.daily]) {
    place.addEventListener('pointerdown', event => pick(calendar, event));
    // Once a card is lifted the finger's way is its own; the browser scrolls only if this does not say no.
    place.addEventListener('touchmove', event => lifted(event) && event.preventDefault(), { passive: false });
    // The end of a drag is no tap.
    place.addEventListener('touchend', event => dropped(event) && event.preventDefault(), { passive: false });
    // A finger that rests asks for a menu too, and were it to open, the touch would be over: perhaps before the card is lifted, where the machine is busy.
    place.addEventListener('contextmenu', event => (lifted(event) || (event.pointerType === 'touch' && event.target.closest('.card'))) && event.preventDefault());
  }
}

const lifted = event => event.target.closest('.card')?.dataset.held === 'pointer';

const dropped = event => event.target.closest('.card')?.dataset.dropped === 'true';

function pick(calendar, down) {
  const card = down.target.closest('.card');
  if (!card || !down.isPrimary || down.button !== 0 || card.dataset.held) {
    return;
  }

  // What begins now is no end of what was before.
  delete card.dataset.dropped;
  const finger = down.pointerType === 'touch';
  const { leftmost, rightmost, earliest, latest } = bounds(calendar, card);
  const begun = calendar.scroll.scrollTop;
  let moving = false;
  let [x, y] = [0, 0];
  const rest = finger ? setTimeout(lift, REST) : null;

  function lift() {
    moving = true;
    hold(card, 'pointer');
    card.setPointerCapture(down.pointerId);
    if (finger) {
      navigator.vibrate?.(12);
    }

    requestAnimationFrame(scrollOn);
  }

  function follow(event) {
    [x, y] = [event.clientX - down.clientX, event.clientY - down.clientY];
    if (moving) {
      show();
    } else if (finger && Math.hypot(x, y) > FINGER_SLACK) {
      stop();
    } else if (!finger && Math.hypot(x, y) >= SLACK) {
      lift();
      show();
    }
  }

  function show() {
    const box = calendar.body.getBoundingClientRect();
    const days = within(Math.round(x / (box.width / calendar.count)), leftmost, rightmost);
    const travelled = y + calendar.scroll.scrollTop - begun;
    const minutes = card.event.all_day ? 0 : within(Math.round(travelled / box.height * 1440 / STEP) * STEP, earliest, latest);
    showAt(calendar, card, days, minutes);
  }

  // Whoever waits at the edge of what is seen goes on, and need not move for it.
  function scrollOn() {
    if (!moving || !card.isConnected) {
      return;
    }

    const before = calendar.scroll.scrollTop;
    if (!card.event.all_day) {
      scrollAtEdge(calendar.scroll, down.clientY + y);
    }

    if (calendar.scroll.scrollTop !== before) {
      show();
    }

    requestAnimationFrame(scrollOn);
  }

  function stop() {
    clearTimeout(rest);
    card.removeEventListener('pointermove', follow);
    card.removeEventListener('pointerup', drop);
    card.removeEventListener('pointercancel', cancel);
    document.removeEventListener('keydown', escape, true);
  }

  function drop() {
    stop();
    if (moving) {
      moving = false;
      // The click that follows is the end of the drag, not the wish to edit.
      card.dataset.dropped = 'true';
      setTimeout(() => delete card.dataset.dropped, finger ? TAP : 0);
      putDown(calendar, card);
    }
  }

  function cancel() {
    stop();
    if (moving) {
      moving = false;
      putBack(calendar, card);
    }
  }

  function escape(event) {
    if (event.key === 'Escape') {
      cancel();
    }
  }

  card.addEventListener('pointermove', follow);
  card.addEventListener('pointerup', drop);
  card.addEventListener('pointercancel', cancel);
  document.addEventListener('keydown', escape, true);
}

function scrollAtEdge(scroll, y) {
  const box = scroll.getBoundingClientRect();
  if (y < Math.max(box.top, 0) + EDGE) {
    scroll.scrollTop -= SCROLL;
  } else if (y > Math.min(box.bottom, window.innerHeight) - EDGE) {
    scroll.scrollTop += SCROLL;
  }
}
