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

function show(state) {
  byId('range').textContent = dates.range(state.from, addDays(state.from, state.days - 1));
  calendars.forEach(calendar => calendar.show(state));
}

function fit() {
  // As many days as can be read; both sides show the same ones.
  const width = Math.min(...calendars.map(calendar => calendar.width));
  const fitting = Math.max(3, Math.min(7, Math.floor((width - 44) / 118)));
  if (fitting !== store.days) {
    store.days = fitting;
    return store.state && look();
  }
}

const turn = pages => () => {
  store.from = pages === null ? null : addDays(store.from ?? store.state.from, pages * store.days);
  look();
};

byId('earlier').addEventListener('click', turn(-1));
byId('today').addEventListener('click', turn(null));
byId('later').addEventListener('click', turn(1));
for (const button of document.querySelectorAll('.new')) {
  button.addEventListener('click', () => openEditor(button.dataset.side, { start: `${store.state.from}T09:00`, end: `${store.state.from}T10:00`, all_day: false }));
}

onState(show);
startQueue();
startTrouble();
fit();
new ResizeObserver(fit).observe(document.querySelector('main'));
await attempt(async () => {
  store.about = await api.about();
  byId('settings').href = store.about.settings_url;
  await look();
  calendars.forEach(calendar => calendar.scrollToMorning());
  startFeed();
  document.documentElement.dataset.ready = 'true';
});
