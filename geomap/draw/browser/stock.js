// What stock folium elements expect of the page, so that users can add them to the map.

// Popups of folium ask jQuery to make an element of a string, nothing more. Its `style` attributes, which the policy of
// the page forbids, say no more than 100 % of the width.
export function standInForJquery() {
  if (window.$) return;
  window.$ = (text) => {
    const template = document.createElement('template');
    template.innerHTML = String(text)
      .trim()
      .replace(/^(<div [^>]*?) style="[^"]*"/, '$1');
    return [template.content.firstElementChild];
  };
}

// Markers without pictures: the ones of Leaflet would be files beside the page.
export function standInForPictures() {
  const pin = (color) => L.divIcon({ className: 'gm-pin', iconSize: [18, 18], html: pinOf(color) });
  L.Marker.mergeOptions({ icon: pin('#5a6b7b') });
  if (!L.AwesomeMarkers) L.AwesomeMarkers = { icon: (options) => pin((options && options.markerColor) || '#5a6b7b') };
}

function pinOf(color) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  svg.setAttribute('viewBox', '0 0 18 18');
  path.setAttribute('d', 'M9 18C5 12 3 9.500 3 6.500a6 6 0 0 1 12 0C15 9.500 13 12 9 18z');
  path.setAttribute('fill', color);
  svg.append(path);
  return svg;
}
