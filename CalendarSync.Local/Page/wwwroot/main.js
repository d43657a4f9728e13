import { api } from './api.js';
import { Calendar } from './calendar.js';
import { addDays, formats } from './dates.js';
import { openEditor } from './editor.js';
import { startFeed } from './feed.js';
import { startQueue } from './queue.js';
import { look, onState, store } from './store.js';
import { locale, translate } from './text.js';
import { attempt } from './toast.js';
import { startTrouble } from './trouble.js';

translate(document);
const byId = id => document.getElementById(id);
const dates = formats(locale);
const calendars = ['app', 'google'].map(side => new Calendar(side, byId(`${side}-grid`), dates));
let first = null;
let count = 3;

function show() {
  if (store.state === null) {
    return;
  }

  first ??= store.state.today;
  byId('range').textContent = dates.range(first, addDays(first, count - 1));
  calendars.forEach(calendar => calendar.show(store.state, first, count));
}

function fit() {
  // As many days as can be read; both sides show the same ones.
  const width = Math.min(...calendars.map(calendar => calendar.width));
  const fitting = Math.max(3, Math.min(7, Math.floor((width - 44) / 118)));
  if (fitting !== count) {
    count = fitting;
    show();
  }
}

const turn = days => () => {
  first = days === null ? store.state.today : addDays(first, days * count);
  show();
};

byId('earlier').addEventListener('click', turn(-1));
byId('today').addEventListener('click', turn(null));
byId('later').addEventListener('click', turn(1));
for (const button of document.querySelectorAll('.new')) {
  button.addEventListener('click', () => openEditor(button.dataset.side, { start: `${first}T09:00`, end: `${first}T10:00`, all_day: false }));
}

onState(show);
startQueue();
startTrouble();
new ResizeObserver(fit).observe(document.querySelector('main'));
await attempt(async () => {
  store.about = await api.about();
  byId('settings').href = store.about.settings_url;
  await look();
  fit();
  calendars.forEach(calendar => calendar.scrollToMorning());
  startFeed();
  document.documentElement.dataset.ready = 'true';
});
