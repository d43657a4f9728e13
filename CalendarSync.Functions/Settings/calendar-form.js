// The settings of one calendar. Only what was changed is sent.

import { button, el, fill } from './dom.js';
import { t } from './texts.js';

const most = 5;

export function form(connection, { save, cancel }) {
  const id = (name) => `${name}-${connection.id}`;
  const role = el('input', { id: id('role'), value: connection.role ?? '', maxlength: 100, 'data-key': `role ${connection.id}`, 'aria-describedby': id('role-help') });
  const direction = select(id('direction'), connection.sync_direction, ['bidirectional', 'app_to_google', 'google_to_app'], 'direction');
  const privacy = select(id('private'), connection.private_events, ['full', 'busy'], 'private');
  const enabled = el('input', { id: id('enabled'), type: 'checkbox', checked: connection.enabled });
  const color = el('input', { id: id('color'), type: 'color', value: connection.color ?? connection.google_color ?? '#3056d3', disabled: connection.color === null });
  const ownColor = el('input', {
    id: id('own'), type: 'checkbox', checked: connection.color === null, onchange: () => { color.disabled = ownColor.checked; },
  });
  const list = reminderList(connection);
  const send = (event) => {
    event.preventDefault();
    const now = {
      role: role.value.trim() === '' ? null : role.value.trim(),
      sync_direction: direction.value,
      private_events: privacy.value,
      enabled: enabled.checked,
      color: ownColor.checked ? null : color.value,
      default_reminders: list.read(),
    };
    const changed = Object.entries(now).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(connection[name]));
    return changed.length === 0 ? cancel() : save(Object.fromEntries(changed));
  };
  return el(
    'form',
    { class: 'form', onsubmit: send, onkeydown: (event) => event.key === 'Escape' && cancel() },
    field(id('role'), t('role'), role, el('span', { class: 'quiet', id: id('role-help') }, t('role.help'))),
    field(id('direction'), t('direction'), direction),
    field(id('color'), t('color'), color, check(id('own'), t('ownColor'), ownColor)),
    el('fieldset', {}, el('legend', {}, t('defaultRemindersTitle')), el('p', { class: 'quiet' }, t('defaultReminders.help')), list.node),
    field(id('private'), t('privateEvents'), privacy),
    check(id('enabled'), t('enabled'), enabled),
    el('div', { class: 'row' }, el('button', { type: 'submit', class: 'primary' }, t('save')), button(t('cancel'), cancel)),
  );
}

const field = (id, label, ...controls) => el('div', { class: 'field' }, el('label', { for: id }, label), controls);

const check = (id, label, box) => el('div', { class: 'check' }, box, el('label', { for: id }, label));

const select = (id, value, values, words) =>
  el('select', { id }, values.map((one) => el('option', { value: one, selected: one === value }, t(`${words}.${one}`))));

function reminderList(connection) {
  let own = connection.default_reminders?.map((one) => ({ ...one })) ?? null;
  const node = el('div', { class: 'reminders' });
  const draw = () => fill(node, ...choice(), ...(own === null ? [] : rows()));
  const choice = () => [
    radio('configured', own === null, () => { own = null; draw(); }),
    radio('own', own !== null, () => { own ??= []; draw(); }),
  ];
  const radio = (kind, checked, onchange) =>
    check(`reminders-${kind}-${connection.id}`, t(`reminders.${kind}`), el('input', {
      type: 'radio', id: `reminders-${kind}-${connection.id}`, name: `reminders-${connection.id}`, checked, onchange, 'data-key': `${kind} ${connection.id}`,
    }));
  const rows = () => [
    ...own.map((one, index) => el(
      'div',
      { class: 'reminder' },
      el(
        'select',
        { 'aria-label': t('reminders.method'), onchange: (event) => { one.method = event.target.value; } },
        ['popup', 'email'].map((method) => el('option', { value: method, selected: method === one.method }, t(`method.${method}`))),
      ),
      el('input', {
        type: 'number', min: 0, max: 40320, required: true, value: one.minutes, 'aria-label': t('reminders.minutes'), onchange: (event) => { one.minutes = Number(event.target.value); },
      }),
      el('span', { class: 'quiet', 'aria-hidden': 'true' }, t('reminders.minutes')),
      button('×', () => { own.splice(index, 1); draw(); }, { 'aria-label': t('reminders.remove'), class: 'small' }),
    )),
    own.length < most && button(t('reminders.add'), () => { own.push({ method: 'popup', minutes: 30 }); draw(); }, { 'data-key': `add ${connection.id}`, class: 'small' }),
  ];
  draw();
  return { node, read: () => own };
}
