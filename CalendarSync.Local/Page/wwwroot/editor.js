// The form in which an event is made, changed and deleted, on either side.

import { api, Refused } from './api.js';
import { addDays, clockOf, dayOf } from './dates.js';
import { look } from './store.js';
import { t } from './text.js';

const dialog = document.getElementById('editor');
const form = document.getElementById('editor-form');
const fields = form.elements;
const fault = document.getElementById('editor-fault');
const remove = document.getElementById('editor-delete');
let side = null;
let edited = null;

/** Opens the form for an event, or for a new one where it has no id. */
export function openEditor(ofSide, event) {
  [side, edited] = [ofSide, event];
  const isNew = event.id === undefined;
  document.getElementById('editor-title').textContent = t(`${isNew ? 'new_in' : 'edit_in'}_${side}`);
  document.getElementById('editor-how').textContent = t(`how_${side}`);
  dialog.dataset.side = side;
  remove.hidden = isNew;
  fault.textContent = '';
  fields.title.value = event.title ?? '';
  fields.location.value = event.location ?? '';
  fields.all_day.checked = event.all_day;
  fields.day.value = dayOf(event.start);
  fields.last_day.value = event.all_day ? addDays(event.end, -1) : dayOf(event.start);
  fields.from.value = event.all_day ? '09:00' : clockOf(event.start);
  fields.to.value = event.all_day ? '10:00' : clockOf(event.end);
  showKind();
  dialog.showModal();
  fields.title.focus();
}

function showKind() {
  const daily = fields.all_day.checked;
  for (const label of form.querySelectorAll('[data-timed], [data-daily]')) {
    label.hidden = (label.dataset.timed === undefined) !== daily;
  }
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
  for (const name of ['title', 'location']) {
    if (fields[name].value !== (edited[name] ?? '')) {
      edit[name] = fields[name].value;
    }
  }

  const when = times();
  if (edited.id === undefined || when.all_day !== edited.all_day || when.start !== edited.start || when.end !== edited.end) {
    Object.assign(edit, when);
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
remove.addEventListener('click', () => finish(() => api.remove(side, edited.id)));
fields.all_day.addEventListener('change', showKind);
document.getElementById('editor-cancel').addEventListener('click', () => dialog.close());
dialog.addEventListener('click', event => {
  if (event.target === dialog) {
    dialog.close();
  }
});
