// The ground: land, water, borders on one canvas, redrawn after each move.

import { worldX, worldY } from './payload.js';

// A canvas over the view and some room around it. `paint` gets the context, which counts in layer pixels, and the box.
export const CanvasLayer = L.Renderer.extend({
  options: { padding: 0.1 },

  initialize(paint, options) {
    L.Renderer.prototype.initialize.call(this, options);
    this._paint = paint;
  },

  redraw() {
    if (this._map) this._update();
  },

  _initContainer() {
    this._container = document.createElement('canvas');
    this._container.className = this.options.className || '';
    this._container.setAttribute('aria-hidden', 'true');
  },

  _destroyContainer() {
    this._container.remove();
  },

  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize();
    const { min } = this._bounds;
    const ratio = window.devicePixelRatio || 1;
    const canvas = this._container;
    const [width, height] = [Math.round(size.x * ratio), Math.round(size.y * ratio)];
    if (canvas.width !== width || canvas.height !== height) {
      Object.assign(canvas, { width, height });
      Object.assign(canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
    }
    L.DomUtil.setPosition(canvas, min);
    const context = canvas.getContext('2d');
    context.setTransform(ratio, 0, 0, ratio, -min.x * ratio, -min.y * ratio);
    this._paint(context, this._bounds);
  },

  _updatePaths() {},
});

// Vertices of a layer in world pixels at zoom 0, and the box of each line or ring.
function outline(arrays, name, unit) {
  const [steps, first, part, shape] = ['xy', 'first', 'part', 'shape'].map((suffix) => arrays[`${name}_${suffix}`]);
  const x = new Float64Array(steps.length / 2);
  const y = new Float64Array(steps.length / 2);
  const boxes = new Float64Array((part.length - 1) * 4);
  for (let p = 0; p < part.length - 1; p += 1) {
    let longitude = first[2 * p];
    let latitude = first[2 * p + 1];
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (let v = part[p]; v < part[p + 1]; v += 1) {
      longitude += steps[2 * v];
      latitude += steps[2 * v + 1];
      x[v] = worldX(longitude / unit, -Infinity);
      y[v] = worldY(latitude / unit);
      box[0] = Math.min(box[0], x[v]);
      box[1] = Math.min(box[1], y[v]);
      box[2] = Math.max(box[2], x[v]);
      box[3] = Math.max(box[3], y[v]);
    }
    boxes.set(box, 4 * p);
  }
  return { x, y, part, shape, boxes };
}

export class Basemap {
  constructor({ meta, arrays }, map, palette) {
    this.map = map;
    this.palette = palette;
    this.meta = meta;
    this.outlines = {};
    for (const name of Object.keys(meta.layers)) this.outlines[name] = outline(arrays, name, meta.unit);
    this.layer = new CanvasLayer((context, box) => this.paint(context, box), { pane: 'gm-basemap' });
  }

  // Adds those shapes of a layer that are in the box, and that `chosen` lets through, to the path.
  trace(context, name, box, chosen) {
    const { x, y, part, shape, boxes } = this.outlines[name];
    const scale = 2 ** this.map.getZoom();
    const origin = this.map.getPixelOrigin();
    const [west, north] = [(box.min.x + origin.x) / scale, (box.min.y + origin.y) / scale];
    const [east, south] = [(box.max.x + origin.x) / scale, (box.max.y + origin.y) / scale];
    context.beginPath();
    for (let s = 0; s < shape.length - 1; s += 1) {
      for (let p = shape[s]; p < shape[s + 1] && (!chosen || chosen(s)); p += 1) {
        const outside =
          boxes[4 * p] > east || boxes[4 * p + 2] < west || boxes[4 * p + 1] > south || boxes[4 * p + 3] < north;
        if (!outside) run(context, x, y, part[p], part[p + 1], scale, origin);
      }
    }
  }

  paint(context, box) {
    const colors = this.palette();
    const zoom = this.map.getZoom();
    const has = (name) => Boolean(this.outlines[name]);
    const stroke = (color, width, dash = []) => {
      Object.assign(context, { strokeStyle: color, lineWidth: width, lineJoin: 'round', lineCap: 'round' });
      context.setLineDash(dash);
      context.stroke();
    };
    const fill = (name, color, seam) => {
      this.trace(context, name, box);
      context.fillStyle = color;
      context.fill('evenodd');
      // Neighbors share edges; without this stroke the sea would shine through between them.
      if (seam) stroke(color, 0.8);
    };
    context.clearRect(box.min.x, box.min.y, box.max.x - box.min.x, box.max.y - box.min.y);
    fill('world', colors.land, false);
    fill('world_lit', colors.lit, false);
    this.trace(context, 'world', box);
    stroke(colors.province, 0.6);
    this.clear(context, colors.sea);
    fill('rest', colors.land, true);
    fill('lit', colors.lit, true);
    if (has('urban') && zoom >= 6.5) fill('urban', colors.urban, false);
    if (has('lakes')) this.water(context, box, colors, zoom, stroke);
    if (has('provinces') && zoom >= 4.5) {
      this.trace(context, 'provinces', box);
      stroke(colors.province, zoom >= 7 ? 1 : 0.8, [1, 3]);
    }
    this.trace(context, 'coast', box);
    stroke(colors.coast, zoom >= 7 ? 1.1 : 0.8);
    this.borders(context, box, colors, zoom, stroke);
  }

  // Takes the coarse world away where the finer layers lie.
  clear(context, color) {
    const [west, south, east, north] = this.meta.box;
    const scale = 2 ** this.map.getZoom();
    const origin = this.map.getPixelOrigin();
    const [left, right] = [worldX(west, -Infinity) * scale - origin.x, worldX(east, -Infinity) * scale - origin.x];
    const [top, bottom] = [worldY(north) * scale - origin.y, worldY(south) * scale - origin.y];
    context.fillStyle = color;
    context.fillRect(left, top, right - left, bottom - top);
  }

  water(context, box, colors, zoom, stroke) {
    const { rivers, lakes } = this.meta.layers;
    this.trace(context, 'rivers', box, (s) => rivers.rank[s] <= zoom + 1);
    stroke(colors.river, Math.max(0.7, Math.min(2, (zoom - 4) * 0.4)));
    this.trace(context, 'lakes', box, (s) => lakes.rank[s] <= zoom + 1);
    context.fillStyle = colors.sea;
    context.fill('evenodd');
    stroke(colors.coast, 0.6);
  }

  borders(context, box, colors, zoom, stroke) {
    const { firm } = this.meta.layers.borders;
    const width = Math.max(0.6, Math.min(1.2, zoom * 0.2));
    if (zoom >= 4.5) {
      this.trace(context, 'borders', box);
      stroke(colors.borderEdge, width * 3);
    }
    this.trace(context, 'borders', box, (s) => firm[s]);
    stroke(colors.border, width);
    this.trace(context, 'borders', box, (s) => !firm[s]);
    stroke(colors.border, width, [4, 4]);
  }
}

// One line or ring, without the vertices that are less than a pixel from the last.
function run(context, x, y, from, to, scale, origin) {
  let lastX = x[from] * scale - origin.x;
  let lastY = y[from] * scale - origin.y;
  context.moveTo(lastX, lastY);
  for (let v = from + 1; v < to; v += 1) {
    const px = x[v] * scale - origin.x;
    const py = y[v] * scale - origin.y;
    if (Math.abs(px - lastX) + Math.abs(py - lastY) > 0.8 || v === to - 1) {
      context.lineTo(px, py);
      lastX = px;
      lastY = py;
    }
  }
}
