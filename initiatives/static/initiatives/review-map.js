/**
 * The desk's map over Leaflet: the ground comes with the page, the pins are read from the
 * list beside it, so that both always say the same. Without this file the server's picture
 * stays, whose pins lead to the same lines.
 */

const PIN = 44; // a finger's width
const MARK = 32; // what is seen of it
/** Places around a pin's own, the nearest first. */
const STEPS = [-2, -1, 0, 1, 2].flatMap((right) => [-2, -1, 0, 1, 2].map((down) => [right, down])).sort((one, other) => Math.hypot(...one) - Math.hypot(...other));

function colour(element, name) {
  return getComputedStyle(element).getPropertyValue(name).trim();
}

function groundStyle(frame) {
  return { color: colour(frame, "--edge"), weight: 1, fillColor: colour(frame, "--card"), fillOpacity: 1 };
}

function name(layer, text) {
  // As text, never as markup: names come from files of borders.
  const label = Object.assign(document.createElement("span"), { textContent: text });
  layer.bindTooltip(label, { permanent: true, direction: "center", className: "map-name", opacity: 1, pane: "names" });
}

/** What a pin says: the links and the words of its line in the list. */
function facts(line) {
  const card = document.createElement("div");
  for (const part of line.querySelectorAll(":scope > a, :scope > .meta, :scope > .state")) card.append(part.cloneNode(true));
  return card;
}

function addPin(map, line) {
  const mark = document.createElement("span");
  mark.className = `pin-mark ${line.dataset.tone}`;
  mark.textContent = line.dataset.pin;
  const icon = L.divIcon({ html: mark, className: "pin-icon", iconSize: [PIN, PIN], popupAnchor: [0, -14] });
  const title = line.querySelector("a").textContent;
  const pin = L.marker([Number(line.dataset.latitude), Number(line.dataset.longitude)], { icon, title, alt: title });
  pin.place = pin.getLatLng();
  pin.bindPopup(() => facts(line)).addTo(map);
  const show = (is) => {
    line.classList.toggle("is-here", is);
    pin.getElement()?.classList.toggle("is-here", is);
    pin.setZIndexOffset(is ? 1000 : 0);
  };
  pin.on("mouseover", () => show(true)).on("mouseout", () => show(false));
  line.addEventListener("pointerenter", () => show(true));
  line.addEventListener("pointerleave", () => show(false));
  line.addEventListener("focusin", () => show(true));
  line.addEventListener("focusout", () => show(false));
  return pin;
}

/** Pins that would cover an earlier one go to the nearest free place beside it. */
function spread(map, pins) {
  const taken = [];
  for (const pin of pins) {
    const place = map.latLngToLayerPoint(pin.place);
    const spots = STEPS.map(([right, down]) => place.add([right * MARK, down * MARK]));
    const spot = spots.find((each) => taken.every((other) => each.distanceTo(other) >= 0.9 * MARK)) ?? place;
    taken.push(spot);
    pin.setLatLng(map.layerPointToLatLng(spot));
  }
}

/** A name is left out where a pin or another name would stand on it; the pins tell more. */
function clearNames(frame) {
  const taken = [...frame.querySelectorAll(".pin-mark")].map((mark) => mark.getBoundingClientRect());
  for (const label of frame.querySelectorAll(".map-name")) {
    const own = label.getBoundingClientRect();
    const isFree = taken.every((each) => own.right < each.left || each.right < own.left || own.bottom < each.top || each.bottom < own.top);
    label.classList.toggle("is-covered", !isFree);
    if (isFree) taken.push(own);
  }
}

/** A click on the ground offers to comment on that place. */
function offerComment(map, frame) {
  map.on("click", ({ latlng }) => {
    const place = new URLSearchParams({ latitude: latlng.lat.toFixed(5), longitude: latlng.wrap().lng.toFixed(5) });
    const link = document.createElement("a");
    link.className = "more";
    link.href = `${frame.dataset.add}?${place}`;
    link.textContent = frame.dataset.addLabel;
    L.popup().setLatLng(latlng).setContent(link).openOn(map);
  });
}

function start(frame) {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const ground = JSON.parse(document.getElementById(frame.dataset.reviewMap).textContent);
  frame.replaceChildren();
  const map = L.map(frame, { attributionControl: false, zoomControl: false, scrollWheelZoom: false, zoomSnap: 0.25, zoomAnimation: !still.matches, fadeAnimation: !still.matches });
  L.control.zoom({ zoomInTitle: frame.dataset.zoomIn, zoomOutTitle: frame.dataset.zoomOut }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.once("focus click", () => map.scrollWheelZoom.enable());
  map.on("popupopen", ({ popup }) => {
    popup.getElement().querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", frame.dataset.close);
  });
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", frame.dataset.label);
  map.createPane("names").style.zIndex = 450; // above the ground, below the pins
  const areas = L.geoJSON(ground, {
    interactive: false,
    style: () => groundStyle(frame),
    onEachFeature: (feature, layer) => name(layer, feature.properties.name),
  }).addTo(map);
  const pins = L.featureGroup([...document.querySelectorAll("[data-pin]")].map((line) => addPin(map, line)));
  const bounds = [areas, pins].map((group) => group.getBounds()).filter((each) => each.isValid());
  if (bounds.length) map.fitBounds(bounds[0], { padding: [12, 12] });
  else map.setView([0, 0], 2);
  const arrange = () => {
    spread(map, pins.getLayers());
    clearNames(frame);
  };
  arrange();
  map.on("zoomend", arrange);
  if (frame.dataset.add) offerComment(map, frame);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => areas.setStyle(() => groundStyle(frame)));
}

if (window.L) document.querySelectorAll("[data-review-map]").forEach(start);
