// Elements made of text, never of markup: what comes from a report is only ever a text node or an attribute.

const SVG = 'http://www.w3.org/2000/svg';

// An element with attributes and children (elements or texts; null is left out).
export function el(tag, attributes, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

// A button that calls `act` when pressed.
export function button(attributes, act, ...children) {
  const node = el('button', { type: 'button', ...attributes }, ...children);
  node.addEventListener('click', act);
  return node;
}

// A link, or only its text unless the address is plain http or https.
export function link(address, text) {
  if (!/^https?:\/\/[^\s]+$/i.test(address || '')) return document.createTextNode(text);
  return el('a', { href: address, target: '_blank', rel: 'noopener noreferrer nofollow' }, text);
}

// The symbol of an event type: a filled disc when the event is well supported, else a dashed ring around paper.
export function symbol(type, solid, size = 26) {
  const disc = solid
    ? { class: 'gm-disc', fill: type.color }
    : { class: 'gm-ring', stroke: type.color, 'stroke-dasharray': '3.1 2.1' };
  return svg(
    'svg',
    { class: 'gm-symbol', viewBox: '0 0 26 26', width: size, height: size, 'aria-hidden': 'true' },
    svg('circle', { cx: 13, cy: 13, r: 11.6, ...disc }),
    svg('path', {
      d: type.glyph,
      transform: 'translate(6.6 6.6) scale(.8)',
      fill: solid ? '#fff' : type.color,
      'fill-rule': 'evenodd',
    }),
  );
}

// A list that grows by `step` rows each time its last button is pressed.
export function growing(parent, count, step, row, more) {
  let shown = 0;
  const grow = button({ class: 'gm-button gm-more' }, () => {
    const from = shown;
    add();
    const first = parent.children[from];
    const target = first && (first.querySelector('button, summary, a') || first);
    if (target) target.focus();
  });
  function add() {
    const end = Math.min(count, shown + step);
    for (; shown < end; shown += 1) parent.append(row(shown));
    grow.textContent = `${more} (${(count - shown).toLocaleString('en')} left)`;
    grow.hidden = shown >= count;
  }
  add();
  return grow;
}
