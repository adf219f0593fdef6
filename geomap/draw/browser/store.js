// The events. An event is known by its row, 0 for the first.

import { dayNumber, worldX, worldY } from './payload.js';

// What is drawn, as `draw/view.py` has it too.
const HAPPENED = ['actual', 'attempted'];
const SOLID = ['confirmed', 'fair'];

export class Store {
  constructor({ meta, arrays }) {
    this.meta = meta;
    this.arrays = arrays;
    this.count = meta.count;
    this.types = meta.types;
    this.decoder = new TextDecoder();
    const number = new Map(this.types.map((type, index) => [type.id, index]));
    this.type = this.each('type', Uint8Array, (id) => number.get(id));
    this.solid = this.each('support', Uint8Array, (support) => SOLID.includes(support));
    this.start = this.each('date_start', Float64Array, dayNumber);
    this.end = this.each('date_end', Float64Array, dayNumber);
    for (let i = 0; i < this.count; i += 1) {
      if (Number.isNaN(this.end[i])) this.end[i] = this.start[i];
      if (Number.isNaN(this.start[i])) this.start[i] = this.end[i];
      if (this.end[i] < this.start[i]) [this.start[i], this.end[i]] = [this.end[i], this.start[i]];
    }
    this.place();
    this.choose();
  }

  // What `read` makes of the value of a column (null for none), once for each value, for all events.
  each(column, Sort, read) {
    const codes = this.arrays[column];
    const made = Sort.from(this.values(column), read);
    const all = new Sort(this.count);
    for (let i = 0; i < this.count; i += 1) all[i] = made[codes[i]];
    return all;
  }

  // The different values of a column, null first; `arrays[column]` has the place in this list for each event.
  values(column) {
    const numbers = this.arrays[`${column}_values`];
    const texts = this.meta.texts.includes(column);
    return [null, ...Array.from(numbers, (value) => (texts ? this.words(value) : value))];
  }

  // Positions in world pixels at zoom 0, NaN for events without one.
  place() {
    const { seam } = this.meta;
    const known = (value, most) => value !== null && Math.abs(value) <= most;
    this.x = this.each('longitude', Float64Array, (value) => (known(value, 180) ? worldX(value, seam) : NaN));
    this.y = this.each('latitude', Float64Array, (value) => (known(value, 90) ? worldY(value) : NaN));
  }

  // `drawn`: which events are said to have happened and lie somewhere.
  choose() {
    const happened = this.each('modality', Uint8Array, (mode) => mode === null || HAPPENED.includes(mode));
    const denied = this.each('polarity', Uint8Array, (polarity) => polarity === 'negative');
    const { x, y } = this;
    this.drawn = new Uint8Array(this.count);
    this.total = 0;
    for (let i = 0; i < this.count; i += 1) {
      this.drawn[i] = happened[i] && !denied[i] && x[i] === x[i] && y[i] === y[i] ? 1 : 0;
      this.total += this.drawn[i];
    }
  }

  // A text by its number.
  words(number) {
    const { text, text_start: start } = this.arrays;
    return this.decoder.decode(text.subarray(start[number], start[number + 1]));
  }

  // The words of a text column, null for none.
  text(column, i) {
    const code = this.arrays[column][i];
    return code ? this.words(this.arrays[`${column}_values`][code - 1]) : null;
  }

  // The value of a number column, null for none.
  number(column, i) {
    const code = this.arrays[column][i];
    return code ? this.arrays[`${column}_values`][code - 1] : null;
  }

  kind(i) {
    return this.types[this.type[i]];
  }

  // Why an event is not one that is said to have happened; null if it is.
  reason(i) {
    if (this.text('polarity', i) === 'negative') return 'negative';
    const modality = this.text('modality', i);
    return modality === null || HAPPENED.includes(modality) ? null : modality;
  }

  // Lines and rings of the shape of an event as lists of [latitude, longitude]; null if it has none.
  shape(i) {
    const { shape, shape_kind: kind, shape_part: part, part_point: point, shape_xy: xy } = this.arrays;
    const number = shape[i];
    if (number < 0) return null;
    const { seam, unit } = this.meta;
    const parts = [];
    for (let p = part[number]; p < part[number + 1]; p += 1) {
      const line = [];
      for (let v = point[p]; v < point[p + 1]; v += 1) {
        const longitude = xy[2 * v] * unit;
        line.push([xy[2 * v + 1] * unit, longitude < seam ? longitude + 360 : longitude]);
      }
      parts.push(line);
    }
    return { number, kind: kind[number] === 1 ? 'line' : 'area', parts };
  }
}
