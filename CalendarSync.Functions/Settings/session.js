// Who is asking: the bearer token and the company, as the embedding application gives them. Kept in this page's memory only.

let current = null;
let waiting = () => {};

const origins = (document.querySelector('meta[name=calendar-sync-origins]')?.content ?? '').split(' ').filter((origin) => origin !== '');

const isId = (text) => /^[0-9a-f-]{36}$/i.test(text ?? '');

export const session = () => current;

/** Calls back at every new token. */
export function onSession(callback) {
  waiting = callback;
}

/** The token was refused: it is forgotten, and the embedding application is asked for another. */
export function forget() {
  current = null;
  say('calendar-sync:token-needed');
}

export function begin() {
  window.addEventListener('message', (message) => {
    if (message.data?.type === 'calendar-sync:token' && (origins.includes(message.origin) || message.origin === location.origin)) {
      take(message.data.token, message.data.company_id, message.data.event_id);
    }
  });
  window.addEventListener('hashchange', readFragment);
  readFragment();
  if (current === null) {
    say('calendar-sync:ready');
  }
}

// The fragment never reaches a server; it is taken out of the address and of the history at once.
function readFragment() {
  if (location.hash.includes('token=')) {
    const given = new URLSearchParams(location.hash.slice(1));
    history.replaceState(null, '', location.pathname + location.search);
    take(given.get('token'), given.get('company_id'), given.get('event_id'));
  }
}

// With an event, the embedding application asks for its history.
function take(token, company, event) {
  if (typeof token === 'string' && token !== '' && isId(company)) {
    current = { token, company };
    waiting(isId(event) ? event : null);
  }
}

// Holds no secret, so it may be said to each origin that might be there.
function say(type) {
  const embedder = window.opener ?? (window.parent === window ? null : window.parent);
  for (const origin of embedder === null ? [] : [...origins, location.origin]) {
    embedder.postMessage({ type }, origin);
  }
}
