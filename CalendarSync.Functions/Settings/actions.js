// What concerns the whole company: connect an account, synchronise now.

import { api } from './api.js';
import { button, el, fill } from './dom.js';
import { attempt, tell } from './notices.js';
import { t } from './texts.js';

let drawn = '';

export function actions(node, { connections }, refresh) {
  const isConnected = connections.some((c) => c.status === 'connected');
  if (drawn === String(isConnected) && node.childElementCount > 0) {
    return;
  }

  drawn = String(isConnected);
  fill(
    node,
    isConnected && button(t('syncNow'), (event) => synchronise(event.currentTarget, refresh), { 'data-key': 'sync' }),
    button(t('connect'), () => connect(refresh), { class: isConnected ? null : 'primary', 'data-key': 'connect' }),
  );
}

async function synchronise(pressed, refresh) {
  pressed.disabled = true;
  pressed.textContent = t('syncing');
  const counts = await attempt(api.sync);
  pressed.disabled = false;
  pressed.textContent = t('syncNow');
  if (counts) {
    const { connections, ...did } = counts;
    tell(Object.values(did).some((count) => count > 0) ? t('synced', counts) : t('synced.nothing'), counts.errors > 0 ? 'bad' : 'good');
  }

  await refresh();
}

/** Google's page in another window: this one keeps its token in memory, and a journey would lose it. */
export async function connect(refresh) {
  // Opened by the press itself, or the browser takes it for an advertisement.
  const other = window.open('about:blank', '_blank');
  const address = await attempt(api.connect);
  if (!address) {
    other?.close();
    return;
  }

  if (other) {
    other.opener = null;
    other.location.href = address;
    tell(t('connecting'));
  } else {
    tell(el('a', { href: address, target: '_blank', rel: 'noopener' }, t('connectHere')));
  }

  watch(refresh, Date.now() + 10 * 60 * 1000);
}

// The link is good for ten minutes; until then it is looked more often whether somebody has consented.
function watch(refresh, until) {
  if (Date.now() < until) {
    setTimeout(async () => {
      if (document.visibilityState === 'visible') {
        await refresh();
      }

      watch(refresh, until);
    }, 3000);
  }
}
