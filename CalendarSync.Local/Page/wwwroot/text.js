// French or English, as the browser prefers. A phrase with numbers is a function.

import { english } from './words-en.js';
import { french } from './words-fr.js';

// With its country, which decides how dates are written.
export const locale = navigator.languages?.find(name => /^(fr|en)\b/i.test(name)) ?? 'en-GB';

export const language = /^fr/i.test(locale) ? 'fr' : 'en';

const words = language === 'fr' ? french : english;

export function t(key, ...values) {
  const phrase = words[key];
  if (phrase === undefined) {
    throw new Error(`There are no words for ${key}.`);
  }

  const text = typeof phrase === 'function' ? phrase(...values) : phrase;
  // French signs are not left alone at the start of a line.
  return language === 'fr' ? text.replace(/ ([:;?!»])/g, '\u00a0$1').replace(/« /g, '«\u00a0') : text;
}

const clocks = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

/** A moment as the clock on the wall shows it. */
export const clock = text => clocks.format(new Date(text));

export const has = key => words[key] !== undefined;

/** Fills what the markup names. */
export function translate(root) {
  document.documentElement.lang = language;
  for (const element of root.querySelectorAll('[data-text]')) {
    element.textContent = t(element.dataset.text);
  }

  for (const element of root.querySelectorAll('[data-label]')) {
    element.setAttribute('aria-label', t(element.dataset.label));
  }
}

/** A title between its quotes. It may hold signs that turn the direction of writing: they end with it. */
export const quoted = title => [t('quote_open'), make('bdi', '', title || t('untitled')), t('quote_close')];

/** An element with a class and what is in it: texts stay texts. */
export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) {
    element.className = className;
  }

  element.append(...children);
  return element;
}
