// Events on the map: single symbols and the buttons over clusters are elements, so that keyboard and screen reader
// reach them; the pies of clusters and the lines to moved symbols are drawn on a canvas.

import { CanvasLayer } from './basemap.js';
import { rowsOf, SINGLES } from './grid.js';
import { symbol } from './dom.js';
import { plural, summary } from './words.js';

export class Symbols {
  constructor(scene) {
    this.scene = scene;
    this.marks = new Map();
    this.paths = scene.store.types.map((type) => new Path2D(type.glyph));
    this.layer = new CanvasLayer((context, box) => this.paint(context, box), {
      pane: 'gm-symbols',
      className: 'leaflet-zoom-hide',
    });
    scene.map.on('click', (event) => this.click(event));
  }

  // Brings the elements in line with the layout; one that stays keeps its focus.
  sync() {
    const wanted = new Map();
    const { singles, pies } = this.scene.layout();
    const zoom = this.scene.map.getZoom();
    if (singles.length <= SINGLES) singles.forEach((single) => wanted.set(`event ${single.i}`, single));
    pies.forEach((pie) => wanted.set(`pie ${zoom}/${pie.at}`, pie));
    for (const [key, mark] of this.marks) {
      if (!wanted.has(key)) {
        mark.remove();
        this.marks.delete(key);
      }
    }
    for (const [key, item] of wanted) this.put(key, item);
    this.layer.redraw();
  }

  put(key, item) {
    const { map } = this.scene;
    const at = map.layerPointToLatLng([item.x, item.y]);
    const mark = this.marks.get(key) || this.mark(item, at);
    const old = mark.item;
    this.marks.set(key, mark);
    mark.item = item;
    if (!old) return;
    const moved = Math.abs(old.x - item.x) + Math.abs(old.y - item.y) > 0.5 || old.zoom !== map.getZoom();
    if (moved) mark.setLatLng(at);
    if (item.count !== old.count) resize(mark.getElement(), Math.round(item.radius * 2));
    if (item.shares && String(item.shares) !== String(old.shares)) this.relabel(mark);
  }

  mark(item, at) {
    const single = item.i !== undefined;
    const { store } = this.scene;
    const size = single ? 26 : Math.round(item.radius * 2);
    const html = single ? symbol(store.kind(item.i), store.solid[item.i]) : '';
    const icon = L.divIcon({ className: single ? 'gm-mark' : 'gm-mark gm-pie', html, iconSize: [size, size] });
    const mark = L.marker(at, { icon, keyboard: true, riseOnHover: true }).addTo(this.scene.map);
    const node = mark.getElement();
    if (single) label(node, summary(store, item.i));
    else label(node, this.pieLabel(item));
    const act = () => (single ? this.scene.openEvent(item.i, mark.getLatLng(), node) : this.openPie(mark.item, node));
    mark.on('click', act);
    mark.on('keydown', ({ originalEvent: event }) => {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        act();
      }
    });
    this.follow(node, single ? () => item.i : () => mark.item.head);
    return mark;
  }

  // What a pie says of itself, once it has come to rest.
  relabel(mark) {
    this.stale = (this.stale || new Set()).add(mark);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.labelAll(), 150);
  }

  labelAll() {
    for (const mark of this.stale || []) if (mark.getElement()) label(mark.getElement(), this.pieLabel(mark.item));
    this.stale = null;
  }

  // Lights the symbol that an event is in; null for none.
  point(i) {
    if (this.lit) this.lit.classList.remove('gm-pointed');
    this.lit = null;
    if (i === null) return;
    const holds = ({ item }) => (item.i === undefined ? rowsOf(item, this.scene.next).includes(i) : item.i === i);
    const mark = this.marks.get(`event ${i}`) || [...this.marks.values()].find(holds);
    if (!mark) return;
    this.lit = mark.getElement();
    this.lit.classList.add('gm-pointed');
  }

  // The pointer or the focus on a symbol shows its row in the table, and how exactly its place is known.
  follow(node, row) {
    for (const name of ['mouseenter', 'focus']) node.addEventListener(name, () => this.scene.point(row(), 'map'));
    for (const name of ['mouseleave', 'blur']) node.addEventListener(name, () => this.scene.point(null, 'map'));
  }

  pieLabel(pie) {
    const { store } = this.scene;
    const parts = pie.shares.slice(0, 3).map(([type, count]) => `${count} ${store.types[type].label}`);
    const rest = pie.shares.length > 3 ? ' and others' : '';
    return `${plural(pie.count, 'event')} close together: ${parts.join(', ')}${rest}. Press to look closer.`;
  }

  // Looks closer where that parts the events; else spreads them, or lists them when there are too many.
  openPie(pie, node) {
    const { scene } = this;
    const { map, store } = scene;
    const rows = rowsOf(pie, scene.next);
    let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const i of rows) {
      west = Math.min(west, store.x[i]);
      east = Math.max(east, store.x[i]);
      north = Math.min(north, store.y[i]);
      south = Math.max(south, store.y[i]);
    }
    const spread = Math.max(east - west, south - north);
    const closer = spread * 2 ** map.getMaxZoom() > 40 && map.getZoom() < map.getMaxZoom();
    if (closer) {
      const room = Math.min(map.getSize().x, map.getSize().y) * 0.6;
      const zoom = Math.min(map.getMaxZoom(), Math.max(map.getZoom() + 1, Math.floor(Math.log2(room / spread))));
      scene.lookAt((west + east) / 2, (north + south) / 2, zoom);
    } else if (rows.length <= 12) {
      scene.spread(rows);
    } else {
      scene.openList(rows, map.layerPointToLatLng([pie.x, pie.y]), node);
    }
  }

  // Beyond `SINGLES`, symbols are drawn only, and found by the place of the click.
  click({ layerPoint }) {
    const { singles } = this.scene.layout();
    if (singles.length <= SINGLES) return this.scene.spread(null);
    const hit = singles.find((single) => Math.hypot(single.x - layerPoint.x, single.y - layerPoint.y) <= 13);
    return hit && this.scene.openEvent(hit.i, this.scene.map.layerPointToLatLng([hit.x, hit.y]), null);
  }

  paint(context, box) {
    const colors = this.scene.palette();
    const { singles, pies } = this.scene.layout();
    context.clearRect(box.min.x, box.min.y, box.max.x - box.min.x, box.max.y - box.min.y);
    context.setLineDash([]);
    singles.forEach((single) => single.ax !== undefined && leader(context, single, colors));
    pies.forEach((pie) => this.pie(context, pie, colors));
    if (singles.length > SINGLES) singles.forEach((single) => this.single(context, single, colors));
  }

  pie(context, { x, y, radius, count, shares }, colors) {
    const ring = Math.max(4, radius * 0.28);
    const outer = radius - 1;
    context.fillStyle = colors.paper;
    circle(context, x, y, radius);
    context.fill();
    let angle = -Math.PI / 2;
    context.lineWidth = ring;
    for (const [type, share] of shares) {
      const turn = (2 * Math.PI * share) / count;
      const gap = shares.length > 1 ? Math.min(0.04, turn / 4) : 0;
      context.strokeStyle = this.scene.store.types[type].color;
      context.beginPath();
      context.arc(x, y, outer - ring / 2, angle + gap, angle + turn - gap);
      context.stroke();
      angle += turn;
    }
    const text = count < 1000 ? String(count) : `${(count / 1000).toFixed(count < 10000 ? 1 : 0)}k`;
    Object.assign(context, {
      fillStyle: colors.ink,
      textAlign: 'center',
      textBaseline: 'middle',
      font: `600 ${radius > 20 ? 13 : 12}px system-ui, "Noto Sans", "DejaVu Sans", sans-serif`,
    });
    context.fillText(text, x, y + 0.5);
  }

  single(context, { i, x, y }, colors) {
    const { store } = this.scene;
    const type = store.kind(i);
    circle(context, x, y, 11.6);
    context.fillStyle = store.solid[i] ? type.color : colors.symbolPaper;
    context.fill();
    Object.assign(context, {
      lineWidth: store.solid[i] ? 1.4 : 2,
      strokeStyle: store.solid[i] ? colors.symbolPaper : type.color,
    });
    context.setLineDash(store.solid[i] ? [] : [3.1, 2.1]);
    context.stroke();
    context.setLineDash([]);
    context.save();
    context.translate(x - 6.4, y - 6.4);
    context.scale(0.8, 0.8);
    context.fillStyle = store.solid[i] ? '#fff' : type.color;
    context.fill(this.paths[store.type[i]], 'evenodd');
    context.restore();
  }
}

function label(node, text) {
  node.setAttribute('aria-label', text);
  node.setAttribute('title', text);
}

function resize(node, size) {
  const half = `${-size / 2}px`;
  Object.assign(node.style, { width: `${size}px`, height: `${size}px`, marginLeft: half, marginTop: half });
}

function circle(context, x, y, radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
}

// From a symbol that was moved to where its event is.
function leader(context, { x, y, ax, ay }, colors) {
  Object.assign(context, { strokeStyle: colors.leader, fillStyle: colors.leader, lineWidth: 1 });
  context.beginPath();
  context.moveTo(ax, ay);
  context.lineTo(x, y);
  context.stroke();
  circle(context, ax, ay, 2.4);
  context.fill();
}
