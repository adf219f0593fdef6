// The time bar: how many events each stretch of time holds, and the window of time that is shown. An event that lasts
// counts in every stretch that it touches, and is shown while the window touches it.

import { dayNumber, isoDay } from './payload.js';
import { plural, span } from './words.js';

const MOST_BINS = 150;
const STEP_MS = 140;
const EDGE = 7; // half the width of a handle: the bars begin and end in the middle of the outer ones
const TICKS = [
  { every: 100, unit: 'year' },
  { every: 10, unit: 'year' },
  { every: 1, unit: 'year' },
  { every: 3, unit: 'month' },
  { every: 1, unit: 'month' },
  { every: 7, unit: 'day' },
  { every: 1, unit: 'day' },
];

export class TimeBar {
  constructor(scene) {
    this.scene = scene;
    this.section = document.getElementById('gm-time');
    const whole = wholeTime(scene.store);
    const range = whole && reach(scene.store, whole);
    this.section.hidden = !range;
    if (!range) return;
    this.bins = new Bins(scene.store, range, whole);
    scene.filter.bins = this.bins;
    this.from = this.section.querySelector('#gm-time-from');
    this.to = this.section.querySelector('#gm-time-to');
    this.text = this.section.querySelector('#gm-time-text');
    this.canvas = this.section.querySelector('canvas');
    this.playing = null;
    this.handles();
    this.drag();
    this.play = this.section.querySelector('#gm-play');
    this.play.addEventListener('click', () => (this.playing ? this.stop() : this.start()));
    this.all = this.section.querySelector('#gm-time-all');
    this.all.addEventListener('click', () => this.choose(0, this.bins.count));
    scene.filter.onChange(() => this.draw());
    // The size is kept, since asking for it makes the browser lay out the page, at every step of the window.
    this.size = { width: 0, height: 0 };
    new ResizeObserver(([{ contentRect }]) => {
      this.size = contentRect;
      this.draw();
    }).observe(this.canvas);
    scene.filter.update();
  }

  handles() {
    const { count } = this.bins;
    for (const input of [this.from, this.to]) Object.assign(input, { min: 0, max: count, step: 1 });
    this.from.addEventListener('input', () => this.choose(Math.min(this.from.valueAsNumber, this.window()[1] - 1), null));
    this.to.addEventListener('input', () => this.choose(null, Math.max(this.to.valueAsNumber, this.window()[0] + 1)));
  }

  // The window in stretches: the first one in it, and the first one after it.
  window() {
    const { days } = this.scene.filter;
    const { first, step, count } = this.bins;
    if (!days) return [0, count];
    const bound = (value) => Math.max(0, Math.min(count, value));
    const from = Math.min(count - 1, bound(Math.floor((days[0] - first) / step)));
    return [from, Math.max(from + 1, bound(Math.ceil((days[1] + 1 - first) / step)))];
  }

  // Sets the window; null leaves an end as it is. At its ends the bar is open: what lies beyond belongs to it.
  choose(from, to) {
    const { first, step, count } = this.bins;
    const [a, b] = this.window();
    const [start, end] = [from ?? a, to ?? b];
    const whole = start <= 0 && end >= count;
    const days = [start <= 0 ? -Infinity : first + start * step, end >= count ? Infinity : first + end * step - 1];
    this.scene.filter.set({ days: whole ? null : days });
  }

  start() {
    const { count } = this.bins;
    let [from, to] = this.window();
    const width = to - from < count ? to - from : Math.max(1, Math.round(count / 12));
    if (to >= count) [from, to] = [0, width];
    this.choose(from, from + width);
    this.playing = setInterval(() => {
      const [a] = this.window();
      if (a + width >= count) this.stop();
      else this.choose(a + 1, a + 1 + width);
    }, STEP_MS);
    this.play.setAttribute('aria-pressed', 'true');
  }

  stop() {
    clearInterval(this.playing);
    this.playing = null;
    this.play.setAttribute('aria-pressed', 'false');
  }

  // The window is moved by its middle; a press beside it brings it there.
  drag() {
    const at = (event) => {
      const box = this.canvas.getBoundingClientRect();
      return ((event.clientX - box.left - EDGE) / (box.width - 2 * EDGE)) * this.bins.count;
    };
    const move = (left, width) => {
      const from = Math.max(0, Math.min(this.bins.count - width, Math.round(left)));
      this.choose(from, from + width);
    };
    this.canvas.addEventListener('pointerdown', (event) => {
      const [from, to] = this.window();
      const place = at(event);
      const whole = to - from >= this.bins.count;
      const width = whole ? Math.max(1, Math.round(this.bins.count / 12)) : to - from;
      const grip = place >= from && place <= to && !whole ? place - from : width / 2;
      this.stop();
      move(place - grip, width);
      this.canvas.setPointerCapture(event.pointerId);
      const follow = (moved) => move(at(moved) - grip, width);
      const end = () => this.canvas.removeEventListener('pointermove', follow);
      this.canvas.addEventListener('pointermove', follow);
      this.canvas.addEventListener('pointerup', end, { once: true });
      this.canvas.addEventListener('pointercancel', end, { once: true });
    });
  }

  draw() {
    const { filter } = this.scene;
    const [from, to] = this.window();
    const { first, step, count } = this.bins;
    const edges = [first + from * step, Math.min(this.bins.last, first + to * step - 1)];
    const ends = edges.map(isoDay);
    const told = (filter.days || this.bins.whole).map((day, k) => isoDay(Number.isFinite(day) ? day : this.bins.whole[k]));
    [this.from.value, this.to.value] = [from, to];
    this.from.setAttribute('aria-valuetext', ends[0]);
    this.to.setAttribute('aria-valuetext', ends[1]);
    const { undated } = this.bins;
    const hidden = filter.days && undated ? `; ${plural(undated, 'event')} without a date not shown` : '';
    this.text.textContent = (filter.days ? span(...told) : `All dates: ${span(...told)}`) + hidden;
    this.all.hidden = !filter.days;
    this.paint(from, to, count);
  }

  paint(from, to, count) {
    const { canvas } = this;
    const { width, height } = this.size;
    if (!width) return;
    const ratio = window.devicePixelRatio || 1;
    const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== across || canvas.height !== down) Object.assign(canvas, { width: across, height: down });
    const context = canvas.getContext('2d');
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const colors = this.scene.palette();
    const unit = (width - 2 * EDGE) / count;
    const floor = height - 15;
    const sums = this.bins.sums();
    const most = Math.max(1, ...sums);
    context.fillStyle = colors.lit;
    context.fillRect(EDGE + from * unit, 0, (to - from) * unit, floor);
    const wide = Math.max(0.6, unit - (unit > 3 ? 1 : 0));
    for (const inside of [false, true]) {
      context.beginPath();
      sums.forEach((sum, k) => {
        const tall = Math.max(1.5, (sum / most) * (floor - 3));
        if (sum && inside === (k >= from && k < to)) context.rect(EDGE + k * unit, floor - tall, wide, tall);
      });
      context.fillStyle = inside ? colors.accent : colors.province;
      context.fill();
    }
    Object.assign(context, { fillStyle: colors.inkSoft, font: '11px system-ui, "Noto Sans", "DejaVu Sans", sans-serif' });
    context.fillRect(EDGE, floor, width - 2 * EDGE, 1);
    for (const { x, text } of this.ticks(context, unit / this.bins.step, width)) {
      context.fillRect(x, floor, 1, 4);
      context.fillText(text, x + 3, floor + 12);
    }
  }

  // Dates under the bars, as many as there is room for: day and text, found anew when the width changes.
  ticks(context, perDay, width) {
    if (this.ticked === width) return this.marks;
    const { first, last } = this.bins;
    const length = { year: 365, month: 30.4, day: 1 };
    const fitting = TICKS.filter(({ every, unit }) => every * length[unit] * perDay >= 64);
    const { every, unit } = fitting[fitting.length - 1] || TICKS[0];
    let free = EDGE;
    this.marks = [];
    for (let day = first; day <= last; day = unit === 'day' ? day + 1 : nextMonth(day)) {
      const text = tick(isoDay(day), day, every, unit);
      const x = EDGE + (day - first) * perDay;
      const wide = text ? context.measureText(text).width : 0;
      if (text && x >= free && x + wide + 4 < width) {
        this.marks.push({ x, text });
        free = x + wide + 12;
      }
    }
    this.ticked = width;
    return this.marks;
  }
}

// First day of the month after that of a day.
function nextMonth(day) {
  const date = new Date(day * 864e5);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / 864e5;
}

// What to write at a day, null for nothing.
function tick(iso, number, every, unit) {
  const [year, month, day] = iso.split('-').map(Number);
  if (unit === 'year') return month === 1 && day === 1 && year % every === 0 ? String(year) : null;
  if (unit === 'month') {
    if (day !== 1 || (month - 1) % every) return null;
    return month === 1 ? String(year) : new Date(`${iso}T00:00:00Z`).toLocaleString('en', { month: 'short', timeZone: 'UTC' });
  }
  // Day 4 of 1970 was a Monday less three days.
  if (every === 7 && (number + 3) % 7) return null;
  return new Date(`${iso}T00:00:00Z`).toLocaleString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
}

// The days from which to which the bar goes: those of the events that are drawn, but for the odd one long before or
// after the rest, which the outermost stretches take in. Null if there is no more than one day.
function reach({ drawn, start }, whole) {
  const sorted = start.filter((day, i) => drawn[i] && !Number.isNaN(day)).sort();
  const [low, high] = [0.05, 0.95].map((share) => sorted[Math.floor(share * (sorted.length - 1))]);
  const room = 2 * (high - low) + 30;
  const range = [Math.max(whole[0], low - room), Math.min(whole[1], high + room)];
  return range[0] < range[1] ? range : null;
}

// Stretches of equal length, with the number of events that touch each.
export class Bins {
  constructor(store, [first, last], whole) {
    this.first = first;
    this.last = last;
    this.whole = whole; // from the first to the last day of all
    this.step = Math.max(1, Math.ceil((last - first + 1) / MOST_BINS));
    this.count = Math.ceil((last - first + 1) / this.step);
    // The first stretch of each event and the one after its last; the same for those without a date.
    this.from = Uint8Array.from(store.start, (day) => this.bin(day));
    this.to = Uint8Array.from(store.end, (day) => (Number.isNaN(day) ? 0 : this.bin(day) + 1));
    this.changes = new Int32Array(this.count + 1);
    this.undated = 0;
  }

  bin(day) {
    return Number.isNaN(day) ? 0 : Math.max(0, Math.min(this.count - 1, Math.floor((day - this.first) / this.step)));
  }

  clear() {
    this.changes.fill(0);
    this.undated = 0;
  }

  add(i) {
    if (this.from[i] === this.to[i]) this.undated += 1;
    this.changes[this.from[i]] += 1;
    this.changes[this.to[i]] -= 1;
  }

  sums() {
    let sum = 0;
    return Array.from(this.changes.subarray(0, this.count), (change) => (sum += change));
  }
}

// The first and the last day of all events that are drawn; null if none has a date.
function wholeTime({ drawn, start, end, count }) {
  const found = [Infinity, -Infinity];
  for (let i = 0; i < count; i += 1) {
    if (drawn[i] && start[i] < found[0]) found[0] = start[i];
    if (drawn[i] && end[i] > found[1]) found[1] = end[i];
  }
  return found[0] === Infinity ? null : found;
}

// A window from two ISO days, each of which may be missing; null for all time.
export function windowOf(first, last) {
  const [from, to] = [dayNumber(first), dayNumber(last)].map((day, k) => (Number.isNaN(day) ? [-Infinity, Infinity][k] : day));
  if (from > to) return null;
  return from === -Infinity && to === Infinity ? null : [from, to];
}
