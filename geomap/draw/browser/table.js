// The same events as a table, for those who read rather than look.

import { button, el, growing, link } from './dom.js';
import { claims, day, deaths, support, when, where } from './words.js';

const COLUMNS = [
  ['Date', (store, i) => when(store, i)],
  ['Type', (store, i) => store.kind(i).label],
  ['Place', (store, i) => where(store, i)],
  ['By', (store, i) => store.text('actor', i)],
  ['Against', (store, i) => store.text('target', i)],
  ['Deaths', (store, i) => deaths(store, i)],
  ['According to', (store, i) => claims(store, i).join('; ')],
  ['Support', (store, i) => support(store, i).split(':')[0]],
  ['Sentence', (store, i) => store.text('quote', i)],
  [
    'Source',
    (store, i) =>
      link(
        store.text('source_url', i),
        [store.text('source', i), day(store.text('published', i))].filter(Boolean).join(', '),
      ),
  ],
];

export class Table {
  constructor(scene) {
    this.scene = scene;
    this.parent = document.getElementById('gm-table');
    this.toggle = document.getElementById('gm-show-table');
    this.toggle.addEventListener('click', () => this.show(this.parent.hidden));
    scene.store.onChange(() => this.fill());
  }

  show(shown) {
    this.parent.hidden = !shown;
    this.toggle.setAttribute('aria-pressed', String(shown));
    this.scene.map.getContainer().inert = shown;
    this.fill();
  }

  // Rows of the events that are shown; nothing is made while the table is hidden.
  fill() {
    if (this.parent.hidden) return;
    const { store } = this.scene;
    const rows = [];
    for (let i = 0; i < store.count; i += 1) if (store.mask[i]) rows.push(i);
    const head = el(
      'thead',
      null,
      el('tr', null, ...COLUMNS.map(([name]) => el('th', { scope: 'col' }, name)), el('th', { scope: 'col' }, 'Map')),
    );
    const body = el('tbody', null);
    const more = growing(body, rows.length, 500, (k) => this.row(rows[k]), 'Show more');
    const title = this.parent.querySelector('h2');
    this.parent.replaceChildren(title, el('table', null, head, body), more);
  }

  row(i) {
    const { store } = this.scene;
    const show = button(
      { class: 'gm-button' },
      () => {
        this.show(false);
        this.scene.visit(i);
      },
      'Show',
    );
    return el(
      'tr',
      null,
      ...COLUMNS.map(([, read]) => el('td', { dir: 'auto' }, read(store, i))),
      el('td', null, show),
    );
  }
}
