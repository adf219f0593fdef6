// What the columns mean, in words.

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAY_NOTES = {
  2: 'known to within six days',
  3: 'known to the week',
  4: 'known to the month',
  5: 'known only roughly',
};
const PLACE_NOTES = {
  3: 'somewhere in the district',
  4: 'somewhere in the province',
  5: 'along a line or in an area without sharp edges',
  6: 'only the country is known',
  7: 'at sea or in the air',
};
const RELATIONS = {
  in: 'in',
  near: 'near',
  outside: 'outside',
  part_of: 'in a part of',
  between: 'between',
  along: 'along',
  from_to: 'from',
  direction_of: 'in the direction of',
  distance_from: 'at a distance from',
  border_of: 'at the border of',
};
export const SUPPORT = {
  confirmed: 'Confirmed: the accused party admits it',
  fair: 'Fair: two independent sources or more',
  weak: 'Weak: one source',
  contested: 'Contested: denied, or rival claims',
  unknown: 'Not known',
};
const STANCES = {
  asserts: 'Said by',
  claims: 'Claimed by',
  admits: 'Admitted by',
  accuses: 'Accusation by',
  denies: 'Denied by',
  doubts: 'Doubted by',
};
const CLAIMANTS = {
  belligerent: 'party to the fighting',
  government: 'government',
  witness: 'witness',
  ngo: 'NGO',
  un: 'United Nations',
  media: 'media',
  author: 'the report itself',
};
export const REASONS = {
  place: ['No place', 'The report names none, or none that is known.'],
  negative: ['Said not to have happened', 'The report denies it.'],
  planned: ['Planned', 'Announced, not carried out.'],
  threatened: ['Threatened', 'Threatened, not carried out.'],
  offered: ['Offered', 'Offered, not carried out.'],
  hypothetical: ['Hypothetical', 'What might happen or might have.'],
  historical: ['Historical', 'Of another time, told as background.'],
};

export function plural(count, one, many = `${one}s`) {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

function parts(iso) {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(iso || '');
  return found && MONTHS[found[2] - 1] ? { year: found[1], month: MONTHS[found[2] - 1], day: Number(found[3]) } : null;
}

// One day; what is no ISO day is given back as it is.
export function day(iso) {
  const found = parts(iso);
  return found ? `${found.day} ${found.month} ${found.year}` : iso;
}

// From one day to another, as short as can be.
export function span(first, last) {
  if (first === last) return day(first);
  const [a, b] = [parts(first), parts(last)];
  if (!a || !b) return `${first} to ${last}`;
  if (a.year !== b.year) return `${day(first)} – ${day(last)}`;
  return a.month === b.month ? `${a.day}–${b.day} ${b.month} ${b.year}` : `${a.day} ${a.month} – ${day(last)}`;
}

// When: the day, "about" a day, or a range.
export function when(store, i) {
  const [start, end] = [store.text('date_start', i), store.text('date_end', i)];
  const precision = store.number('date_precision', i) || 1;
  if (!start && !end) return 'date not known';
  if (!start || !end || start === end) return (precision > 1 ? 'about ' : '') + day(start || end);
  return span(start, end);
}

// How well the date is known, and the words it came from; null if there is nothing to say.
export function whenNote(store, i) {
  const note = DAY_NOTES[store.number('date_precision', i)];
  const words = store.text('date_text', i);
  return [note, words && `the report says “${words}”`].filter(Boolean).join('; ') || null;
}

// Where, as the report has it: relation and place.
export function where(store, i) {
  const names = (store.text('place_mention', i) || store.text('place_name', i) || '').split('; ');
  const relation = store.text('spatial_relation', i);
  if (!names[0]) return 'place not known';
  if (relation === 'between') return `between ${names.join(' and ')}`;
  if (relation === 'from_to') return names[1] ? `from ${names[0]} to ${names[1]}` : `from or to ${names[0]}`;
  return `${RELATIONS[relation] || 'at'} ${names.join(', ')}`;
}

// How exactly the place is known.
export function whereNote(store, i) {
  const precision = store.number('geo_precision', i);
  const radius = store.number('uncertainty_km', i);
  if (precision >= 3) return PLACE_NOTES[precision] || null;
  if (radius !== null && radius >= 0.1) return `within about ${kilometers(radius)}`;
  return precision === 1 ? 'exact place' : null;
}

export function kilometers(value) {
  return value < 10 ? `${Number(value.toFixed(1))} km` : `${Math.round(value).toLocaleString('en')} km`;
}

// The place as the gazetteer has it, where that adds something.
export function gazetteerPlace(store, i) {
  const name = store.text('place_name', i);
  const around = [store.text('admin1', i), store.text('country', i)].filter((part) => part && part !== name);
  return name && [name, ...around].join(', ');
}

export function deaths(store, i) {
  const [low, best, high] = ['deaths_low', 'deaths_best', 'deaths_high'].map((name) => store.number(name, i));
  const main = best ?? low ?? high;
  if (main === null) return null;
  const spread =
    low !== null && high !== null && low !== high ? ` (${low.toLocaleString('en')}–${high.toLocaleString('en')})` : '';
  return `${main.toLocaleString('en')}${spread}`;
}

export function support(store, i) {
  const value = store.text('support', i) || 'unknown';
  return SUPPORT[value] || value;
}

// Who says so: a list of lines.
export function claims(store, i) {
  const found = parsed(store.text('claims', i));
  if (!found.length && store.text('claimed_by', i)) {
    found.push({ by: store.text('claimed_by', i), via: store.text('cited_via', i) });
  }
  return found.map((claim) => {
    const kind = CLAIMANTS[claim.kind];
    const via = claim.via ? `, citing ${claim.via}` : '';
    return `${STANCES[claim.stance] || 'According to'} ${claim.by}${kind ? ` (${kind})` : ''}${via}`;
  });
}

// A list of objects; those that name nobody, as a table that others made may have, are left out.
function parsed(text) {
  return JSON.parse(text || '[]').filter((claim) => typeof claim.by === 'string');
}

// One line for a screen reader or a list.
export function summary(store, i) {
  return `${store.kind(i).label}, ${where(store, i)}, ${when(store, i)}`;
}
