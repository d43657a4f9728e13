// Elements from data. Text is only ever set as text: nothing here, or anywhere on this page, parses HTML.

/** @param {string} tag @param {object} [props] attributes; `on*` functions are listeners, `null` and `false` are left out */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) {
      continue;
    }

    if (name.startsWith('on')) {
      node.addEventListener(name.slice(2), value);
    } else if (name === 'value' || name === 'checked' || name === 'disabled' || name === 'hidden') {
      node[name] = value;
    } else {
      node.setAttribute(name, value === true ? '' : String(value));
    }
  }

  node.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false).map(toNode));
  return node;
}

const toNode = (child) => (child instanceof Node ? child : document.createTextNode(String(child)));

/** Replaces what a node holds. The focus goes to the element with the same `data-key`, or stays near where it was: nobody begins again at the top. */
export function fill(node, ...children) {
  const focused = node.contains(document.activeElement) ? document.activeElement : null;
  node.replaceChildren(...children.flat(2).filter(Boolean).map(toNode));
  if (focused) {
    const same = focused.dataset.key && [...node.querySelectorAll('[data-key]')].find((candidate) => candidate.dataset.key === focused.dataset.key);
    const place = same || (node.hidden ? document.getElementById('main') : node);
    if (!same) {
      place.tabIndex = -1;
    }

    place.focus({ preventScroll: !same });
  }
}

/** A moment of a stylesheet: colours come from data, and the policy forbids style attributes in markup, not in the object model. */
export function dot(color, label) {
  const node = el('span', { class: 'dot', role: 'img', 'aria-label': label });
  if (/^#[0-9a-f]{6}$/i.test(color ?? '')) {
    node.style.backgroundColor = color;
  } else {
    node.classList.add('none');
  }

  return node;
}

export const button = (text, onclick, props = {}) => el('button', { type: 'button', onclick, ...props }, text);
