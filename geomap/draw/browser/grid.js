// Which events share a symbol on the screen: a grid gathers them, circles that overlap are joined, small groups
// that have room around them are opened again.

const SYMBOL = 14;
const CELL = 44;
const CROWD = 400;
const MOST_PETALS = 7;
const WIDEST = 34;
// Circles further apart than this cannot touch, even when one has moved by what it took in.
const REACH = 2 * WIDEST + 12;
// Directions that a ring is tried in, radians from the best one.
const TURNS = [0, 0.52, -0.52, 1.05, -1.05, 1.57];
export const SINGLES = 300;
// Events of each type in each group: a group's begin at its `types`. Kept from one call of `gather` to the next.
let tally = new Uint32Array(4096);

export function radiusOf(count) {
  return count === 1 ? SYMBOL : Math.min(WIDEST, 13 + 2.6 * Math.log2(count));
}

// Groups of the rows that are shown within `box` (layer pixels). `next` links the rows of a group to a list.
export function gather(store, mask, scale, origin, box, next) {
  const { x, y } = store;
  const [west, north] = [(box.min.x + origin.x) / scale, (box.min.y + origin.y) / scale];
  const [east, south] = [(box.max.x + origin.x) / scale, (box.max.y + origin.y) / scale];
  const rows = [];
  for (let i = 0; i < store.count; i += 1) {
    if (mask[i] && x[i] >= west && x[i] <= east && y[i] >= north && y[i] <= south) rows.push(i);
  }
  // Cells are counted from the corner of the world, so that groups stay as they are when the map is moved.
  const cell = rows.length > CROWD ? CELL : 3;
  const [left, top] = [Math.floor((west * scale) / cell), Math.floor((north * scale) / cell)];
  const columns = Math.floor((east * scale) / cell) - left + 1;
  const lines = Math.floor((south * scale) / cell) - top + 1;
  const kinds = store.types.length;
  const groupAt = new Int32Array(columns * lines); // number of the group in each cell, counted from 1
  const groups = [];
  const perCell = scale / cell;
  tally.fill(0);
  for (const i of rows) {
    const column = Math.floor(x[i] * perCell) - left;
    const line = Math.floor(y[i] * perCell) - top;
    const at = line * columns + column;
    let group = groups[groupAt[at] - 1];
    next[i] = -1;
    if (group) {
      next[i] = group.head;
      group.head = i;
      group.count += 1;
      group.sumX += x[i];
      group.sumY += y[i];
    } else {
      const place = `${cell}/${column + left}/${line + top}`;
      group = { at: place, types: groups.length * kinds, head: i, tail: i, count: 1, sumX: x[i], sumY: y[i] };
      groupAt[at] = groups.push(group);
      if (tally.length < groups.length * kinds) tally = grown(tally);
    }
    tally[group.types + store.type[i]] += 1;
  }
  for (const group of groups) settle(group, scale, origin);
  return { groups: joined(groups, scale, origin, next, kinds), count: rows.length };
}

function settle(group, scale, origin) {
  group.x = (group.sumX / group.count) * scale - origin.x;
  group.y = (group.sumY / group.count) * scale - origin.y;
  group.radius = radiusOf(group.count);
}

// Joins groups whose circles overlap until none do; the greater takes the smaller.
function joined(groups, scale, origin, next, kinds) {
  let all = groups.sort((a, b) => b.count - a.count || a.head - b.head);
  for (let changed = true; changed;) {
    changed = false;
    const near = neighborhoods(all);
    for (const group of all) {
      for (const other of group.count ? near(group) : []) {
        if (other.order > group.order && other.count && overlap(group, other, 1)) {
          absorb(group, other, next, kinds);
          settle(group, scale, origin);
          changed = true;
        }
      }
    }
    all = all.filter((group) => group.count);
  }
  return all;
}

// For each group those that may touch it: the ones in its square and in those around.
function neighborhoods(groups) {
  const squares = new Map();
  const square = (column, row) => column * 65536 + row;
  groups.forEach((group, order) => {
    group.order = order;
    const key = square(Math.floor(group.x / REACH), Math.floor(group.y / REACH));
    if (squares.has(key)) squares.get(key).push(group);
    else squares.set(key, [group]);
  });
  return ({ x, y }) => {
    const found = [];
    const [column, row] = [Math.floor(x / REACH), Math.floor(y / REACH)];
    for (let c = column - 1; c <= column + 1; c += 1) {
      for (let r = row - 1; r <= row + 1; r += 1) found.push(...(squares.get(square(c, r)) || []));
    }
    return found.sort((a, b) => a.order - b.order);
  };
}

function absorb(group, other, next, kinds) {
  next[group.tail] = other.head;
  group.tail = other.tail;
  group.count += other.count;
  group.sumX += other.sumX;
  group.sumY += other.sumY;
  other.count = 0;
  for (let k = 0; k < kinds; k += 1) tally[group.types + k] += tally[other.types + k];
}

// Types of the events in a group and their numbers, in the order of the legend.
export function shares(group, kinds) {
  const found = [];
  for (let k = 0; k < kinds; k += 1) if (tally[group.types + k]) found.push([k, tally[group.types + k]]);
  return found;
}

function grown(counts) {
  const more = new Uint32Array(counts.length * 2);
  more.set(counts);
  return more;
}

function overlap(a, b, gap) {
  const reach = a.radius + b.radius + gap;
  const [dx, dy] = [a.x - b.x, a.y - b.y];
  return dx * dx + dy * dy < reach * reach;
}

export function rowsOf(group, next) {
  const rows = [];
  for (let i = group.head; i >= 0; i = next[i]) rows.push(i);
  return rows.sort((a, b) => a - b);
}

// Opens groups: `wanted` always, small ones where their ring of symbols covers nothing else.
export function opened(groups, next, store, scale, origin, wanted) {
  const few = groups.reduce((sum, group) => sum + group.count, 0) <= SINGLES;
  for (const group of [...groups].sort((a, b) => a.count - b.count || a.head - b.head)) {
    const rows = group.count > 1 && group.count <= 60 ? rowsOf(group, next) : [];
    const asked = wanted && rows.length && rows.includes(wanted[0]) && group.count <= wanted.length;
    if (asked || (few && rows.length && rows.length <= MOST_PETALS)) {
      const ring = Math.max(SYMBOL + 1, SYMBOL / Math.sin(Math.PI / rows.length));
      const others = groups.filter((other) => other !== group).flatMap((other) => other.petals || [other]);
      const clear = (places) => places.every((place) => !others.some((other) => overlap(place, other, 1)));
      const ways = TURNS.map((turn) => petals(group, rows, ring, turn, store, scale, origin));
      const found = ways.find(clear) || (asked && ways[0]);
      if (found) Object.assign(group, { petals: found, radius: ring + SYMBOL });
    }
  }
}

// Places of the symbols on a ring, each as near to its own direction as their order allows, or turned from there.
function petals(group, rows, ring, turn, store, scale, origin) {
  const places = rows.map((i) => {
    const [ax, ay] = [store.x[i] * scale - origin.x, store.y[i] * scale - origin.y];
    const far = Math.hypot(ax - group.x, ay - group.y) > 3;
    return { i, ax, ay, radius: SYMBOL, angle: far ? Math.atan2(ay - group.y, ax - group.x) : null };
  });
  const known = places.filter((place) => place.angle !== null).sort((a, b) => a.angle - b.angle);
  const order = [...known, ...places.filter((place) => place.angle === null)];
  const start = turn + (known.length ? known[0].angle : rows.length === 2 ? Math.PI : -Math.PI / 2);
  return order.map((place, k) => {
    const angle = start + (2 * Math.PI * k) / order.length;
    return { ...place, x: group.x + Math.cos(angle) * ring, y: group.y + Math.sin(angle) * ring };
  });
}
