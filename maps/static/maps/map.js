// <homeground-map>: draws the released figures over Leaflet. Without script the
// picture inside the element stays. Shapes and figures are fetched apart, so that a
// change of round, group or measure resends no shapes.

const RAMP = 7;

function colour(element, name) {
  return getComputedStyle(element).getPropertyValue(name).trim();
}

function rampStep(number, count) {
  return count <= 1 ? Math.floor(RAMP / 2) + 1 : Math.round(((number - 1) * (RAMP - 1)) / (count - 1)) + 1;
}

function hatch(background, line) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const pen = tile.getContext("2d");
  pen.fillStyle = background;
  pen.fillRect(0, 0, 8, 8);
  pen.strokeStyle = line;
  pen.lineWidth = 2.5;
  for (const shift of [-8, 0, 8]) {
    pen.beginPath();
    pen.moveTo(shift, 8);
    pen.lineTo(shift + 8, 0);
    pen.stroke();
  }
  return pen.createPattern(tile, "repeat");
}

async function fetchJson(address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

class HomegroundMap extends HTMLElement {
  async connectedCallback() {
    if (!window.L || this.map) return;
    const [shapes, outlines, values] = await Promise.all([
      fetchJson(this.dataset.shapes),
      fetchJson(this.dataset.outlines),
      fetchJson(this.dataset.values),
    ]);
    this.draw(shapes, outlines, values);
    this.addPoints();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.restyle());
  }

  draw(shapes, outlines, values) {
    this.values = values;
    const box = document.createElement("div");
    box.className = "map-canvas";
    this.replaceChildren(box);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map = L.map(box, {
      renderer: L.canvas({ padding: 0.4 }),
      zoomControl: false,
      zoomAnimation: !still,
      fadeAnimation: !still,
      scrollWheelZoom: false,
      zoomSnap: 0.25,
      attributionControl: Boolean(this.dataset.attribution),
    });
    this.map.attributionControl?.setPrefix(false);
    L.control.zoom({ zoomInTitle: this.dataset.zoomIn, zoomOutTitle: this.dataset.zoomOut }).addTo(this.map);
    // Leaflet names this button in English only.
    this.map.on("popupopen", ({ popup }) => {
      popup.getElement().querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", this.dataset.close);
    });
    this.map.once("focus click", () => this.map.scrollWheelZoom.enable());
    if (this.dataset.tiles) {
      L.tileLayer(this.dataset.tiles, { attribution: this.dataset.attribution }).addTo(this.map);
    }
    this.ground = L.geoJSON(outlines, { interactive: false, style: () => this.groundStyle() }).addTo(this.map);
    this.areas = L.geoJSON(shapes, {
      style: (feature) => this.areaStyle(feature),
      onEachFeature: (feature, layer) => this.describe(feature, layer),
    }).addTo(this.map);
    const all = this.ground.getBounds().isValid() ? this.ground.getBounds() : this.areas.getBounds();
    this.map.fitBounds(this.ownBounds() ?? all, { padding: [8, 8] });
    this.map.setMaxBounds(all.pad(0.6));
    box.setAttribute("role", "application");
    box.setAttribute("aria-label", this.dataset.label);
  }

  // Whoever answers for a part of the map sees that part first.
  ownBounds() {
    if (!this.dataset.focus) return null;
    const [west, south, east, north] = this.dataset.focus.split(",").map(Number);
    return [[south, west], [north, east]];
  }

  groundStyle() {
    return { color: colour(this, "--quiet"), weight: 1.5, fill: !this.dataset.tiles, fillColor: colour(this, "--card"), fillOpacity: 1 };
  }

  areaStyle(feature) {
    const [number] = this.values.areas[feature.properties.pcode] ?? [null];
    const border = { color: colour(this, "--card"), weight: 1, fillOpacity: this.dataset.tiles ? 0.8 : 1 };
    if (number === null) return { ...border, fillColor: hatch(colour(this, "--card"), colour(this, "--line")) };
    return { ...border, fillColor: colour(this, `--d${rampStep(number, this.values.classes.length)}`) };
  }

  restyle() {
    this.ground.setStyle(() => this.groundStyle());
    this.areas.setStyle((feature) => this.areaStyle(feature));
  }

  describe(feature, layer) {
    layer.on("mouseover", () => layer.setStyle({ color: colour(this, "--ink"), weight: 2.5 }).bringToFront());
    layer.on("mouseout", () => this.areas.resetStyle(layer));
    layer.bindPopup(() => this.facts(feature.properties));
  }

  facts({ pcode, name }) {
    const [, words] = this.values.areas[pcode] ?? [null, null];
    const card = document.createElement("div");
    card.className = "map-facts";
    const title = document.createElement("strong");
    title.textContent = name;
    const figure = document.createElement("p");
    figure.textContent = words === null ? this.dataset.hidden : `${this.dataset.measure}: ${words}`;
    const link = document.createElement("a");
    link.href = this.dataset.areaUrl.replace("PCODE", encodeURIComponent(pcode));
    link.textContent = this.dataset.open;
    card.append(title, figure, link);
    return card;
  }

  async addPoints() {
    const addresses = Object.entries(this.dataset).filter(([key]) => key.startsWith("points"));
    for (const [, address] of addresses) {
      const features = await fetchJson(address);
      L.geoJSON(features, {
        pointToLayer: (_, at) =>
          L.circleMarker(at, { radius: 7, weight: 2.5, color: colour(this, "--card"), fillColor: colour(this, "--ink"), fillOpacity: 1 }),
        onEachFeature: (feature, layer) => {
          const link = document.createElement("a");
          link.href = feature.properties.url;
          link.textContent = feature.properties.name;
          layer.bindPopup(link);
        },
      }).addTo(this.map);
    }
  }
}

customElements.define("homeground-map", HomegroundMap);
