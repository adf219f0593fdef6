// How exactly a place is known: a ring around points, the area of regions, a band along lines, an arrow for movements.

const MANY = 60;
const EARTH = 40075016.7;

export class Uncertainty {
  constructor(scene) {
    this.scene = scene;
    this.group = L.layerGroup().addTo(scene.map);
    this.lit = L.layerGroup().addTo(scene.map);
    this.renderer = L.svg({ pane: 'gm-uncertainty', padding: 0.1 });
  }

  // Draws all in view unless they are many; then only the one that is looked at.
  sync() {
    const { store, map } = this.scene;
    this.group.clearLayers();
    const rows = this.scene.inView();
    if (rows.length > MANY) return;
    const once = new Map();
    for (const i of rows) {
      const key =
        store.arrays.shape[i] >= 0
          ? `shape ${store.arrays.shape[i]} ${store.text('spatial_relation', i) === 'from_to'}`
          : `${store.x[i]} ${store.y[i]} ${store.number('uncertainty_km', i)}`;
      const color = this.scene.lineColor(store.kind(i));
      const seen = once.get(key);
      once.set(key, { i, color: seen && seen.color !== color ? this.scene.palette().mixed : color });
    }
    for (const { i, color } of once.values()) {
      if (this.matters(i, map)) this.draw(i, color, false).forEach((layer) => this.group.addLayer(layer));
    }
  }

  // Marks one event, or none for null.
  highlight(i) {
    this.lit.clearLayers();
    if (i !== null)
      this.draw(i, this.scene.lineColor(this.scene.store.kind(i)), true).forEach((layer) => this.lit.addLayer(layer));
  }

  // Whether it is big enough to be seen beside the symbol and small enough to tell something.
  matters(i, map) {
    const { store } = this.scene;
    if (store.number('geo_precision', i) === 6) return false;
    if (store.arrays.shape[i] >= 0) return true;
    const pixels = this.pixels(i, (store.number('uncertainty_km', i) || 0) * 1000);
    return pixels > 15 && pixels < Math.max(map.getSize().x, map.getSize().y) / 2;
  }

  pixels(i, meters) {
    const latitude = (this.scene.store.number('latitude', i) * Math.PI) / 180;
    return (meters * 256 * 2 ** this.scene.map.getZoom()) / (EARTH * Math.max(0.02, Math.cos(latitude)));
  }

  draw(i, color, strong) {
    const { store } = this.scene;
    const shape = store.shape(i);
    const line = {
      renderer: this.renderer,
      interactive: false,
      color,
      weight: strong ? 2 : 1.2,
      opacity: 0.85,
      dashArray: '4 4',
    };
    if (!shape) {
      const radius = (store.number('uncertainty_km', i) || 0) * 1000;
      return radius ? [L.circle(this.scene.latLng(i), { ...line, radius, fillOpacity: strong ? 0.14 : 0.07 })] : [];
    }
    if (shape.kind === 'area') return [L.polygon(shape.parts, { ...line, fillOpacity: strong ? 0.2 : 0.1 })];
    if (store.text('spatial_relation', i) === 'from_to')
      return this.arrow(shape.parts, { ...line, weight: strong ? 3.5 : 2.5, dashArray: null });
    const width = 2 * this.pixels(i, (store.number('uncertainty_km', i) || 0) * 1000);
    const band = {
      ...line,
      weight: Math.max(10, Math.min(44, width)),
      opacity: strong ? 0.35 : 0.2,
      dashArray: null,
      lineCap: 'round',
    };
    return [L.polyline(shape.parts, band), L.polyline(shape.parts, { ...line, opacity: 0.6 })];
  }

  // A line with a head of constant size, short of its end, where the symbol of another event may lie.
  arrow(parts, style) {
    const { map } = this.scene;
    const line = parts[parts.length - 1].map((at) => map.latLngToLayerPoint(at));
    if (line.length < 2) return [];
    const [a, b] = [line[line.length - 2], line[line.length - 1]];
    const angle = Math.atan2(b.y - a.y, b.x - a.x);
    const short = Math.min(18, a.distanceTo(b) / 2);
    const back = (length, turn) =>
      map.layerPointToLatLng([tip.x - length * Math.cos(angle + turn), tip.y - length * Math.sin(angle + turn)]);
    const tip = L.point(b.x - short * Math.cos(angle), b.y - short * Math.sin(angle));
    const shaft = [...parts.slice(0, -1), [...parts[parts.length - 1].slice(0, -1), back(0, 0)]];
    return [L.polyline(shaft, style), L.polyline([back(13, 0.5), back(0, 0), back(13, -0.5)], style)];
  }
}
