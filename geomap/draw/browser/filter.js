// Which of the events are shown: those that pass the choice of types, support and mode, the window of time, the search.

import { Words } from './search.js';

// One bit for each thing that can hide an event, so that each count can leave its own out of account.
const [TYPE, SUPPORT, MODE, DAYS, SEARCH] = [1, 2, 4, 8, 16];
export const UNKNOWN = 'unknown';

export class Filter {
  constructor(store) {
    this.store = store;
    this.listeners = [];
    this.words = new Words(store);
    this.facets = [
      facet(TYPE, 'type', store.types.map((type) => type.id), store.type),
      told(store, SUPPORT, 'support', ['confirmed', 'fair', 'weak', 'contested']),
      told(store, MODE, 'modality', ['actual', 'attempted']),
    ];
    this.days = null; // first and last day of the window, as day numbers; null for all time
    this.asked = ''; // what is searched for
    this.found = null;
    this.mask = new Uint8Array(store.count); // drawn and shown
    this.fits = new Uint8Array(store.count); // drawn or not: nothing but its mode or its place hides it
    this.bins = null; // see timebar.js
    this.update();
  }

  onChange(listen) {
    this.listeners.push(listen);
  }

  facet(name) {
    return this.facets.find((one) => one.name === name);
  }

  // Changes any of `days`, `asked`, and the values that are hidden of `type`, `support`, `modality`.
  set({ days, asked, ...hidden }) {
    if (days !== undefined) this.days = days;
    if (asked !== undefined && asked !== this.asked) {
      this.asked = asked;
      this.found = this.words.rows(asked);
    }
    for (const [name, values] of Object.entries(hidden)) this.facet(name).hidden = new Set(values);
    this.update();
  }

  show(name, value, shown) {
    const { hidden } = this.facet(name);
    if (shown) hidden.delete(value);
    else hidden.add(value);
    this.update();
  }

  // Whether anything is hidden.
  get on() {
    return Boolean(this.days || this.asked || this.facets.some(({ hidden }) => hidden.size));
  }

  update() {
    const { store, mask, fits, days, found, bins } = this;
    const { start, end, drawn } = store;
    for (const one of this.facets) {
      one.shut = Uint8Array.from(one.values, (value) => (one.hidden.has(value) ? one.bit : 0));
      one.counts = new Uint32Array(one.values.length);
    }
    const [types, supports, modes] = this.facets;
    const [from, to] = days || [-Infinity, Infinity];
    if (bins) bins.clear();
    this.shown = 0;
    this.period = [Infinity, -Infinity];
    for (let i = 0; i < store.count; i += 1) {
      const [t, s, m] = [types.of[i], supports.of[i], modes.of[i]];
      let fails = types.shut[t] | supports.shut[s] | modes.shut[m];
      if (days && !(start[i] <= to && end[i] >= from)) fails |= DAYS;
      if (found && !found[i]) fails |= SEARCH;
      fits[i] = fails & ~MODE ? 0 : 1;
      mask[i] = drawn[i] && !fails ? 1 : 0;
      if (!drawn[i]) continue;
      if (!(fails & ~TYPE)) types.counts[t] += 1;
      if (!(fails & ~SUPPORT)) supports.counts[s] += 1;
      if (!(fails & ~MODE)) modes.counts[m] += 1;
      if (bins && !(fails & ~DAYS)) bins.add(i);
      if (fails) continue;
      this.shown += 1;
      if (start[i] < this.period[0]) this.period[0] = start[i];
      if (end[i] > this.period[1]) this.period[1] = end[i];
    }
    this.listeners.forEach((listen) => listen());
  }

  // Rows that are shown.
  rows() {
    const rows = [];
    for (let i = 0; i < this.mask.length; i += 1) if (this.mask[i]) rows.push(i);
    return rows;
  }
}

// One property that a legend lists: its values, the number of the value of each event, and which are hidden.
function facet(bit, name, values, of) {
  return { bit, name, values, of, hidden: new Set() };
}

function told(store, bit, name, known) {
  const other = store.values(name).filter((value) => value && !known.includes(value));
  const values = [...known, ...other, UNKNOWN];
  return facet(bit, name, values, store.each(name, Uint8Array, (value) => values.indexOf(value || UNKNOWN)));
}
