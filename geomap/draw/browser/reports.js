// The text of a report with its place names and the words that tell of events marked, each linked to its place on the
// map, so that a reader can check the machine.

import { button, el, link } from './dom.js';
import { apart } from './popup.js';
import { day, summary } from './words.js';

export class Reports {
  // `data` is what draw/reports.py packs; null if the page has no texts.
  constructor(scene, data) {
    this.scene = scene;
    this.reports = data ? data.meta.reports : [];
    this.panel = document.getElementById('gm-report');
    this.opener = document.getElementById('gm-show-report');
    this.opener.hidden = !this.reports.length;
    this.opener.addEventListener('click', () => (this.panel.hidden ? this.open(0) : this.close()));
    this.byId = new Map(this.reports.map((report, number) => [report.id, number]));
    this.panel.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.close();
    });
  }

  // The way from the card of an event to its report: a button, or nothing.
  door(i) {
    const number = this.byId.get(this.scene.store.text('document_id', i));
    if (number === undefined) return [];
    return [button({ class: 'gm-button gm-read' }, () => this.open(number, i), 'Read in the report')];
  }

  // Shows a report, at the words that tell of the event `i` if one is given.
  open(number, i = null) {
    const report = this.reports[number];
    const choice = el('select', { 'aria-label': 'Report' });
    this.reports.forEach((one, k) => choice.append(el('option', { value: k }, one.title || one.id)));
    choice.value = number;
    choice.addEventListener('change', () => this.open(Number(choice.value)));
    const close = button({ class: 'gm-button' }, () => this.close(), 'Close');
    const credit = [report.source, day(report.published)].filter(Boolean).join(', ');
    const text = this.text(report);
    this.panel.replaceChildren(
      el('div', { class: 'gm-report-head' }, choice, close),
      el('p', { class: 'gm-note', dir: 'auto' }, link(report.url, credit || report.id)),
      text,
      el('p', { class: 'gm-note' }, this.note(report)),
    );
    this.shown(true);
    const told = i === null ? null : text.querySelector(`[data-events~="${i}"]`);
    if (told) {
      told.classList.add('gm-asked');
      told.scrollIntoView({ block: 'center' });
      told.focus({ preventScroll: true });
    } else {
      this.panel.scrollTop = 0;
      choice.focus();
    }
  }

  close() {
    this.shown(false);
    this.opener.focus();
  }

  shown(open) {
    this.panel.hidden = !open;
    this.opener.setAttribute('aria-pressed', String(open));
    this.scene.map.invalidateSize({ animate: false });
  }

  note(report) {
    if (!report.mentions.length) return 'No place name was found in this report.';
    return 'Yellow: words that tell of an event; faint if it is not on the map. Blue: place names; underlined by dots if it is not known which place is meant. Press one to see it on the map.';
  }

  text(report) {
    const letters = Array.from(report.text);
    const node = el('div', { class: 'gm-report-text', dir: 'auto' });
    let end = 0;
    for (const [from, to, make] of apart([...this.triggers(report), ...this.places(report)])) {
      node.append(letters.slice(end, from).join(''), make(letters.slice(from, to).join('')));
      end = to;
    }
    node.append(letters.slice(end).join(''));
    return node;
  }

  // Words that tell of events, with those events.
  triggers(report) {
    const { store } = this.scene;
    const spans = new Map();
    for (const i of this.rowsOf(report)) {
      const [from, to] = [store.number('trigger_start', i), store.number('trigger_end', i)];
      if (from === null || to === null) continue;
      const key = `${from} ${to}`;
      if (!spans.has(key)) spans.set(key, { from, to, rows: [] });
      spans.get(key).rows.push(i);
    }
    return [...spans.values()].map(({ from, to, rows }) => [from, to, (words) => this.trigger(words, rows)]);
  }

  rowsOf(report) {
    const { store } = this.scene;
    const code = store.values('document_id').indexOf(report.id);
    const rows = [];
    for (let i = 0; i < store.count; i += 1) if (store.arrays.document_id[i] === code) rows.push(i);
    return rows;
  }

  // Pressing it again goes to the next of its events.
  trigger(words, rows) {
    const { store } = this.scene;
    const placed = rows.filter((i) => store.drawn[i]);
    let next = 0;
    const press = () => {
      if (!placed.length) return;
      this.scene.visit(placed[next % placed.length]);
      next += 1;
    };
    const title = rows.map((i) => summary(store, i)).join('\n');
    const kind = placed.length ? 'gm-in-text gm-trigger' : 'gm-in-text gm-trigger gm-faint';
    const hint = placed.length ? title : `${title}\nnot on the map`;
    return button({ class: kind, title: hint, 'data-events': rows.join(' ') }, press, words);
  }

  places(report) {
    return report.mentions.map(([from, to, ...place]) => [from, to, (words) => this.place(words, place)]);
  }

  place(words, [name, latitude, longitude, confidence]) {
    if (latitude === null) {
      return el('span', { class: 'gm-place gm-lost', title: 'It is not known which place is meant.' }, words);
    }
    const title = `${name}; confidence ${Math.round(confidence * 100)} %`;
    const go = () => this.scene.show(latitude, longitude, title);
    return button({ class: 'gm-in-text gm-place', title }, go, words);
  }
}
