// The JSON routes of the contract, and nothing else.

import { forget, session } from './session.js';

/** What a route refuses with: its status, and the detail that is meant for people. */
export class Refused extends Error {
  constructor(status, detail) {
    super(detail ?? `HTTP ${status}`);
    this.status = status;
    this.detail = detail;
  }
}

// The page is at …/google-calendar; the routes are beside it, whatever the prefix.
const address = (path) => new URL(path, new URL('./', location.href));

async function call(method, path, body) {
  const asked = session();
  if (asked === null) {
    throw new Refused(401);
  }

  let answer;
  try {
    answer = await fetch(address(path), {
      method,
      headers: { Authorization: `Bearer ${asked.token}`, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'omit',
      cache: 'no-store',
    });
  } catch {
    throw new Refused(0);
  }

  if (answer.status === 401 && session() === asked) {
    forget();
  }

  const text = await answer.text();
  const json = text === '' ? null : JSON.parse(text);
  if (!answer.ok) {
    throw new Refused(answer.status, json?.detail);
  }

  return json;
}

const company = () => `company_id=${encodeURIComponent(session()?.company ?? '')}`;

export const api = {
  connections: async () => (await call('GET', `v1/calendar/connections?${company()}`)).connections,
  change: (id, fields) => call('PATCH', `v1/calendar/connections/${id}`, fields),
  disconnect: (id) => call('DELETE', `v1/calendar/connections/${id}`),
  connect: async () => (await call('POST', 'google-calendar-oauth-pkce', { company_id: session()?.company })).authorization_url,
  queue: () => call('GET', `v1/calendar/queue?${company()}`),
  retry: (id) => call('POST', `v1/calendar/queue/${id}/retry`),
  conflicts: async () => (await call('GET', `v1/calendar/conflicts?${company()}&status=all`)).conflicts,
  resolve: (id, answer) => call('POST', `v1/calendar/conflicts/${id}/resolution`, answer),
  sweep: (connection, approve) => call('POST', `v1/calendar/connections/${connection}/sweep`, { approve }),
  history: async (event) => (await call('GET', `v1/calendar/history?${company()}${event ? `&event_id=${event}` : ''}`)).entries,
  sync: () => call('POST', 'v1/calendar/sync', { company_id: session()?.company }),
};
