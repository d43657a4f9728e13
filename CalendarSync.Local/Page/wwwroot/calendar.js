// One side's days. Cards keep their element as long as their event lives, so that focus stays and changes can be seen moving.

import { addDays, clockOf, dayOf, daysBetween, minutesBetween, minutesOf, atMinute } from './dates.js';
import { startDrags } from './drag.js';
import { openEditor } from './editor.js';
import { startKeys } from './keys.js';
import { lanes } from './lanes.js';
import { showAt } from './move.js';
import { make, t } from './text.js';

const FIRST_HOUR = 8;
const STEP = 30;
const NEWS = 1600;
const FADE = 300;
const CROWD = 2;
const STRIPS = 4;

export class Calendar {
  #side;
  #dates;
  #grid;
  #heads;
  #daily;
  #scroll;
  #body;
  #cards = new Map();
  #first = null;
  #count = 3;
  #begun = false;

  constructor(side, grid, dates) {
    this.#side = side;
    this.#dates = dates;
    this.#grid = grid;
    this.#heads = make('div', 'heads');
    this.#daily = make('div', 'daily');
    this.#daily.dataset.label = t('all_day');
    this.#body = make('div', 'body');
    const hours = make('div', 'hours');
    hours.setAttribute('aria-hidden', 'true');
    for (let hour = 1; hour < 24; hour++) {
      const label = make('span', '', `${String(hour).padStart(2, '0')}:00`);
      label.style.setProperty('--hour', hour);
      hours.append(label);
    }

    this.#scroll = make('div', 'scroll', make('div', 'sheet', hours, this.#body));
    grid.append(this.#heads, this.#daily, this.#scroll);
    this.#body.addEventListener('click', event => this.#newAt(event));
    this.#scroll.addEventListener('scroll', () => this.#scrollTwin());
    startDrags(this);
    startKeys(this);
  }

  get side() {
    return this.#side;
  }

  get dates() {
    return this.#dates;
  }

  get width() {
    return this.#grid.clientWidth;
  }

  get body() {
    return this.#body;
  }

  get daily() {
    return this.#daily;
  }

  get scroll() {
    return this.#scroll;
  }

  get first() {
    return this.#first;
  }

  get count() {
    return this.#count;
  }

  scrollToMorning() {
    this.#scroll.scrollTop = this.#body.clientHeight / 24 * FIRST_HOUR - 8;
  }

  show(state) {
    const turned = state.from !== this.#first || state.days !== this.#count;
    [this.#first, this.#count] = [state.from, state.days];
    this.#grid.style.setProperty('--days', this.#count);
    // The heads stand above their days, whatever room the scroll bar takes.
    this.#grid.style.setProperty('--bar', `${this.#scroll.offsetWidth - this.#scroll.clientWidth}px`);
    if (turned) {
      this.#showHeads(state.today);
    }

    const events = state[this.#side].filter(isDrawn);
    const others = new Map(state[this.#side === 'app' ? 'google' : 'app'].map(event => [event.google_id, event]));
    const waiting = new Set(state.queue.flatMap(item => [item.event_id, item.google_id]));
    const places = lanes(events, this.#first, this.#count);
    const left = new Set(this.#cards.keys());
    let mostDaily = 0;
    for (const event of events) {
      left.delete(keyOf(event));
      const card = this.#cardOf(event);
      const other = others.get(event.google_id);
      const waits = [event.id, event.series_id, event.google_id, other?.id, other?.series_id].some(id => id && waiting.has(id));
      this.#fill(card, event, turned, other, waits);
      const place = places.get(event);
      card.hidden = place === undefined;
      if (place) {
        mostDaily = Math.max(mostDaily, event.all_day ? place.lane + 1 : 0);
        this.place(card, event, place);
      }

      if (card.move) {
        showAt(this, card, card.move.days, card.move.minutes);
      }
    }

    this.#daily.style.setProperty('--lanes', mostDaily);
    left.forEach(key => this.#remove(key, turned));
    this.#begun = true;
  }

  /** Where a card stands: its day, its time, and beside whom. */
  place(card, event, { lane, of }) {
    if (card.dataset.held) {
      return;
    }

    card.style.setProperty('--day', Math.max(0, daysBetween(this.#first, dayOf(event.start))));
    card.style.setProperty('--lane', lane);
    card.style.setProperty('--of', of);
    if (of > CROWD) {
      card.dataset.crowd = of > STRIPS ? 'strips' : 'some';
    } else {
      delete card.dataset.crowd;
    }

    if (event.all_day) {
      const from = Math.max(0, daysBetween(this.#first, event.start));
      card.style.setProperty('--span', Math.min(this.#count, daysBetween(this.#first, event.end)) - from);
    } else {
      const start = minutesOf(event.start);
      card.dataset.short = minutesBetween(event.start, event.end) < 60;
      card.style.setProperty('--from', start);
      card.style.setProperty('--long', Math.max(25, Math.min(1440 - start, minutesBetween(event.start, event.end))));
    }
  }

  #cardOf(event) {
    let card = this.#cards.get(keyOf(event));
    if (!card) {
      card = make('button', 'card', make('span', 'title'), make('span', 'more', make('span', 'time'), make('span', 'where')), make('span', 'mark'), make('span', 'unseen'));
      card.type = 'button';
      card.setAttribute('aria-describedby', 'keys');
      card.setAttribute('aria-haspopup', 'dialog');
      card.addEventListener('click', () => {
        if (!card.dataset.held && !card.dataset.dropped) {
          openEditor(this.#side, card.event);
        }
      });
      for (const [kind, lit] of [['pointerenter', true], ['pointerleave', false], ['focus', true], ['blur', false]]) {
        card.addEventListener(kind, () => this.#light(card, lit));
      }

      this.#cards.set(keyOf(event), card);
    }

    const parent = event.all_day ? this.#daily : this.#body;
    if (card.parentElement !== parent) {
      parent.append(card);
    }

    return card;
  }

  #fill(card, event, turned, other, waits) {
    const state = waits ? 'waits' : other && alike(event, other) ? 'same' : 'differs';
    const before = card.event;
    card.event = event;
    card.dataset.google = event.google_id ?? '';
    card.dataset.state = state;
    const [title, more, , said] = card.children;
    title.textContent = event.title || t('untitled');
    more.children[0].textContent = event.all_day ? '' : `${clockOf(event.start)}–${clockOf(event.end)}`;
    more.children[1].textContent = event.location ?? '';
    const often = event.series_id ? `, ${t('repeats')}` : '';
    title.dataset.repeats = Boolean(event.series_id);
    said.textContent = `, ${this.#dates.long(dayOf(event.start))}${often}, ${t(`state_${state}`)}`;
    card.title = t(`state_${state}`);
    if (!turned && this.#begun && !card.dataset.held && (!before || !alike(before, event))) {
      card.classList.add('news');
      setTimeout(() => card.classList.remove('news'), NEWS);
    }
  }

  #remove(key, turned) {
    const card = this.#cards.get(key);
    this.#cards.delete(key);
    card.classList.add('gone');
    card.disabled = true;
    setTimeout(() => card.remove(), turned ? 0 : FADE);
  }

  #light(card, lit) {
    const id = card.dataset.google;
    if (id) {
      for (const twin of document.querySelectorAll(`.card[data-google="${CSS.escape(id)}"]`)) {
        twin.classList.toggle('lit', lit && twin !== card);
      }
    }
  }

  #showHeads(today) {
    this.#heads.replaceChildren(...Array.from({ length: this.#count }, (_, index) => {
      const day = addDays(this.#first, index);
      const head = make('div', day === today ? 'head now' : 'head', make('span', 'weekday', this.#dates.weekday(day)), make('span', 'number', this.#dates.number(day)));
      if (day === today) {
        head.setAttribute('aria-current', 'date');
      }

      return head;
    }));
  }

  #newAt(event) {
    if (event.target !== this.#body) {
      return;
    }

    const box = this.#body.getBoundingClientRect();
    const day = addDays(this.#first, Math.floor((event.clientX - box.left) / box.width * this.#count));
    const minute = Math.floor((event.clientY - box.top) / box.height * 1440 / STEP) * STEP;
    openEditor(this.#side, { start: atMinute(day, minute), end: atMinute(day, Math.min(1439, minute + 60)), all_day: false });
  }

  /** Both sides show the same hours. */
  #scrollTwin() {
    for (const other of document.querySelectorAll('.scroll')) {
      if (other !== this.#scroll && other.offsetParent && Math.abs(other.scrollTop - this.#scroll.scrollTop) > 1) {
        other.scrollTop = this.#scroll.scrollTop;
      }
    }
  }
}

// A series takes place as its occurrences; what was taken out of it does not.
const isDrawn = event => event.kind === 'event' || event.kind === 'occurrence';

// An occurrence stays what it is when it gets a row of its own.
const keyOf = event => (event.series_id ? `${event.series_id} ${event.slot}` : event.id);

function alike(one, other) {
  return (one.title ?? '') === (other.title ?? '') && (one.location ?? '') === (other.location ?? '')
    && one.all_day === other.all_day && one.start === other.start && one.end === other.end;
}
