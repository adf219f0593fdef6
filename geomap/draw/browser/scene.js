// The map with all that is on it, and the view of it that its parts share.

import { latitudeAt, longitudeAt } from './payload.js';
import { Store } from './store.js';
import { plural, when } from './words.js';
import { Basemap } from './basemap.js';
import { Labels } from './labels.js';
import { gather, opened, rowsOf } from './grid.js';
import { Symbols } from './symbols.js';
import { Uncertainty } from './uncertainty.js';
import { card, list } from './popup.js';
import { key, Legend } from './legend.js';
import { unplaced } from './unplaced.js';
import { Table } from './table.js';
import { button, el } from './dom.js';

const COLORS = [
  'sea',
  'land',
  'lit',
  'urban',
  'coast',
  'river',
  'province',
  'border',
  'border-edge',
  'label',
  'quiet',
  'halo',
  'halo-soft',
  'halo-sea',
  'country',
  'country-lit',
  'sea-label',
  'land-label',
  'province-label',
  'paper',
  'ink',
  'leader',
  'mixed',
  'symbol-paper',
  'lighter',
];

export class Scene {
  constructor(map) {
    this.map = map;
    this.hidden = new Set();
    this.layers = new Map();
    this.wanted = null;
    this.version = 0;
  }

  start(events, ground) {
    const { map } = this;
    this.store = new Store(events, this.hidden);
    this.next = new Int32Array(this.store.count);
    map.on('moveend', () => this.sync());
    map.on('zoomstart', () => {
      this.wanted = null;
    });
    this.basemap = new Basemap(ground, map, () => this.palette());
    this.uncertainty = new Uncertainty(this);
    this.labels = new Labels(this, ground.meta);
    this.symbols = new Symbols(this);
    for (const part of [this.basemap, this.labels, this.symbols]) part.layer.addTo(map);
    this.legend = new Legend(this);
    this.table = new Table(this);
    unplaced(this.store);
    this.credits();
    const drawn = this.store.types.filter((type) => this.layers.has(type.id));
    document.getElementById('gm-key').append(key(drawn.length ? drawn : this.store.types));
    this.store.onChange(() => this.redraw());
    this.redraw();
  }

  // Which symbols are where, in layer pixels; made anew when the view or the events shown have changed.
  layout() {
    const { map, store } = this;
    const box = L.bounds(map.containerPointToLayerPoint([0, 0]), map.containerPointToLayerPoint(map.getSize())).pad(
      0.35,
    );
    const mark = [map.getZoom(), map.getPixelOrigin(), box.min, box.max, this.version].join();
    if (this.made && this.made.mark === mark) return this.made;
    const scale = 2 ** map.getZoom();
    const origin = map.getPixelOrigin();
    const { groups } = gather(store, scale, origin, box, this.next);
    opened(groups, this.next, store, scale, origin, this.wanted);
    const single = ({ head, x, y }) => ({ i: head, x, y });
    const singles = groups.flatMap((group) => group.petals || (group.count === 1 ? [single(group)] : []));
    const pies = groups.filter((group) => group.count > 1 && !group.petals);
    pies.forEach((pie) => {
      pie.shares = this.shares(pie);
    });
    const obstacles = [
      ...singles.map(({ x, y }) => ({ x, y, radius: 14 })),
      ...singles.filter(({ ax }) => ax !== undefined).map(({ ax, ay }) => ({ x: ax, y: ay, radius: 3 })),
      ...pies.map(({ x, y, radius }) => ({ x, y, radius: radius + 1 })),
    ];
    this.made = { mark, groups, singles, pies, obstacles };
    return this.made;
  }

  // Types in a pie and their numbers, in the order of the legend.
  shares(pie) {
    const counts = new Map();
    for (const i of rowsOf(pie, this.next)) counts.set(this.store.type[i], (counts.get(this.store.type[i]) || 0) + 1);
    return [...counts].sort((a, b) => a[0] - b[0]);
  }

  sync() {
    this.symbols.sync();
    this.uncertainty.sync();
  }

  redraw() {
    this.version += 1;
    this.sync();
    this.labels.layer.redraw();
    this.summarize();
  }

  summarize() {
    const { store } = this;
    const rows = [...store.mask.keys()].filter((i) => store.mask[i]);
    const total = store.drawn.reduce((sum, drawn) => sum + drawn, 0);
    const part = rows.length < total ? `${rows.length.toLocaleString('en')} of ` : '';
    let text = `${part}${plural(total, 'event')} on the map${this.period(rows)}`;
    if (!total) text = 'None of the events has a place on the map.';
    if (!store.count) text = 'No events: the reports tell of none, or there were no reports.';
    document.getElementById('gm-summary').textContent = text;
  }

  period(rows) {
    const days = rows
      .flatMap((i) => ['date_start', 'date_end'].map((name) => this.store.text(name, i)))
      .filter((text) => /^\d{4}-\d\d-\d\d$/.test(text || ''));
    if (!days.length) return '';
    const [first, last] = days.reduce(([a, b], text) => [text < a ? text : a, text > b ? text : b], [days[0], days[0]]);
    const ends = { text: (name) => (name === 'date_start' ? first : last), number: () => 1 };
    return ` · ${when(ends, 0)}`;
  }

  // Colors of the style sheet, by the names of `COLORS` in camel case.
  palette() {
    if (!this.colors) {
      const style = getComputedStyle(this.map.getContainer());
      this.colors = {};
      for (const name of COLORS) {
        this.colors[name.replace(/-(.)/g, (_, letter) => letter.toUpperCase())] = style
          .getPropertyValue(`--${name}`)
          .trim();
      }
    }
    return this.colors;
  }

  // The color of a type for lines on the ground, which in the dark must be lighter to be seen.
  lineColor(type) {
    const part = Number(this.palette().lighter);
    const mixed = [1, 3, 5].map((k) => Math.round(parseInt(type.color.slice(k, k + 2), 16) * (1 - part) + 255 * part));
    return `rgb(${mixed.join()})`;
  }

  recolor() {
    this.colors = null;
    for (const part of [this.basemap, this.labels, this.symbols]) part.layer.redraw();
    this.uncertainty.sync();
  }

  latLng(i) {
    return [latitudeAt(this.store.y[i]), longitudeAt(this.store.x[i])];
  }

  inView() {
    const { store, map } = this;
    const bounds = map.getPixelBounds();
    const scale = 2 ** map.getZoom();
    const rows = [];
    for (let i = 0; i < store.count; i += 1) {
      if (store.mask[i] && bounds.contains([store.x[i] * scale, store.y[i] * scale])) rows.push(i);
    }
    return rows;
  }

  // Through the layer of the type, so that a layer control knows it too.
  showType(id, shown) {
    const layer = this.layers.get(id);
    if (!layer) this.setType(id, shown);
    else if (shown) this.map.addLayer(layer);
    else this.map.removeLayer(layer);
  }

  setType(id, shown) {
    if (shown) this.hidden.delete(id);
    else this.hidden.add(id);
    if (this.store) this.store.update();
  }

  lookAt(x, y, zoom) {
    this.map.setView([latitudeAt(y), longitudeAt(x)], zoom, { animate: this.map.options.zoomAnimation });
  }

  // Spreads the symbols of these rows for as long as the zoom stays; null gathers them again.
  spread(rows) {
    if (!rows && !this.wanted) return;
    this.wanted = rows;
    this.redraw();
  }

  openEvent(i, at, from) {
    this.popup(card(this.store, i), at, from);
    this.uncertainty.highlight(i);
  }

  openList(rows, at, from) {
    const showList = () =>
      this.popup(
        list(this.store, rows, (i) => {
          this.popup(card(this.store, i, button({ class: 'gm-button' }, showList, '← All at this spot')), at, from);
        }),
        at,
        from,
      );
    showList();
  }

  popup(content, at, from) {
    const { map } = this;
    const wide = Math.min(360, map.getSize().x - 40);
    const popup = L.popup({
      maxWidth: wide,
      minWidth: Math.min(280, wide),
      maxHeight: Math.max(160, map.getSize().y - 90),
      className: 'gm-popup',
    });
    popup.setLatLng(at).setContent(content).openOn(map);
    const close = popup.getElement().querySelector('.leaflet-popup-close-button');
    close.setAttribute('aria-label', 'Close');
    content.querySelector('h3').focus({ preventScroll: true });
    popup.once('remove', () => {
      this.uncertainty.highlight(null);
      const lost = document.activeElement === document.body || content.contains(document.activeElement);
      if (from && from.isConnected && lost) from.focus({ preventScroll: true });
    });
  }

  // Goes to an event and opens its card.
  visit(i) {
    this.lookAt(this.store.x[i], this.store.y[i], Math.max(this.map.getZoom(), 8));
    this.openEvent(i, this.latLng(i), null);
  }

  // Credits are HTML to Leaflet: what comes from the events is escaped.
  credits() {
    const { store, map } = this;
    const numbers = new Set(store.arrays.attribution);
    const names = new Set(['Natural Earth']);
    for (let i = 0; i < store.count && numbers.size; i += 1) {
      if (numbers.delete(store.arrays.attribution[i])) {
        for (const name of (store.text('attribution', i) || '').split(', ')) if (name) names.add(name);
      }
    }
    for (const name of names) map.attributionControl.addAttribution(el('i', null, name).innerHTML);
  }
}
