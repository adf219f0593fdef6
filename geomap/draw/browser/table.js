// The same events as a table, for those who read rather than look; the pointer on a row shows the event on the map.

import { button, el, growing, link } from './dom.js';
import { claims, day, deaths, support, when, where } from './words.js';

// Title, what stands there, and what to sort by if that is something else.
const COLUMNS = [
  ['Date', (store, i) => when(store, i), (store, i) => store.start[i]],
  ['Type', (store, i) => store.kind(i).label],
  ['Place', (store, i) => where(store, i), (store, i) => store.text('place_mention', i) || store.text('place_name', i)],
  ['By', (store, i) => store.text('actor', i)],
  ['Against', (store, i) => store.text('target', i)],
  ['Deaths', (store, i) => deaths(store, i), (store, i) => store.number('deaths_best', i) ?? store.number('deaths_low', i)],
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
    (store, i) => store.text('source', i),
  ],
];

export class Table {
  constructor(scene) {
    this.scene = scene;
    this.parent = document.getElementById('gm-table');
    this.toggle = document.getElementById('gm-show-table');
    this.toggle.addEventListener('click', () => this.show(this.parent.hidden));
    this.order = { column: 0, down: false };
    this.nodes = new Map();
    scene.filter.onChange(() => this.fill());
  }

  show(shown) {
    this.parent.hidden = !shown;
    this.toggle.setAttribute('aria-pressed', String(shown));
    this.scene.map.invalidateSize({ animate: false });
    this.fill();
  }

  // Rows of the events that are shown; nothing is made while the table is hidden.
  fill() {
    if (this.parent.hidden) return;
    const rows = this.sorted(this.scene.filter.rows());
    this.nodes = new Map();
    const head = el('thead', null, el('tr', null, ...COLUMNS.map(([name], k) => this.heading(name, k)), el('td')));
    const body = el('tbody', null);
    const more = growing(body, rows.length, 200, (k) => this.row(rows[k]), 'Show more');
    const title = this.parent.querySelector('h2');
    this.parent.replaceChildren(title, el('table', null, head, body), more);
  }

  // In the order of one column, up or down; what has nothing there comes last.
  sorted(rows) {
    const { store } = this.scene;
    const [, show, key = show] = COLUMNS[this.order.column];
    const keys = new Map(rows.map((i) => [i, key(store, i)]));
    const none = (value) => value === null || value === undefined || value === '' || Number.isNaN(value);
    const way = this.order.down ? -1 : 1;
    const compare = (a, b) => (typeof a === 'number' ? a - b : LETTERS.compare(a, b));
    return rows.sort((a, b) => {
      const [x, y] = [keys.get(a), keys.get(b)];
      if (none(x) || none(y)) return none(x) - none(y) || a - b;
      return way * compare(x, y) || a - b;
    });
  }

  heading(name, column) {
    const chosen = this.order.column === column;
    const sort = chosen ? (this.order.down ? 'descending' : 'ascending') : 'none';
    const press = () => {
      this.order = { column, down: chosen && !this.order.down };
      this.fill();
      this.parent.querySelectorAll('th button')[column].focus();
    };
    const mark = chosen ? el('span', { 'aria-hidden': 'true' }, this.order.down ? ' ▼' : ' ▲') : null;
    return el('th', { scope: 'col', 'aria-sort': sort }, button({ class: 'gm-sort' }, press, name, mark));
  }

  row(i) {
    const { store } = this.scene;
    const show = button({ class: 'gm-button' }, () => this.scene.visit(i), 'Show');
    show.setAttribute('aria-label', `Show on the map: ${store.kind(i).label}, ${where(store, i)}`);
    const node = el(
      'tr',
      null,
      ...COLUMNS.map(([, read]) => el('td', { dir: 'auto' }, read(store, i))),
      el('td', null, show),
    );
    node.addEventListener('mouseenter', () => this.scene.point(i, 'table'));
    node.addEventListener('mouseleave', () => this.scene.point(null, 'table'));
    show.addEventListener('focus', () => this.scene.point(i, 'table'));
    show.addEventListener('blur', () => this.scene.point(null, 'table'));
    this.nodes.set(i, node);
    return node;
  }

  // Lights the row of an event and brings it into view; null for none.
  point(i) {
    if (this.lit) this.lit.classList.remove('gm-pointed');
    this.lit = this.parent.hidden ? null : this.nodes.get(i) || null;
    if (!this.lit) return;
    this.lit.classList.add('gm-pointed');
    const { parent, lit } = this;
    const head = parent.querySelector('thead').offsetHeight;
    const top = lit.offsetTop - head;
    if (top < parent.scrollTop) parent.scrollTop = top;
    const bottom = lit.offsetTop + lit.offsetHeight - parent.clientHeight;
    if (bottom > parent.scrollTop) parent.scrollTop = bottom;
  }
}

const LETTERS = new Intl.Collator('en', { numeric: true });
