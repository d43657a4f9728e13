// The page's one dialog: the browser keeps the focus in it, and gives it back.

import { button, el, fill } from './dom.js';
import { t } from './texts.js';

const dialog = document.getElementById('dialog');

function show(describedBy) {
  if (describedBy) {
    dialog.setAttribute('aria-describedby', describedBy);
  } else {
    dialog.removeAttribute('aria-describedby');
  }

  const opener = document.activeElement?.dataset.key;
  dialog.addEventListener('close', () => {
    // What opened it may have been drawn anew meanwhile.
    if (opener && document.activeElement === document.body) {
      [...document.querySelectorAll('[data-key]')].find((node) => node.dataset.key === opener)?.focus();
    }
  }, { once: true });
  dialog.showModal();
}

export function open(title, ...content) {
  fill(
    dialog,
    el('h2', { id: 'dialog-title' }, title),
    // What is to be read has the focus, and not the way out.
    el('div', { class: 'dialog-body', role: 'group', 'aria-labelledby': 'dialog-title', tabindex: 0, autofocus: true }, content),
    el('div', { class: 'row end' }, button(t('close'), () => dialog.close())),
  );
  show();
}

/** @returns {Promise<boolean>} whether the person pressed the button that does it */
export function ask(title, text, yes) {
  return new Promise((answered) => {
    let said = false;
    fill(
      dialog,
      el('h2', { id: 'dialog-title' }, title),
      el('p', { id: 'dialog-text' }, text),
      el('div', { class: 'row end' }, button(t('cancel'), () => dialog.close()), button(yes, () => { said = true; dialog.close(); }, { class: 'danger' })),
    );
    dialog.addEventListener('close', () => answered(said), { once: true });
    show('dialog-text');
  });
}
