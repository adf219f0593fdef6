// The legend, which is also the filter, and the key to the symbols.

import { button, el, svg, symbol } from './dom.js';

export class Legend {
  constructor(scene) {
    this.scene = scene;
    const { store } = scene;
    this.rows = [];
    const parent = document.getElementById('gm-legend');
    for (const [id, label] of Object.entries(store.meta.groups)) {
      const types = store.types
        .map((type, index) => ({ ...type, index }))
        .filter((type) => type.group === id && store.counts[type.index]);
      if (types.length) parent.append(this.group(label, types));
    }
    if (!this.rows.length) parent.append(el('p', { class: 'gm-note' }, 'There is no event to draw.'));
    store.onChange(() => this.update());
    this.update();
  }

  group(label, types) {
    const head = this.row({ class: 'gm-group' }, types, label, null);
    const list = el(
      'ul',
      null,
      ...types.map((type) =>
        el('li', null, this.row({ class: 'gm-type' }, [type], type.label, symbol(type, true, 20))),
      ),
    );
    return el('div', { class: 'gm-family' }, head, list);
  }

  row(attributes, types, label, picture) {
    const { counts } = this.scene.store;
    const count = types.reduce((sum, type) => sum + counts[type.index], 0);
    const node = button(
      attributes,
      () => {
        const shown = types.some((type) => !this.scene.hidden.has(type.id));
        types.forEach((type) => this.scene.showType(type.id, !shown));
      },
      picture,
      el('span', { class: 'gm-label' }, label),
      el('span', { class: 'gm-count' }, count.toLocaleString('en')),
    );
    this.rows.push({ node, types });
    return node;
  }

  update() {
    for (const { node, types } of this.rows) {
      const shown = types.filter((type) => !this.scene.hidden.has(type.id)).length;
      node.setAttribute('aria-pressed', shown === types.length ? 'true' : shown ? 'mixed' : 'false');
    }
  }
}

// Samples of what is drawn. `types` are the first ones of the legend.
export function key(types) {
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
  return el(
    'ul',
    null,
    ...items.map(([picture, text]) => el('li', null, el('span', { class: 'gm-sample' }, picture), text)),
  );
}
