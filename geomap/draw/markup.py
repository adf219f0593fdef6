"""The body of the page. Everything that comes from events is put into it by the scripts in `browser/`."""

BODY = """<div class="gm-page">
<header class="gm-head">
<h1>{title}</h1>
<p class="gm-claim">Events as reported; a claim is not a fact.</p>
<p class="gm-summary" id="gm-summary" role="status"></p>
<nav class="gm-tools" aria-label="View">
<button type="button" class="gm-button" id="gm-show-table" aria-pressed="false">Table</button>
<button type="button" class="gm-button gm-narrow" id="gm-show-legend" aria-expanded="false"
aria-controls="gm-side">Legend</button>
</nav>
</header>
<main class="gm-main" id="gm-main">
<div class="folium-map gm-map" id="{name}" role="region" aria-label="Map of events"></div>
<section class="gm-table" id="gm-table" aria-labelledby="gm-table-title" hidden>
<h2 id="gm-table-title">Events as a table</h2>
</section>
<noscript><p class="gm-message">The map needs JavaScript, which is switched off. The same events are in the GeoJSON
file that belongs to this page.</p></noscript>
</main>
<aside class="gm-side" id="gm-side" aria-label="Legend and events without a place">
<section class="gm-legend" id="gm-legend" aria-labelledby="gm-legend-title">
<h2 id="gm-legend-title">Types of events</h2>
</section>
<section class="gm-key" id="gm-key" aria-labelledby="gm-key-title">
<h2 id="gm-key-title">How to read the symbols</h2>
</section>
<section class="gm-unplaced" id="gm-unplaced" aria-labelledby="gm-unplaced-title">
<h2 id="gm-unplaced-title">Not on the map</h2>
</section>
</aside>
</div>
<script type="text/plain" id="gm-events-data">{events}</script>
<script type="text/plain" id="gm-basemap-data">{basemap}</script>"""
