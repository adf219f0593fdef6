// Download of the events that are shown, in the columns of the schema.

import { button } from './dom.js';

const CLOSE = 1e-4; // degrees

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
  const parts = shape.parts.map(straight);
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

// A line or ring as [longitude, latitude] where most of it lies between -180 and 180 degrees: it is moved as a whole,
// since the page counts longitudes from where it has cut the world.
function straight(part) {
  const longitudes = part.map(([, longitude]) => longitude);
  const jump = longitudes.some((value, k) => k && Math.abs(value - longitudes[k - 1]) > 180);
  const whole = jump ? longitudes.map((value) => (value > 180 - CLOSE ? value - 360 : value)) : longitudes;
  const middle = (Math.min(...whole) + Math.max(...whole)) / 2;
  const turn = middle > 180 ? -360 : middle < -180 ? 360 : 0;
  return part.map(([latitude], k) => [rounded(Math.max(-180, Math.min(180, whole[k] + turn))), rounded(latitude)]);
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
