// The words, in the browser's language: French or English.

import { english } from './english.js';
import { french } from './french.js';

export const language = (navigator.languages ?? [navigator.language]).find((tag) => /^(fr|en)\b/i.test(tag)) ?? 'en';
const words = /^fr/i.test(language) ? french : english;
const plural = new Intl.PluralRules(language);

/** The text of a key, its `{names}` filled in. A list of two texts is singular and plural, by `count`. */
export function t(key, values = {}) {
  const found = words[key] ?? english[key] ?? key;
  const text = Array.isArray(found) ? found[plural.select(values.count) === 'one' ? 0 : 1] : found;
  return spaced(text).replaceAll(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

// In French the space before these marks does not break a line.
const spaced = (text) => (words === french ? text.replaceAll(/ (?=[:;?!])/g, '\u202f') : text);

export const has = (key) => key in words || key in english;

/** The sentence that the engine wrote, in the reader's words where they are known; else as it is. */
export function sentence(text) {
  const parts = words.sentences.find(([pattern]) => pattern.test(text));
  return parts ? text.replace(parts[0], parts[1]) : text;
}
