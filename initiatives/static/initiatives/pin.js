/**
 * A pin on a map for the place of an initiative. Without this file, two number fields do
 * the same; with it, they follow the pin and the pin follows them.
 */

const START_ZOOM = 12;

function number(input) {
  const value = Number.parseFloat(input.value);
  return Number.isFinite(value) ? value : null;
}

/** Drawn here, so that no picture has to be found; colours come from the stylesheet. */
function pinIcon() {
  const shape = '<svg viewBox="0 0 24 24" width="36" height="36" aria-hidden="true">'
    + '<path class="place" d="M12 22c-5-6-8-9-8-13a8 8 0 0 1 16 0c0 4-3 7-8 13z"/></svg>';
  return L.divIcon({ html: shape, className: "", iconSize: [36, 36], iconAnchor: [18, 34] });
}

function colour(element, name) {
  return getComputedStyle(element).getPropertyValue(name).trim();
}

function label(layer, text, direction) {
  // As text, never as markup: names come from files of borders.
  const name = Object.assign(document.createElement("span"), { textContent: text });
  layer.bindTooltip(name, { permanent: true, direction, className: "map-name", opacity: 1 });
}

/** The areas around, with their names, as an orientation. */
async function drawOutlines(map, frame) {
  const answer = await fetch(frame.dataset.outlines, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const style = { fillColor: colour(frame, "--card"), fillOpacity: 1, weight: 1.5, color: colour(frame, "--quiet"), dashArray: "4 4" };
  const areas = L.geoJSON(await answer.json(), {
    style,
    interactive: false,
    onEachFeature: (feature, layer) => label(layer, feature.properties.name, "center"),
  }).addTo(map);
  areas.bringToBack();
}

/** The community itself, so that a resident knows where the map is. */
function drawCommunity(map, frame, centre) {
  const dot = L.circleMarker(centre, {
    radius: 6, weight: 2, color: colour(frame, "--card"), fillColor: colour(frame, "--ink"), fillOpacity: 1, interactive: false,
  }).addTo(map);
  label(dot, frame.dataset.community, "bottom");
}

function start(frame) {
  const latitude = document.getElementById(frame.dataset.latitude);
  const longitude = document.getElementById(frame.dataset.longitude);
  const given = () => {
    const [y, x] = [number(latitude), number(longitude)];
    return y === null || x === null ? null : L.latLng(y, x);
  };
  const centre = [Number(frame.dataset.centreLatitude), Number(frame.dataset.centreLongitude)];

  frame.hidden = false;
  const map = L.map(frame, { attributionControl: false, zoomControl: false }).setView(given() ?? centre, Number(frame.dataset.zoom) || START_ZOOM);
  L.control.zoom({ zoomInTitle: frame.dataset.zoomIn, zoomOutTitle: frame.dataset.zoomOut }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  if (frame.dataset.community) drawCommunity(map, frame, centre);
  let pin = null;

  const write = (place) => {
    latitude.value = place.lat.toFixed(5);
    longitude.value = place.wrap().lng.toFixed(5);
    latitude.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const show = (place) => {
    if (pin) { pin.setLatLng(place); return; }
    pin = L.marker(place, { icon: pinIcon(), draggable: true, title: frame.dataset.pinLabel });
    pin.on("dragend", () => write(pin.getLatLng())).addTo(map);
  };

  if (given()) show(given());
  map.on("click", (event) => { show(event.latlng); write(event.latlng); });
  for (const input of [latitude, longitude]) {
    input.addEventListener("change", () => {
      const place = given();
      if (place) { show(place); map.panTo(place); }
    });
  }
  // Borders are an orientation only: without them the pin still works.
  drawOutlines(map, frame).catch(() => undefined);
}

if (window.L) document.querySelectorAll("[data-pin-map]").forEach(start);
