"""The body of the page. Everything that comes from events is put into it by the scripts in `browser/`."""

BODY = """<div class="gm-page">
<header class="gm-head">
<h1>{title}</h1>
<p class="gm-claim">What is said, not what is known: a claim is not a fact.</p>
<p class="gm-summary" id="gm-summary" role="status"></p>
<label class="gm-search">Search <input type="search" id="gm-search" title="Enter shows what is found on the map"
autocomplete="off" spellcheck="false"></label>
<nav class="gm-tools" aria-label="View">
<button type="button" class="gm-button" id="gm-show-table" aria-pressed="false">Table</button>
<button type="button" class="gm-button" id="gm-show-report" aria-pressed="false" hidden>Reports</button>
<details class="gm-menu" id="gm-download"><summary class="gm-button">Download</summary></details>
<button type="button" class="gm-button gm-narrow" id="gm-show-legend" aria-expanded="false"
aria-controls="gm-side">Legend</button>
</nav>
</header>
<main class="gm-main" id="gm-main">
<section class="gm-report" id="gm-report" aria-label="Report" hidden></section>
<div class="gm-stage" id="gm-stage">
<div class="folium-map gm-map" id="{name}" role="region" aria-label="Map of events"></div>
<noscript><p class="gm-message">The map needs JavaScript, which is switched off. The same events are in the GeoJSON
file that belongs to this page.</p></noscript>
</div>
<section class="gm-time" id="gm-time" aria-label="Time" hidden>
<button type="button" class="gm-button gm-play" id="gm-play" aria-pressed="false" aria-label="Play"></button>
<div class="gm-track">
<canvas aria-hidden="true"></canvas>
<input type="range" id="gm-time-from" aria-label="From">
<input type="range" id="gm-time-to" aria-label="To">
</div>
<p class="gm-time-text"><span id="gm-time-text"></span>
<button type="button" class="gm-button" id="gm-time-all" hidden>All dates</button></p>
</section>
<section class="gm-table" id="gm-table" aria-labelledby="gm-table-title" hidden>
<h2 id="gm-table-title">Events as a table</h2>
</section>
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
<script type="text/plain" id="gm-basemap-data">{basemap}</script>
<script type="text/plain" id="gm-reports-data">{reports}</script>"""
