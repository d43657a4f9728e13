// The form in which an event is made, changed and deleted, on either side.

import { api, Refused } from './api.js';
import { addDays, clockOf, dayOf } from './dates.js';
import { look, store } from './store.js';
import { t } from './text.js';

const dialog = document.getElementById('editor');
const form = document.getElementById('editor-form');
const fields = form.elements;
const fault = document.getElementById('editor-fault');
const remove = document.getElementById('editor-delete');
const texts = ['title', 'location'];
const clocks = ['from', 'to'];
let side = null;
// What was opened; of an occurrence also its series; and which of the two the form is about.
let opened = null;
let series = null;
let edited = null;

/** Opens the form for an event, or for a new one where it has no id. */
export function openEditor(ofSide, event) {
  [side, opened] = [ofSide, event];
  series = event.series_id ? store.state[side].find(one => one.kind === 'series' && one.id === event.series_id) ?? null : null;
  document.getElementById('editor-scope').hidden = series === null;
  fields.scope.value = 'one';
  document.getElementById('editor-title').textContent = t(`${event.id === undefined ? 'new_in' : 'edit_in'}_${side}`);
  document.getElementById('editor-how').textContent = t(`how_${side}`);
  dialog.dataset.side = side;
  remove.hidden = event.id === undefined;
  fault.textContent = '';
  fill(event);
  dialog.showModal();
  fields.title.focus();
}

function fill(event) {
  edited = event;
  fields.title.value = event.title ?? '';
  fields.location.value = event.location ?? '';
  fields.all_day.checked = event.all_day;
  fields.day.value = dayOf(event.start);
  fields.last_day.value = event.all_day ? addDays(event.end, -1) : dayOf(event.start);
  fields.from.value = event.all_day ? '09:00' : clockOf(event.start);
  fields.to.value = event.all_day ? '10:00' : clockOf(event.end);
  fields.repeat.value = event.repeat ?? 'never';
  fields.repeat.querySelector('[value=other]').hidden = event.repeat !== 'other';
  document.getElementById('editor-repeat').hidden = Boolean(event.series_id);
  remove.textContent = t(event === series ? 'delete_all' : 'delete');
  showKind();
}

/** The other of the two, with what was typed already. */
function changeScope() {
  const typed = new Map(texts.filter(name => fields[name].value !== (edited[name] ?? '')).map(name => [name, fields[name].value]));
  const [start, end] = edited.all_day ? [] : [clockOf(edited.start), clockOf(edited.end)];
  if (start && (fields.from.value !== start || fields.to.value !== end)) {
    clocks.forEach(name => typed.set(name, fields[name].value));
  }

  fill(fields.scope.value === 'all' ? series : opened);
  typed.forEach((value, name) => {
    fields[name].value = value;
  });
}

function showKind() {
  const daily = fields.all_day.checked;
  for (const label of form.querySelectorAll('[data-timed], [data-daily]')) {
    label.hidden = (label.dataset.timed === undefined) !== daily;
  }

  const repeats = !edited.series_id && fields.repeat.value !== 'never';
  document.getElementById('editor-day').textContent = t(repeats ? 'field_first_day' : 'field_day');
}

function times() {
  const day = fields.day.value;
  if (fields.all_day.checked) {
    return { all_day: true, start: day, end: fields.last_day.value && addDays(fields.last_day.value, 1) };
  }

  // What ends before it starts ends on the next day.
  const end = fields.to.value <= fields.from.value && fields.to.value !== '' && day !== '' ? addDays(day, 1) : day;
  return { all_day: false, start: `${day}T${fields.from.value}`, end: `${end}T${fields.to.value}` };
}

/** Only what was changed is sent: two people who change different fields both get their way. */
function changes() {
  const edit = {};
  for (const name of texts) {
    if (fields[name].value !== (edited[name] ?? '')) {
      edit[name] = fields[name].value;
    }
  }

  const when = times();
  if (edited.id === undefined || when.all_day !== edited.all_day || when.start !== edited.start || when.end !== edited.end) {
    Object.assign(edit, when);
  }

  if (!edited.series_id && fields.repeat.value !== (edited.repeat ?? 'never')) {
    edit.repeat = fields.repeat.value;
  }

  return edit;
}

async function finish(work) {
  try {
    await work();
    dialog.close();
    await look();
  } catch (failure) {
    fault.textContent = failure instanceof Refused ? t('refused', failure.message) : t('no_answer');
  }
}

form.addEventListener('submit', event => {
  event.preventDefault();
  const missing = [...form.querySelectorAll('input')].find(input => input.required && !input.closest('[hidden]') && input.value === '');
  if (missing || (fields.all_day.checked && fields.last_day.value < fields.day.value)) {
    fault.textContent = t('times_needed');
    (missing ?? fields.last_day).focus();
    return;
  }

  const edit = changes();
  if (edited.id === undefined) {
    finish(() => api.add(side, edit));
  } else if (Object.keys(edit).length > 0) {
    finish(() => api.change(side, edited.id, edit));
  } else {
    dialog.close();
  }
});
remove.addEventListener('click', () => finish(async () => {
  await api.remove(side, edited.id);
  // What had the focus is gone.
  dialog.addEventListener('close', () => document.querySelector(`.new[data-side=${side}]`).focus(), { once: true });
}));
fields.all_day.addEventListener('change', showKind);
fields.repeat.addEventListener('change', showKind);
fields.scope.forEach(choice => choice.addEventListener('change', changeScope));
document.getElementById('editor-cancel').addEventListener('click', () => dialog.close());
dialog.addEventListener('click', event => {
  if (event.target === dialog) {
    dialog.close();
  }
});
