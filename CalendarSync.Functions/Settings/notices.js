// What happened to a request, said once and politely.

import { Refused } from './api.js';
import { el } from './dom.js';
import { has, t } from './texts.js';

const shown = 8000;

export function tell(content, level = 'good') {
  const toast = el('p', { class: `toast ${level}` }, content);
  document.getElementById('toasts').append(toast);
  setTimeout(() => toast.remove(), shown);
}

export const reasonOf = (failure) => failure.detail ?? (has(`failed.${failure.status}`) ? t(`failed.${failure.status}`) : t('failed.other', { status: failure.status }));

/** The request's answer; undefined where it was refused, and then the person knows why. */
export async function attempt(request) {
  try {
    return await request();
  } catch (failure) {
    if (!(failure instanceof Refused)) {
      throw failure;
    }

    tell(reasonOf(failure), 'bad');
    return undefined;
  }
}
