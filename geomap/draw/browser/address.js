// The view in the address of the page: `#zoom/latitude/longitude`, then what is filtered, if anything is:
// `&hide=capture,siege&support=weak&modality=attempted&days=2011-03-01..2011-04-01&find=misrata`, where the values of
// `hide`, `support` and `modality` are those that are hidden.

import { isoDay } from './payload.js';
import { windowOf } from './timebar.js';

const PAUSE = 150;
const KEYS = { hide: 'type', support: 'support', modality: 'modality' };

// What an address says; `center` is null if it has no place.
export function read(hash) {
  const [place, ...rest] = hash.replace(/^#/, '').split('&');
  const numbers = /^(\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)$/.exec(place);
  const told = new URLSearchParams((numbers ? rest : [place, ...rest]).join('&'));
  const days = (told.get('days') || '').split('..');
  const hidden = Object.entries(KEYS).map(([key, name]) => [name, (told.get(key) || '').split(',').filter(Boolean)]);
  return {
    zoom: numbers && Number(numbers[1]),
    center: numbers && [Number(numbers[2]), Number(numbers[3])],
    days: windowOf(days[0], days[1]),
    asked: told.get('find') || '',
    hidden: Object.fromEntries(hidden),
  };
}

function write({ map, filter }) {
  const { lat, lng } = map.getCenter();
  const told = new URLSearchParams();
  for (const [key, name] of Object.entries(KEYS)) {
    const { hidden } = filter.facet(name);
    if (hidden.size) told.set(key, [...hidden].join(','));
  }
  if (filter.days) told.set('days', filter.days.map((day) => (Number.isFinite(day) ? isoDay(day) : '')).join('..'));
  if (filter.asked) told.set('find', filter.asked);
  const rest = String(told).replace(/%2C/g, ',');
  return `#${map.getZoom()}/${lat.toFixed(4)}/${lng.toFixed(4)}${rest && `&${rest}`}`;
}

// Keeps the address and the page in step.
export function follow(scene) {
  const { map, filter } = scene;
  // In a notebook the page has no address of its own.
  if (window.location.protocol === 'about:') return;
  let timer = null;
  let own = null;
  const keep = () => {
    own = write(scene);
    window.history.replaceState(null, '', own);
  };
  // Browsers refuse addresses that change too often.
  const keepLater = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  };
  const apply = () => {
    const { zoom, center, days, asked, hidden } = read(window.location.hash);
    if (center) map.setView(center, zoom, { animate: false });
    for (const { id } of scene.store.types) {
      const shown = !hidden.type.includes(id);
      if (shown === filter.facet('type').hidden.has(id) && scene.layers.has(id)) scene.showType(id, shown);
    }
    const known = (name) => hidden[name].filter((value) => scene.legend.offers(name, value));
    filter.set({ days: scene.time.bins ? days : null, asked, support: known('support'), modality: known('modality') });
  };
  if (window.location.hash) apply();
  map.on('moveend', keep);
  filter.onChange(keepLater);
  window.addEventListener('hashchange', () => {
    if (window.location.hash !== own) apply();
  });
}
