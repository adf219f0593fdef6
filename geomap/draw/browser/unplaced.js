// Events that are not on the map, by reason: those that did not happen, and those without a place.

import { el, growing, symbol } from './dom.js';
import { quote, source } from './popup.js';
import { plural, REASONS, summary } from './words.js';

export class Unplaced {
  constructor(scene) {
    this.scene = scene;
    this.parent = document.getElementById('gm-unplaced');
    const { store } = scene;
    this.rows = [];
    for (let i = 0; i < store.count; i += 1) if (!store.drawn[i]) this.rows.push(i);
    if (this.rows.length) scene.filter.onChange(() => this.fill());
    this.fill();
  }

  // Those that the filters let through, by reason; reasons that were open stay so.
  fill() {
    const { parent } = this;
    const { store, filter } = this.scene;
    const open = new Set([...parent.querySelectorAll('details[open]')].map((node) => node.dataset.reason));
    const found = new Map();
    for (const i of this.rows) {
      if (filter.fits[i]) {
        const reason = store.reason(i) || 'place';
        if (!found.has(reason)) found.set(reason, []);
        found.get(reason).push(i);
      }
    }
    const order = [...new Set([...Object.keys(REASONS), ...found.keys()])].filter((reason) => found.has(reason));
    const sections = order.map((reason) => section(store, reason, found.get(reason)));
    const total = [...found.values()].reduce((sum, rows) => sum + rows.length, 0);
    const title = parent.querySelector('h2');
    title.textContent = `Not on the map: ${plural(total, 'event')}`;
    parent.replaceChildren(title, ...sections);
    sections.forEach((node) => {
      node.open = open.has(node.dataset.reason);
    });
    parent.hidden = !this.rows.length;
  }
}

// Its items are made when it is opened for the first time.
function section(store, reason, rows) {
  const [title, explanation] = REASONS[reason] || [reason, ''];
  const list = el('ul', { class: 'gm-list' });
  const summaryNode = el(
    'summary',
    null,
    el('span', { class: 'gm-label', dir: 'auto' }, title),
    el('span', { class: 'gm-count' }, rows.length.toLocaleString('en')),
  );
  const node = el('details', { class: 'gm-reason', 'data-reason': reason }, summaryNode, el('p', { class: 'gm-note' }, explanation), list);
  node.addEventListener('toggle', () => {
    if (node.open && !list.childNodes.length)
      list.after(growing(list, rows.length, 50, (k) => item(store, rows[k]), 'Show more'));
  });
  return node;
}

function item(store, i) {
  const line = el('span', { dir: 'auto' }, summary(store, i));
  const reason = store.reason(i) ? null : store.text('location_reason', i);
  return el(
    'li',
    null,
    el(
      'details',
      null,
      el('summary', null, symbol(store.kind(i), store.solid[i], 18), line),
      quote(store, i),
      reason && el('p', { class: 'gm-note', dir: 'auto' }, reason),
      source(store, i),
    ),
  );
}
