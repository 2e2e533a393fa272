// <geometry-input>: a Leaflet editor round a textarea of GeoJSON. It starts wherever
// it is put (page panels, hidden tabs, inline panels, StreamField) and keeps the holes
// and the parts of a shape.

// The geometry of a GeoJSON text, or null while it is no shape yet.
function geometryIn(text) {
  try {
    const found = JSON.parse(text);
    const geometry = found.type === "Feature" ? found.geometry : found;
    L.geoJSON(geometry); // throws where type or coordinates make no shape
    return geometry;
  } catch {
    return null;
  }
}

function partsOf(geometry) {
  if (!geometry.type.startsWith("Multi")) return [geometry];
  const type = geometry.type.slice(5);
  return geometry.coordinates.map((coordinates) => ({ type, coordinates }));
}

class GeometryInput extends HTMLElement {
  connectedCallback() {
    // While the page is still being read, the textarea is not there yet.
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", () => this.start(), { once: true });
    } else {
      queueMicrotask(() => this.start());
    }
  }

  start() {
    if (this.map || !this.isConnected || !window.L) return;
    this.field = this.querySelector("textarea");
    this.many = this.dataset.type.startsWith("Multi");
    const box = document.createElement("div");
    box.className = "geometry-input__map";
    this.prepend(box);
    this.foldText();
    this.map = L.map(box, { preferCanvas: true, attributionControl: false }).setView([0, 0], 1);
    this.items = L.featureGroup().addTo(this.map);
    this.showGround();
    this.read();
    this.addTools();
    this.map.on(L.Draw.Event.CREATED, (event) => {
      if (!this.many) this.items.clearLayers();
      this.items.addLayer(event.layer);
      this.write();
    });
    this.map.on(`${L.Draw.Event.EDITED} ${L.Draw.Event.DELETED}`, () => this.write());
    this.field.addEventListener("input", () => this.read());
    new ResizeObserver(() => this.fit()).observe(box);
  }

  foldText() {
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = this.dataset.textLabel;
    details.append(summary, this.field);
    this.append(details);
  }

  async showGround() {
    const answer = await fetch(this.dataset.outlines, { credentials: "same-origin" });
    if (!answer.ok) return;
    const ground = L.geoJSON(await answer.json(), {
      interactive: false,
      style: { color: "#7a8a8c", weight: 1, fillOpacity: 0.06 },
    }).addTo(this.map);
    ground.bringToBack();
    this.ground = ground.getBounds();
    this.seen = false;
    this.fit();
  }

  read() {
    this.items.clearLayers();
    if (!this.field.value.trim()) return;
    const geometry = geometryIn(this.field.value);
    // Text that cannot be drawn is shown; the server names what is wrong on saving.
    this.querySelector("details").open ||= geometry === null;
    if (geometry === null) return;
    // One layer a part, so that each is edited by itself.
    for (const part of partsOf(geometry)) {
      L.geoJSON(part).eachLayer((layer) => this.items.addLayer(layer));
    }
  }

  addTools() {
    const one = this.many ? this.dataset.type.slice(5) : this.dataset.type;
    const may = (type) => (this.dataset.type === "Geometry" || one === type ? {} : false);
    this.map.addControl(
      new L.Control.Draw({
        edit: { featureGroup: this.items },
        draw: {
          polygon: may("Polygon"),
          rectangle: may("Polygon"),
          polyline: may("LineString"),
          marker: may("Point"),
          circle: false,
          circlemarker: false,
        },
      }),
    );
  }

  write() {
    const parts = this.items.getLayers().flatMap((layer) => partsOf(layer.toGeoJSON(7).geometry));
    if (!parts.length) this.field.value = "";
    else if (this.many) {
      this.field.value = JSON.stringify({ type: this.dataset.type, coordinates: parts.map((part) => part.coordinates) });
    } else this.field.value = JSON.stringify(parts.at(-1));
    // Wagtail's check for unsaved edits listens for this.
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  fit() {
    this.map.invalidateSize();
    const bounds = this.items.getLayers().length ? this.items.getBounds() : this.ground;
    if (this.seen || !bounds || !this.map.getContainer().clientWidth) return;
    this.seen = true;
    this.map.fitBounds(bounds, { maxZoom: 12, padding: [20, 20] });
  }
}

customElements.define("geometry-input", GeometryInput);
