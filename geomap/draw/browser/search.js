// Full text search: all words that are asked for, anywhere in what is known of an event, in any case, with or without
// accents.

const PAUSE = 150;
const COLUMNS = [
  'label',
  'place_name',
  'place_mention',
  'admin1',
  'country',
  'actor',
  'target',
  'claims',
  'claimed_by',
  'cited_via',
  'quote',
  'date_text',
  'source',
  'document_id',
];
const BETWEEN = '\u0000';

export class Words {
  constructor(store) {
    this.store = store;
  }

  // For each event whether it has all the words; null if none are asked for.
  rows(asked) {
    const words = fold(asked).split(/\s+/u).filter(Boolean);
    if (!words.length) return null;
    const { store } = this;
    const found = new Uint8Array(store.count).fill(1);
    for (const word of words) {
      const hits = this.texts(word);
      const has = new Uint8Array(store.count);
      for (const column of COLUMNS) {
        const codes = store.arrays[column];
        const good = Uint8Array.from([0, ...store.arrays[`${column}_values`]], (number, code) => code && hits[number]);
        for (let i = 0; i < store.count; i += 1) has[i] |= good[codes[i]];
      }
      for (let i = 0; i < store.count; i += 1) found[i] &= has[i];
    }
    return found;
  }

  // For each text of the page whether it has the word.
  texts(word) {
    this.open();
    const { starts, all } = this;
    const hits = new Uint8Array(starts.length);
    for (let at = all.indexOf(word); at >= 0; ) {
      const number = this.numberAt(at);
      hits[number] = 1;
      const next = number + 1 < starts.length ? starts[number + 1] : all.length;
      at = all.indexOf(word, next);
    }
    return hits;
  }

  // All texts folded, one after the other; made when first something is searched for.
  open() {
    if (this.all !== undefined) return;
    const { store } = this;
    const texts = Array.from({ length: store.arrays.text_start.length - 1 }, (_, number) => fold(store.words(number)));
    this.starts = new Uint32Array(texts.length);
    let at = 0;
    texts.forEach((text, number) => {
      this.starts[number] = at;
      at += text.length + 1;
    });
    this.all = texts.join(BETWEEN);
  }

  // Number of the text that holds a letter of `all`.
  numberAt(at) {
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle] <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

export function fold(text) {
  const lower = text.toLowerCase();
  return /^[\x00-\x7f]*$/.test(lower) ? lower : lower.normalize('NFD').replace(/\p{M}/gu, '');
}

// The field of the search: filters while one types, and shows all that is found when one presses Enter.
export function searchBox(scene) {
  const field = document.getElementById('gm-search');
  let timer = null;
  const apply = () => {
    clearTimeout(timer);
    if (field.value.trim() !== scene.filter.asked) scene.filter.set({ asked: field.value.trim() });
  };
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(apply, PAUSE);
  });
  field.addEventListener('search', apply);
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    apply();
    scene.frame();
  });
  scene.filter.onChange(() => {
    if (document.activeElement !== field) field.value = scene.filter.asked;
  });
}
