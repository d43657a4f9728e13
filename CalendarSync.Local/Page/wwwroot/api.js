// Everything that is asked of the server. The header shows that the page itself asks.

const own = { 'X-Calendar-Sync-Page': '1' };

export class Refused extends Error {}

async function ask(method, path, body) {
  const request = { method, headers: { ...own } };
  if (body !== undefined) {
    request.headers['Content-Type'] = 'application/json';
    request.body = JSON.stringify(body);
  }

  const answer = await fetch(path, request);
  const text = await answer.text();
  const value = text === '' ? null : JSON.parse(text);
  if (!answer.ok) {
    throw new Refused(value?.detail ?? `${answer.status}`);
  }

  return value;
}

// What has been asked for and has no answer yet. A run begins after it, since that is the order in which the buttons were pressed.
const unanswered = new Set();

async function change(...request) {
  const asked = ask(...request);
  unanswered.add(asked);
  try {
    return await asked;
  } finally {
    unanswered.delete(asked);
  }
}

async function afterwards(...request) {
  await Promise.allSettled(unanswered);
  return ask(...request);
}

const at = (side, id) => `api/${side}/events${id === undefined ? '' : `/${encodeURIComponent(id)}`}`;

export const api = {
  about: () => ask('GET', 'api/about'),
  state: (from, days) => ask('GET', `api/state?days=${days}${from === null ? '' : `&from=${from}`}`),
  add: (side, edit) => change('POST', at(side), edit),
  change: (side, id, edit) => change('PATCH', at(side, id), edit),
  remove: (side, id) => change('DELETE', at(side, id)),
  both: (id, app, google) => change('POST', 'api/both', { id, app, google }),
  runProcessor: () => afterwards('POST', 'api/processor'),
  hurry: () => afterwards('POST', 'api/hurry'),
  begin: (trouble, event) => change('POST', `api/trouble/${trouble}`, event ? { event } : {}),
  stop: trouble => change('DELETE', trouble ? `api/trouble/${trouble}` : 'api/trouble'),
};
