// Says in a corner what could not be done.

import { Refused } from './api.js';
import { t } from './text.js';

const LONG = 6000;
let timer = null;

export function toast(text) {
  const box = document.getElementById('toast');
  box.textContent = text;
  box.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => {
    box.hidden = true;
  }, LONG);
}

/** Does something that the server may refuse. */
export async function attempt(work) {
  try {
    return await work();
  } catch (failure) {
    if (failure instanceof Refused) {
      toast(t('refused', failure.message));
    } else if (failure instanceof TypeError) {
      toast(t('no_answer'));
    } else {
      throw failure;
    }
  }
}

/** For those who listen instead of looking. */
export function announce(text) {
  document.getElementById('announcer').textContent = text;
}
