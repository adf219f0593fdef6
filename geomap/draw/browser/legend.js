// The legend, which is also the filter, and the key to the symbols.

import { button, el, svg, symbol } from './dom.js';
import { SUPPORT } from './words.js';

const VALUES = {
  ...SUPPORT,
  actual: 'Said to have happened',
  attempted: 'Attempted',
};

export class Legend {
  constructor(scene) {
    this.scene = scene;
    const { store, filter } = scene;
    this.rows = [];
    const parent = document.getElementById('gm-legend');
    const types = filter.facet('type');
    for (const [id, label] of Object.entries(store.meta.groups)) {
      const some = store.types
        .map((type, index) => ({ ...type, value: type.id, index }))
        .filter((type) => type.group === id && here(store, types.of, type.index));
      if (some.length) parent.append(this.group(label, some));
    }
    if (!this.rows.length) parent.append(el('p', { class: 'gm-note' }, 'There is no event to draw.'));
    parent.after(...this.told('support', 'How it is supported'), ...this.told('modality', 'What is said of it'));
    filter.onChange(() => this.update());
    this.update();
  }

  // Whether a reader can switch a value here.
  offers(name, value) {
    return this.rows.some((row) => row.name === name && row.items.some((item) => item.value === value));
  }

  group(label, types) {
    const head = this.row({ class: 'gm-group' }, 'type', types, label, null);
    const list = el(
      'ul',
      null,
      ...types.map((type) =>
        el('li', null, this.row({ class: 'gm-type' }, 'type', [type], type.label, symbol(type, true, 20))),
      ),
    );
    return el('div', { class: 'gm-family' }, head, list);
  }

  // A list of the values of a property that events have; none if all have the same.
  told(name, title) {
    const { store, filter } = this.scene;
    const one = filter.facet(name);
    const values = one.values.map((value, index) => ({ value, index })).filter(({ index }) => here(store, one.of, index));
    if (values.length < 2) return [];
    const id = `gm-${name}-title`;
    const rows = values.map((item) =>
      el('li', null, this.row({ class: 'gm-value' }, name, [item], VALUES[item.value] || item.value, null)),
    );
    const list = el('ul', null, ...rows);
    return [el('section', { class: 'gm-legend', 'aria-labelledby': id }, el('h2', { id }, title), list)];
  }

  row(attributes, name, items, label, picture) {
    const count = el('span', { class: 'gm-count' });
    const { filter } = this.scene;
    const node = button(
      attributes,
      () => {
        const { hidden } = filter.facet(name);
        const shown = items.some(({ value }) => !hidden.has(value));
        for (const { value } of items) {
          if (name === 'type') this.scene.showType(value, !shown);
          else filter.show(name, value, !shown);
        }
      },
      picture,
      el('span', { class: 'gm-label', dir: 'auto' }, label),
      count,
    );
    this.rows.push({ node, count, name, items });
    return node;
  }

  // Which are shown, and of how many events each one is: those that nothing else hides.
  update() {
    for (const row of this.rows) {
      const { hidden, counts } = this.scene.filter.facet(row.name);
      const shown = row.items.filter(({ value }) => !hidden.has(value)).length;
      const number = row.items.reduce((sum, { index }) => sum + counts[index], 0);
      // Only what has changed is written: the time bar asks many times a second.
      if (shown !== row.shown) {
        row.node.setAttribute('aria-pressed', shown === row.items.length ? 'true' : shown ? 'mixed' : 'false');
      }
      if (number !== row.number) row.count.textContent = number.toLocaleString('en');
      Object.assign(row, { shown, number });
    }
  }
}

// Whether any event that can be drawn has this value.
function here({ drawn }, of, index) {
  return of.some((value, i) => value === index && drawn[i]);
}

// Samples of what is drawn. `types` are the first ones of the legend; `disputed`: whether there is such a border.
export function key(types, disputed) {
  const [type] = types;
  const box = (...shapes) =>
    svg('svg', { viewBox: '0 0 40 26', width: 40, height: 26, 'aria-hidden': 'true' }, ...shapes);
  const dashed = { fill: type.color, 'fill-opacity': '.12', stroke: type.color, 'stroke-dasharray': '4 3' };
  const items = [
    [symbol(type, true), 'well supported: admitted, or two independent sources'],
    [symbol(type, false), 'one source, or contested'],
    [
      box(
        svg('circle', { cx: 20, cy: 13, r: 9, class: 'gm-key-pie', stroke: type.color }),
        svg('text', { x: 20, y: 17 }, '5'),
      ),
      'several events, colored by type',
    ],
    [
      box(
        svg('path', { d: 'M12 20L28 9', class: 'gm-key-line' }),
        svg('circle', { cx: 12, cy: 20, r: 2.4, class: 'gm-key-dot' }),
      ),
      'symbol moved aside; the dot is the place',
    ],
    [box(svg('circle', { cx: 20, cy: 13, r: 11, ...dashed })), 'within this distance'],
    [box(svg('path', { d: 'M4 8L20 3 36 9 31 23 12 22z', ...dashed })), 'somewhere in this area'],
    [
      box(
        svg('path', {
          d: 'M5 18C14 8 24 20 35 9',
          fill: 'none',
          stroke: type.color,
          'stroke-width': 9,
          'stroke-opacity': '.25',
          'stroke-linecap': 'round',
        }),
      ),
      'along this road, border or stretch',
    ],
    [
      box(svg('path', { d: 'M4 18L34 8M26 6L34 8 29 15', fill: 'none', stroke: type.color, 'stroke-width': 2.2 })),
      'from here to there',
    ],
  ];
  if (disputed) items.push([box(svg('path', { d: 'M3 13H37', class: 'gm-key-border' })), 'disputed border']);
  return el(
    'ul',
    null,
    ...items.map(([picture, text]) => el('li', null, el('span', { class: 'gm-sample' }, picture), text)),
  );
}
