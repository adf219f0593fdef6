// The events, and which of them are shown. An event is known by its row, 0 for the first.

import { worldX, worldY } from './payload.js';

const NO_INTEGER = -(2 ** 31);

export class Store {
  // `hidden`: ids of the types that are not shown; after a change of it, `update`.
  constructor({ meta, arrays }, hidden) {
    this.meta = meta;
    this.arrays = arrays;
    this.count = meta.count;
    this.types = meta.types;
    this.decoder = new TextDecoder();
    this.listeners = [];
    this.hidden = hidden;
    const number = new Map(this.types.map((type, index) => [type.id, index]));
    this.type = Uint8Array.from({ length: this.count }, (_, i) => number.get(this.text('type', i)));
    this.solid = this.each((i) => ['confirmed', 'fair'].includes(this.text('support', i)));
    this.place();
    this.drawn = this.each((i) => !this.reason(i) && !Number.isNaN(this.x[i]));
    this.counts = new Uint32Array(this.types.length); // of drawn events of each type
    for (let i = 0; i < this.count; i += 1) this.counts[this.type[i]] += this.drawn[i];
    this.mask = new Uint8Array(this.count);
    this.update();
  }

  each(test) {
    return Uint8Array.from({ length: this.count }, (_, i) => (test(i) ? 1 : 0));
  }

  // Positions in world pixels at zoom 0, NaN for events without one.
  place() {
    const { longitude, latitude } = this.arrays;
    this.x = new Float64Array(this.count).fill(NaN);
    this.y = new Float64Array(this.count).fill(NaN);
    for (let i = 0; i < this.count; i += 1) {
      if (Math.abs(longitude[i]) <= 180 && Math.abs(latitude[i]) <= 90) {
        this.x[i] = worldX(longitude[i], this.meta.seam);
        this.y[i] = worldY(latitude[i]);
      }
    }
  }

  // The words of a text column, null for none.
  text(column, i) {
    const number = this.arrays[column][i];
    if (!number) return null;
    const { text, text_start: start } = this.arrays;
    return this.decoder.decode(text.subarray(start[number - 1], start[number]));
  }

  // The value of a number column, null for none.
  number(column, i) {
    const value = this.arrays[column][i];
    return Number.isNaN(value) || value === NO_INTEGER ? null : value;
  }

  kind(i) {
    return this.types[this.type[i]];
  }

  // Why an event is not one that is said to have happened; null if it is.
  reason(i) {
    if (this.text('polarity', i) === 'negative') return 'negative';
    const modality = this.text('modality', i);
    return modality === null || modality === 'actual' || modality === 'attempted' ? null : modality;
  }

  // Sets `mask`, which of the drawn events are shown.
  update() {
    const open = this.types.map((type) => (this.hidden.has(type.id) ? 0 : 1));
    for (let i = 0; i < this.count; i += 1) this.mask[i] = this.drawn[i] & open[this.type[i]];
    this.listeners.forEach((listen) => listen());
  }

  onChange(listen) {
    this.listeners.push(listen);
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
