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

const at = (side, id) => `api/${side}/events${id === undefined ? '' : `/${encodeURIComponent(id)}`}`;

export const api = {
  about: () => ask('GET', 'api/about'),
  state: () => ask('GET', 'api/state'),
  add: (side, edit) => ask('POST', at(side), edit),
  change: (side, id, edit) => ask('PATCH', at(side, id), edit),
  remove: (side, id) => ask('DELETE', at(side, id)),
  both: (id, app, google) => ask('POST', 'api/both', { id, app, google }),
  runProcessor: () => ask('POST', 'api/processor'),
  hurry: () => ask('POST', 'api/hurry'),
  begin: (trouble, event) => ask('POST', `api/trouble/${trouble}`, event ? { event } : {}),
  stop: trouble => ask('DELETE', trouble ? `api/trouble/${trouble}` : 'api/trouble'),
};
