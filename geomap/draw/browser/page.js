// `geomap.map` and `geomap.layer`, which the script at the end of the page calls.

import { unpack } from './payload.js';
import { el } from './dom.js';
import { follow, read } from './address.js';
import { Scene } from './scene.js';
import { standInForJquery, standInForPictures } from './stock.js';

const MAX_ZOOM = 12;
const START_ZOOM = 9;

function keyboard(map) {
  map.on('popupopen popupclose', ({ type }) => map.getContainer().classList.toggle('gm-reading', type === 'popupopen'));
  map.getContainer().addEventListener('keydown', (event) => {
    if (event.key === 'Escape') map.closePopup();
  });
}

function panes(map) {
  for (const [name, level] of [
    ['gm-basemap', 150],
    ['gm-uncertainty', 380],
    ['gm-labels', 420],
    ['gm-symbols', 450],
  ]) {
    map.createPane(name).style.zIndex = level;
    map.getPane(name).style.pointerEvents = 'none';
  }
}

function followStyle(scene) {
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => scene.recolor());
  const print = (on) => () => {
    document.documentElement.classList.toggle('gm-print', on);
    scene.map.invalidateSize({ animate: false });
    scene.recolor();
  };
  window.addEventListener('beforeprint', print(true));
  window.addEventListener('afterprint', print(false));
}

function legendButton() {
  const node = document.getElementById('gm-show-legend');
  node.addEventListener('click', () => {
    const open = document.getElementById('gm-side').classList.toggle('gm-open');
    node.setAttribute('aria-expanded', String(open));
  });
}

function createMap(id, { bounds, seam }) {
  standInForJquery();
  standInForPictures();
  const lively = !window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const map = L.map(id, {
    maxZoom: MAX_ZOOM,
    fadeAnimation: lively,
    zoomAnimation: lively,
    inertia: lively,
    zoomSnap: 0.5,
    zoomDelta: 1,
    wheelPxPerZoomLevel: 90,
    attributionControl: false,
    maxBounds: [
      [-85, seam],
      [85, seam + 360],
    ],
    maxBoundsViscosity: 1,
  });
  L.control.attribution({ prefix: '<a href="https://leafletjs.com">Leaflet</a>' }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  panes(map);
  const scene = new Scene(map);
  map.geomap = scene;
  const edge = Math.min(48, map.getSize().x * 0.06);
  const room = { padding: [edge, edge], maxZoom: START_ZOOM };
  map.setMinZoom(Math.max(1, Math.min(4, map.getBoundsZoom(bounds) - 1)));
  const asked = read(window.location.hash);
  if (asked.center) map.setView(asked.center, asked.zoom);
  else map.fitBounds(bounds, { ...room, animate: false });
  keyboard(map);
  legendButton();
  window.geomap.ready = open(scene);
  return map;
}

async function open(scene) {
  try {
    const blocks = ['gm-events-data', 'gm-basemap-data', 'gm-reports-data'];
    scene.start(...(await Promise.all(blocks.map(unpack))));
    followStyle(scene);
    follow(scene);
    document.documentElement.classList.add('gm-ready');
  } catch (error) {
    document
      .getElementById('gm-stage')
      .append(el('p', { class: 'gm-message', role: 'alert' }, `The map could not be opened. ${error.message}`));
    throw error;
  }
}

// A stand-in for all events of one type: on the map or not.
const TypeLayer = L.Layer.extend({
  initialize(scene, id) {
    this.scene = scene;
    this.id = id;
    scene.layers.set(id, this);
    scene.setType(id, false);
  },
  onAdd() {
    this.scene.setType(this.id, true);
  },
  onRemove() {
    this.scene.setType(this.id, false);
  },
});

window.geomap = { map: createMap, layer: (map, id) => new TypeLayer(map.geomap, id) };
