// Download of the events that are shown, in the columns of the schema.

import { button } from './dom.js';

export function downloads(scene) {
  const menu = document.getElementById('gm-download');
  const offer = (name, kind, make) =>
    button({ class: 'gm-button' }, () => {
      save(name, kind, make(scene));
      menu.open = false;
    }, name.endsWith('csv') ? 'CSV, a table' : 'GeoJSON, for maps');
  menu.append(offer('events.geojson', 'application/geo+json', geojson), offer('events.csv', 'text/csv', csv));
}

function save(name, kind, text) {
  const address = URL.createObjectURL(new Blob([text], { type: kind }));
  const link = document.createElement('a');
  Object.assign(link, { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

// Name to value of all columns of an event.
function properties(store, i) {
  const { texts, columns } = store.meta;
  return Object.fromEntries(
    columns.map((name) => [name, texts.includes(name) ? store.text(name, i) : store.number(name, i)]),
  );
}

// RFC 7946. Shapes are those of the page, simplified to a two-thousandth of their size.
export function geojson({ store, filter }) {
  const features = filter.rows().map((i) =>
    JSON.stringify({ type: 'Feature', id: store.text('id', i), geometry: geometry(store, i), properties: properties(store, i) }),
  );
  return `{"type":"FeatureCollection","features":[\n${features.join(',\n')}\n]}\n`;
}

function geometry(store, i) {
  const shape = store.shape(i);
  if (!shape) return { type: 'Point', coordinates: [store.number('longitude', i), store.number('latitude', i)] };
  const parts = shape.parts.map((part) => part.map(([latitude, longitude]) => [turned(longitude), rounded(latitude)]));
  if (shape.kind === 'line') return { type: 'MultiLineString', coordinates: parts };
  return { type: 'MultiPolygon', coordinates: polygons(parts) };
}

// Rings to polygons. Outer rings run against the clock, as the payload keeps them, and their holes follow them.
function polygons(rings) {
  const found = [];
  for (const ring of rings) {
    if (area(ring) >= 0 || !found.length) found.push([ring]);
    else found[found.length - 1].push(ring);
  }
  return found;
}

function area(ring) {
  let sum = 0;
  for (let k = 1; k < ring.length; k += 1) sum += ring[k - 1][0] * ring[k][1] - ring[k][0] * ring[k - 1][1];
  return sum;
}

function turned(longitude) {
  return rounded(longitude > 180 ? longitude - 360 : longitude);
}

function rounded(degrees) {
  return Number(degrees.toFixed(5));
}

export function csv({ store, filter }) {
  const lines = filter.rows().map((i) => Object.values(properties(store, i)).map(cell).join(','));
  return `\ufeff${[store.meta.columns.join(','), ...lines].join('\r\n')}\r\n`;
}

// Spreadsheets run what begins like a formula: such a text gets an apostrophe before it.
function cell(value) {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
