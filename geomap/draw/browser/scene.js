// The map with all that is on it, and the view of it that its parts share.

import { isoDay, latitudeAt, longitudeAt, worldX, worldY } from './payload.js';
import { Store } from './store.js';
import { Filter } from './filter.js';
import { plural, span } from './words.js';
import { Basemap } from './basemap.js';
import { Labels } from './labels.js';
import { gather, opened, shares } from './grid.js';
import { Symbols } from './symbols.js';
import { Uncertainty } from './uncertainty.js';
import { card, list } from './popup.js';
import { key, Legend } from './legend.js';
import { Unplaced } from './unplaced.js';
import { Table } from './table.js';
import { TimeBar } from './timebar.js';
import { searchBox } from './search.js';
import { downloads } from './download.js';
import { Reports } from './reports.js';
import { button, el } from './dom.js';

const REST_MS = 120;
const COLORS = [
  'sea',
  'land',
  'lit',
  'urban',
  'coast',
  'river',
  'province',
  'accent',
  'ink-soft',
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
    this.hidden = new Set(); // types whose layer is off before there is a filter
    this.layers = new Map();
    this.wanted = null;
    this.version = 0;
  }

  start(events, ground, reports) {
    const { map } = this;
    this.store = new Store(events);
    this.filter = new Filter(this.store);
    this.filter.set({ type: this.hidden });
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
    this.time = new TimeBar(this);
    this.reports = new Reports(this, reports);
    this.unplaced = new Unplaced(this);
    searchBox(this);
    downloads(this);
    this.credits();
    const drawn = this.store.types.filter((type) => this.layers.has(type.id));
    document.getElementById('gm-key').append(key(drawn.length ? drawn : this.store.types, ground.meta.layers.borders.firm.includes(0)));
    this.filter.onChange(() => this.change());
    this.redraw();
  }

  // Which symbols are where, in layer pixels; made anew when the view or the events shown have changed.
  layout() {
    const { map, store, filter } = this;
    const box = L.bounds(map.containerPointToLayerPoint([0, 0]), map.containerPointToLayerPoint(map.getSize())).pad(
      0.1,
    );
    const mark = [map.getZoom(), map.getPixelOrigin(), box.min, box.max, this.version].join();
    if (this.made && this.made.mark === mark) return this.made;
    const scale = 2 ** map.getZoom();
    const origin = map.getPixelOrigin();
    const { groups } = gather(store, filter.mask, scale, origin, box, this.next);
    opened(groups, this.next, store, scale, origin, this.wanted);
    const single = ({ head, x, y }) => ({ i: head, x, y });
    const singles = groups.flatMap((group) => group.petals || (group.count === 1 ? [single(group)] : []));
    const pies = groups.filter((group) => group.count > 1 && !group.petals);
    pies.forEach((pie) => {
      pie.shares = shares(pie, store.types.length);
    });
    const obstacles = [
      ...singles.map(({ x, y }) => ({ x, y, radius: 14 })),
      ...singles.filter(({ ax }) => ax !== undefined).map(({ ax, ay }) => ({ x: ax, y: ay, radius: 3 })),
      ...pies.map(({ x, y, radius }) => ({ x, y, radius: radius + 1 })),
    ];
    this.made = { mark, groups, singles, pies, obstacles };
    return this.made;
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

  // After a change of what is shown: symbols at once, names and areas when it has come to rest, so that the time bar
  // runs smoothly and names do not flicker.
  change() {
    this.version += 1;
    this.symbols.sync();
    this.summarize();
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.redraw(), REST_MS);
  }

  summarize() {
    const { store, filter } = this;
    const [first, last] = filter.period;
    const part = filter.shown < store.total ? `${filter.shown.toLocaleString('en')} of ` : '';
    const period = first <= last ? ` · ${span(isoDay(first), isoDay(last))}` : '';
    let text = `${part}${plural(store.total, 'event')} on the map${period}`;
    if (!store.total) text = 'None of the events has a place on the map.';
    if (!store.count) text = 'No events: the reports tell of none, or there were no reports.';
    document.getElementById('gm-summary').textContent = text;
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
    const { store, filter, map } = this;
    const bounds = map.getPixelBounds();
    const scale = 2 ** map.getZoom();
    const rows = [];
    for (let i = 0; i < store.count; i += 1) {
      if (filter.mask[i] && bounds.contains([store.x[i] * scale, store.y[i] * scale])) rows.push(i);
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
    if (this.filter) this.filter.show('type', id, shown);
    else if (shown) this.hidden.delete(id);
    else this.hidden.add(id);
  }

  // Moves the view; `then` is called when it has arrived, so that a card opened there finds its room.
  lookAt(x, y, zoom, then = () => {}) {
    const { map } = this;
    const at = L.latLng(latitudeAt(y), longitudeAt(x));
    if (map.getZoom() === zoom && map.getCenter().distanceTo(at) < 1) {
      then();
      return;
    }
    map.once('moveend', then);
    map.setView(at, zoom, { animate: map.options.zoomAnimation });
  }

  // Spreads the symbols of these rows for as long as the zoom stays; null gathers them again.
  spread(rows) {
    if (!rows && !this.wanted) return;
    this.wanted = rows;
    this.redraw();
  }

  openEvent(i, at, from) {
    this.popup(card(this, i), at, from);
    this.uncertainty.highlight(i);
  }

  openList(rows, at, from) {
    const showList = () =>
      this.popup(
        list(this.store, rows, (i) => {
          this.popup(card(this, i, button({ class: 'gm-button' }, showList, '← All at this spot')), at, from);
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
    content.querySelector('h2').focus({ preventScroll: true });
    popup.once('remove', () => {
      this.uncertainty.highlight(null);
      const lost = document.activeElement === document.body || content.contains(document.activeElement);
      if (from && from.isConnected && lost) from.focus({ preventScroll: true });
    });
  }

  // Shows which event the pointer or the focus is on, in the map and in the table; null for none.
  point(i, from) {
    if (from !== 'table') this.table.point(i);
    this.symbols.point(from === 'map' ? null : i);
    this.uncertainty.highlight(i !== null && this.store.drawn[i] ? i : null);
  }

  // Moves the map so that all events that are shown are in view.
  frame() {
    const { filter, map } = this;
    const box = L.latLngBounds([]);
    for (const i of filter.rows()) box.extend(this.latLng(i));
    if (box.isValid()) map.fitBounds(box, { padding: [40, 40], maxZoom: 9 });
  }

  // Goes to a place of which there is nothing to tell but its name.
  show(latitude, longitude, text) {
    const x = worldX(longitude, this.store.meta.seam);
    const y = worldY(latitude);
    const card = el('div', { class: 'gm-card' }, el('h2', { tabindex: '-1' }, text));
    const open = () => this.popup(card, [latitudeAt(y), longitudeAt(x)], null);
    this.lookAt(x, y, Math.max(this.map.getZoom(), 8), open);
  }

  // Goes to an event and opens its card.
  visit(i) {
    const open = () => this.openEvent(i, this.latLng(i), null);
    this.lookAt(this.store.x[i], this.store.y[i], Math.max(this.map.getZoom(), 8), open);
  }

  // Credits are HTML to Leaflet: what comes from the events is escaped.
  credits() {
    const { store, map } = this;
    const told = store.values('attribution').flatMap((text) => (text || '').split(', '));
    const names = new Set(['Natural Earth', ...told.filter(Boolean)]);
    for (const name of names) map.attributionControl.addAttribution(el('i', null, name).innerHTML);
  }
}
