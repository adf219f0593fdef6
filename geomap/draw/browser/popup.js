// What is known of one event, and lists of events that lie at one spot.

import { button, el, growing, link, symbol } from './dom.js';
import {
  claims,
  day,
  deaths,
  gazetteerPlace,
  plural,
  summary,
  support,
  when,
  whenNote,
  where,
  whereNote,
} from './words.js';

const MODES = { attempted: 'Attempted.' };
const CERTAINTY = { probable: 'The source calls it probable.', possible: 'The source calls it possible.' };

// The card of an event, as an element. `back` is an element for its top, or null.
export function card({ store, reports }, i, back = null) {
  const type = store.kind(i);
  const heading = el('h2', { tabindex: '-1' }, symbol(type, store.solid[i], 24), el('span', null, type.label));
  const date = el('p', { class: 'gm-when' }, el('strong', null, when(store, i)), note(whenNote(store, i)));
  const node = el(
    'article',
    { class: 'gm-card' },
    back,
    heading,
    date,
    place(store, i),
    facts(store, i),
    quote(store, i),
  );
  node.append(source(store, i), ...reports.door(i), standing(store, i));
  return node;
}

function note(text) {
  return text && el('span', { class: 'gm-note', dir: 'auto' }, ` (${text})`);
}

function place(store, i) {
  const said = el('strong', { dir: 'auto' }, where(store, i));
  const name = gazetteerPlace(store, i);
  const precise = whereNote(store, i);
  return el(
    'p',
    { class: 'gm-where' },
    said,
    precise && `, ${precise}`,
    name && el('span', { class: 'gm-note', dir: 'auto' }, `Gazetteer: ${name}`),
  );
}

// Who did what to whom, the dead, and who says so.
function facts(store, i) {
  const [actor, target] = [store.text('actor', i), store.text('target', i)];
  const list = el('dl', null);
  const add = (term, ...lines) => {
    if (lines.length) list.append(el('dt', null, term), ...lines.map((line) => el('dd', { dir: 'auto' }, line)));
  };
  if (actor && target) add('Who', `${actor} → ${target}`);
  else if (actor) add('By', actor);
  else if (target) add('Against', target);
  const toll = deaths(store, i);
  if (toll) add('Deaths', toll);
  add('According to', ...claims(store, i));
  const mode = [MODES[store.text('modality', i)], CERTAINTY[store.text('certainty', i)]].filter(Boolean).join(' ');
  if (mode) add('Note', mode);
  return list.childNodes.length ? list : null;
}

// The sentence with the trigger and the places marked.
export function quote(store, i) {
  const text = store.text('quote', i);
  if (!text) return null;
  const letters = Array.from(text);
  const spans = [...placeSpans(store, i, text)];
  const trigger = triggerSpan(store, i, text, letters);
  if (trigger) spans.unshift(trigger);
  const node = el('blockquote', { dir: 'auto' });
  let end = 0;
  for (const [from, to, kind] of apart(spans)) {
    node.append(letters.slice(end, from).join(''), el('mark', { class: kind }, letters.slice(from, to).join('')));
    end = to;
  }
  node.append(letters.slice(end).join(''));
  return node;
}

// Offsets count characters as Python does, not UTF-16 units; if they do not hit the trigger, it is looked for.
function triggerSpan(store, i, text, letters) {
  const trigger = store.text('trigger', i);
  const [start, base] = [store.number('trigger_start', i), store.number('quote_start', i)];
  if (!trigger) return null;
  const length = Array.from(trigger).length;
  const from = start !== null && base !== null ? start - base : -1;
  if (from >= 0 && letters.slice(from, from + length).join('') === trigger) return [from, from + length, 'gm-trigger'];
  const found = text.indexOf(trigger);
  return found < 0 ? null : [characters(text, found), characters(text, found) + length, 'gm-trigger'];
}

function* placeSpans(store, i, text) {
  for (const name of (store.text('place_mention', i) || '').split('; ')) {
    const found = name ? text.indexOf(name) : -1;
    if (found >= 0) yield [characters(text, found), characters(text, found) + Array.from(name).length, 'gm-place'];
  }
}

function characters(text, units) {
  return Array.from(text.slice(0, units)).length;
}

// Spans in order, without those that overlap one that came earlier in the list.
export function apart(spans) {
  const kept = [];
  for (const span of spans) {
    if (kept.every((other) => span[1] <= other[0] || span[0] >= other[1])) kept.push(span);
  }
  return kept.sort((a, b) => a[0] - b[0]);
}

export function source(store, i) {
  const name = store.text('source', i) || store.text('document_id', i);
  const published = day(store.text('published', i));
  return el(
    'p',
    { class: 'gm-source', dir: 'auto' },
    'Source: ',
    link(store.text('source_url', i), name),
    published && `, ${published}`,
  );
}

function standing(store, i) {
  const confidence = store.number('confidence', i);
  const credit = store.text('attribution', i);
  const sure = confidence === null ? null : `Confidence ${Math.round(confidence * 100)} %`;
  return el(
    'p',
    { class: 'gm-standing' },
    support(store, i),
    sure && ` · ${sure}`,
    credit && el('span', { class: 'gm-credit', dir: 'auto' }, `Place: ${credit}`),
  );
}

// A list of events at one spot; choosing one shows its card in place of the list.
export function list(store, rows, show) {
  const items = el('ul', { class: 'gm-list' });
  const row = (k) =>
    el(
      'li',
      null,
      button(
        { class: 'gm-row' },
        () => show(rows[k]),
        symbol(store.kind(rows[k]), store.solid[rows[k]], 20),
        el('span', { dir: 'auto' }, summary(store, rows[k])),
      ),
    );
  const more = growing(items, rows.length, 100, row, 'Show more');
  return el(
    'div',
    { class: 'gm-card' },
    el('h2', { tabindex: '-1' }, `${plural(rows.length, 'event')} at this spot`),
    items,
    more,
  );
}
