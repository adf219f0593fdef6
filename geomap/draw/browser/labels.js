// Names on the ground: first of the places that events are at, then of countries, towns, seas, land forms, provinces.
// A name is written only where it covers no symbol and no other name.

import { worldX, worldY } from './payload.js';
import { CanvasLayer } from './basemap.js';

const FONT = 'system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';
// Relations whose point is the place itself, so that its name may stand there.
const AT = ['in', 'near', 'outside', 'part_of', null];
// World pixels at zoom 0 of some 8 km, the distance within which a town of the basemap is the same as an event's place.
const SAME = (8 / 40075) * 256;

// Places of events that are named at once: those with most events.
const MOST = 80;

export class Labels {
  constructor(scene, meta) {
    this.scene = scene;
    this.names = {};
    for (const [kind, columns] of Object.entries(meta.names)) this.names[kind] = rows(columns, meta.unit);
    this.collectPlaces();
    this.placed = [];
    this.layer = new CanvasLayer((context, box) => this.paint(context, box), { pane: 'gm-labels' });
  }

  // Places of events, each once; `placeOf` tells each event its place, -1 for none.
  collectPlaces() {
    const { store } = this.scene;
    this.places = [];
    this.placeOf = new Int32Array(store.count).fill(-1);
    const names = store.values('place_name');
    const relations = store.values('spatial_relation');
    const known = new Map();
    for (let i = 0; i < store.count; i += 1) {
      const name = store.drawn[i] ? names[store.arrays.place_name[i]] : null;
      const text = name && placeName(store, i, name, relations[store.arrays.spatial_relation[i]]);
      if (text) {
        const vague = isArea(store, i);
        const spot = Math.round(store.x[i] / SAME / 4) * 2 ** 11 + Math.round(store.y[i] / SAME / 4);
        const key = (spot * 2 + vague) * (names.length + 1) + store.arrays.place_name[i];
        if (!known.has(key)) {
          known.set(key, this.places.length);
          this.places.push({ name: text, x: store.x[i], y: store.y[i], rank: 7, capital: 0, vague });
        }
        this.placeOf[i] = known.get(key);
      }
    }
    for (const town of this.names.towns) {
      const same = this.places.find((place) => !place.vague && isSame(place, town));
      if (same) {
        town.covered = true;
        same.rank = Math.min(same.rank, town.rank);
        same.capital = Math.max(same.capital, town.capital);
      }
    }
  }

  paint(context, box) {
    const { map, store, filter } = this.scene;
    const layout = this.scene.layout();
    const state = {
      context,
      box,
      zoom: map.getZoom(),
      scale: 2 ** map.getZoom(),
      origin: map.getPixelOrigin(),
      view: map.getPixelBounds(),
      colors: this.scene.palette(),
      groups: layout.groups,
      used: [...layout.obstacles],
      placed: [],
    };
    context.clearRect(box.min.x, box.min.y, box.max.x - box.min.x, box.max.y - box.min.y);
    const busy = new Uint32Array(this.places.length);
    for (let i = 0; i < store.count; i += 1) if (filter.mask[i] && this.placeOf[i] >= 0) busy[this.placeOf[i]] += 1;
    const near = this.places.map((_, p) => p).filter((p) => busy[p] && visible(state, ...at(state, this.places[p])));
    const order = near.sort((a, b) => busy[b] - busy[a]).slice(0, MOST);
    order.sort((a, b) => this.places[a].rank - this.places[b].rank || busy[b] - busy[a]);
    order.forEach((p) => town(state, this.places[p], true));
    this.names.countries.forEach((name) => area(state, name, 'country'));
    const townsShown = this.names.towns.filter((name) => !name.covered && name.rank <= townRank(state.zoom));
    townsShown.sort((a, b) => a.rank - b.rank || b.capital - a.capital).forEach((name) => town(state, name, false));
    this.names.seas.forEach((name) => area(state, name, 'sea'));
    if (state.zoom >= 4.5) this.names.lands.forEach((name) => area(state, name, 'land'));
    if (state.zoom >= 7) (this.names.provinces || []).forEach((name) => area(state, name, 'province'));
    this.placed = state.placed;
  }
}

// A town of the basemap is the place of an event if it is there, or if it is not far and has the same name.
function isSame(place, town) {
  const far = Math.hypot(place.x - town.x, place.y - town.y);
  return far < SAME || (far < 8 * SAME && folded(place.name) === folded(town.name));
}

function folded(name) {
  return name.normalize('NFD').replace(/\P{L}/gu, '').toLowerCase();
}

function isArea(store, i) {
  return (store.number('geo_precision', i) ?? 1) > 2;
}

// What to write beside an event: its place if it is at that point; for an area that it is only somewhere in it, since a
// symbol in its middle would say more than is known; nothing along lines.
function placeName(store, i, name, relation) {
  const shape = store.arrays.shape[i];
  if (shape >= 0 && store.arrays.shape_kind[shape] === 1) return null;
  if (isArea(store, i)) return `somewhere in ${name}`;
  return shape < 0 && AT.includes(relation) ? name : null;
}

function townRank(zoom) {
  if (zoom >= 7) return Math.floor(zoom) + 1;
  if (zoom >= 6) return 6;
  return Math.max(0, Math.floor(zoom) - 1);
}

function rows(columns, unit) {
  return columns.x.map((_, k) => {
    const row = {
      x: worldX(columns.x[k] / unit, -Infinity),
      y: worldY(columns.y[k] / unit),
      name: calm(columns.name[k]),
    };
    for (const column of ['rank', 'capital', 'lit', 'kind']) if (columns[column]) row[column] = columns[column][k];
    if (columns.r) row.r = (columns.r[k] / unit / 360) * 256;
    return row;
  });
}

// Names in capitals would shout: "LIBYAN DESERT", "TIBESTI MTS.".
function calm(name) {
  if (name !== name.toUpperCase() || name.length < 4) return name;
  return name
    .toLowerCase()
    .replace(/(^|[\s(-])\p{L}/gu, (start) => start.toUpperCase())
    .replace(/\bMts\.?$/, 'Mountains');
}

function write(state, text, x, y, style) {
  const { context } = state;
  Object.assign(context, {
    font: style.font,
    letterSpacing: style.spacing || '0px',
    textBaseline: 'middle',
    textAlign: 'center',
    lineJoin: 'round',
    strokeStyle: style.halo,
    lineWidth: style.haloWidth || 3,
    fillStyle: style.color,
  });
  context.setLineDash([]);
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}

function width(state, text, style) {
  Object.assign(state.context, { font: style.font, letterSpacing: style.spacing || '0px' });
  return state.context.measureText(text).width;
}

function free(state, box) {
  return state.used.every((other) =>
    other.radius === undefined
      ? box.left >= other.right || box.right <= other.left || box.top >= other.bottom || box.bottom <= other.top
      : distance(box, other) >= other.radius,
  );
}

function distance(box, circle) {
  const dx = Math.max(box.left - circle.x, 0, circle.x - box.right);
  const dy = Math.max(box.top - circle.y, 0, circle.y - box.bottom);
  return Math.hypot(dx, dy);
}

function around(x, y, halfWidth, halfHeight) {
  return { left: x - halfWidth, right: x + halfWidth, top: y - halfHeight, bottom: y + halfHeight };
}

function at(state, place) {
  return [place.x * state.scale - state.origin.x, place.y * state.scale - state.origin.y];
}

function visible(state, x, y) {
  const { min, max } = state.box;
  return x > min.x && x < max.x && y > min.y && y < max.y;
}

// A town: its name beside the dot or the symbols, at the first of some positions that is free.
function town(state, place, event) {
  const [x, y] = at(state, place);
  if (!visible(state, x, y)) return;
  const { colors } = state;
  const great = place.capital === 2 || place.rank <= 3;
  const size = (great ? 13 : 12) + (state.zoom >= 8 ? 1 : 0);
  const weight = place.vague ? 'italic 400' : event || great ? 600 : 400;
  const style = { font: `${weight} ${size}px ${FONT}`, halo: colors.halo, color: event ? colors.label : colors.quiet };
  const half = width(state, place.name, style) / 2;
  const cover = state.groups.find((group) => Math.hypot(group.x - x, group.y - y) < group.radius);
  const mark = around(x, y, 3, 3);
  if (!cover && !free(state, mark)) return;
  const circle = cover || { x, y, radius: 4 };
  const gaps = event ? [2, 10, 20, 32] : [2];
  const spot = beside(state, circle, half, size / 2, gaps, true) || beside(state, circle, half, size / 2, gaps, false);
  if (!spot) return;
  state.used.push(spot.box);
  state.placed.push({ text: place.name, event, ...spot.box });
  if (!cover) {
    state.used.push(mark);
    dot(state, x, y, place.capital === 2, event);
  }
  write(state, place.name, spot.x, spot.y, style);
}

// Positions around a circle, the right one first, further out each round; if `whole`, not cut by the edge of the map.
function beside(state, circle, halfWidth, halfHeight, gaps, whole) {
  for (const gap of gaps) {
    const reach = circle.radius + gap;
    const slant = reach * 0.72;
    const spots = [
      [circle.x + reach + halfWidth, circle.y],
      [circle.x - reach - halfWidth, circle.y],
      [circle.x + slant + halfWidth, circle.y - slant],
      [circle.x + slant + halfWidth, circle.y + slant],
      [circle.x - slant - halfWidth, circle.y - slant],
      [circle.x - slant - halfWidth, circle.y + slant],
      [circle.x, circle.y + reach + halfHeight],
      [circle.x, circle.y - reach - halfHeight],
    ];
    for (const [x, y] of spots) {
      const box = around(x, y, halfWidth + 2, halfHeight + 1);
      if (free(state, box) && (!whole || uncut(state, box))) return { x, y, box };
    }
  }
  return null;
}

function uncut({ view, origin }, box) {
  return (
    box.left + origin.x >= view.min.x &&
    box.right + origin.x <= view.max.x &&
    box.top + origin.y >= view.min.y &&
    box.bottom + origin.y <= view.max.y
  );
}

function dot(state, x, y, capital, event) {
  const { context, colors } = state;
  Object.assign(context, { fillStyle: event ? colors.label : colors.quiet, strokeStyle: colors.halo, lineWidth: 1.5 });
  context.beginPath();
  if (capital) context.rect(x - 2.6, y - 2.6, 5.2, 5.2);
  else context.arc(x, y, 2, 0, 7);
  context.stroke();
  context.fill();
}

function areaStyle(state, name, kind) {
  const { colors, zoom } = state;
  const country = Math.round(Math.min(name.lit ? 19 : 14, 6 + zoom * (name.lit ? 1.9 : 1.3)));
  return {
    country: {
      font: `600 ${country}px ${FONT}`,
      spacing: `${Math.round(country / 3)}px`,
      halo: colors.haloSoft,
      color: name.lit ? colors.countryLit : colors.country,
      capitals: true,
      fit: 2.6,
    },
    sea: {
      font: `italic 400 ${name.rank <= 2 ? 14 : 12}px ${FONT}`,
      spacing: '2px',
      halo: colors.haloSea,
      color: colors.seaLabel,
      fit: 6,
    },
    land: {
      font: `italic 400 ${name.rank <= 3 ? 12.5 : 11.5}px ${FONT}`,
      spacing: '1.6px',
      halo: colors.haloSoft,
      color: colors.landLabel,
      fit: 6,
    },
    province: {
      font: `500 11px ${FONT}`,
      spacing: '1.4px',
      halo: colors.haloSoft,
      color: colors.provinceLabel,
      fit: 0,
    },
  }[kind];
}

// The name of an area, on its widest spot or a little above or below, if the area is wide enough for it.
function area(state, name, kind) {
  const [x, y] = at(state, name);
  const twice = kind === 'province' && state.placed.some(({ text }) => text === name.name);
  if (!name.name || twice || !visible(state, x, y)) return;
  const style = areaStyle(state, name, kind);
  const text = style.capitals ? name.name.toLocaleUpperCase('en') : name.name;
  const half = width(state, text, style) / 2;
  const radius = name.r === undefined ? Infinity : name.r * state.scale;
  if (style.fit && (half * 2 > radius * style.fit || radius > 2500)) return;
  for (const shift of [0, -18, 18, -36, 36, -60, 60]) {
    const box = around(x, y + shift, half + 6, 10);
    if (Math.abs(shift) < Math.max(20, radius * 0.7) && free(state, box)) {
      state.used.push(box);
      state.placed.push({ text, event: false, ...box });
      write(state, text, x, y + shift, style);
      return;
    }
  }
}
