// Opens the packed blocks of the page, see container.py.

const ARRAYS = { u1: Uint8Array, u2: Uint16Array, i2: Int16Array, i4: Int32Array, u4: Uint32Array, f8: Float64Array };

// Takes the block out of the page; gives { meta, arrays }, or null if it is empty.
export async function unpack(id) {
  const node = document.getElementById(id);
  const text = node.textContent;
  node.remove();
  if (!text) return null;
  const packed = bytesOf(text);
  if (typeof DecompressionStream === 'undefined') {
    throw new Error('This page needs a browser of 2023 or later (one that knows DecompressionStream).');
  }
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  const buffer = await new Response(stream).arrayBuffer();
  const start = 4 + new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, start - 4)));
  const arrays = {};
  for (const [name, [kind, position, count]] of Object.entries(header.arrays)) {
    arrays[name] = new ARRAYS[kind](buffer, start + position, count);
  }
  return { meta: header.meta, arrays };
}

function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return bytes;
}

// Web Mercator: pixels from the north-west corner of the world at zoom 0.
export function worldX(longitude, seam) {
  return (((longitude < seam ? longitude + 360 : longitude) + 180) / 360) * 256;
}

export function worldY(latitude) {
  const bounded = (Math.max(-85.05, Math.min(85.05, latitude)) * Math.PI) / 180;
  return (0.5 - Math.log(Math.tan(Math.PI / 4 + bounded / 2)) / (2 * Math.PI)) * 256;
}

export function longitudeAt(x) {
  return (x / 256) * 360 - 180;
}

export function latitudeAt(y) {
  return ((2 * Math.atan(Math.exp((0.5 - y / 256) * 2 * Math.PI)) - Math.PI / 2) * 180) / Math.PI;
}

// Days since 1970 of an ISO day; NaN for none.
export function dayNumber(iso) {
  const found = /^(\d{4})-(\d\d)-(\d\d)/.exec(iso || '');
  return found ? Math.round(Date.parse(`${found[0]}T00:00:00Z`) / 864e5) : NaN;
}

export function isoDay(number) {
  return new Date(number * 864e5).toISOString().slice(0, 10);
}
