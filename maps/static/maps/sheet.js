/**
 * A sheet of canvas over the map. It is painted when the map comes to rest, somewhat
 * larger than the window, and only moved while a finger drags it: that is what keeps
 * panning smooth on weak phones.
 */

const PADDING = 0.35;

export const Sheet = window.L && L.Renderer.extend({
  initialize(paint) {
    L.Renderer.prototype.initialize.call(this, { padding: PADDING });
    this.paint = paint;
  },

  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.setAttribute("aria-hidden", "true");
  },

  _destroyContainer() {
    this._container.remove();
  },

  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize();
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    this._container.width = Math.round(size.x * ratio);
    this._container.height = Math.round(size.y * ratio);
    this._container.style.width = `${size.x}px`;
    this._container.style.height = `${size.y}px`;
    L.DomUtil.setPosition(this._container, this._bounds.min);
    this.repaint();
  },

  /** Paint anew what is shown; `view` leads from the world (0…1) to the sheet's pixels. */
  repaint() {
    if (!this._bounds) return;
    const { width, height } = this._container;
    const ratio = width / this._bounds.getSize().x;
    const corner = this._map.getPixelOrigin().add(this._bounds.min);
    const pen = this._container.getContext("2d");
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, width, height);
    this.paint(pen, {
      ratio, width, height,
      scale: this._map.options.crs.scale(this._zoom) * ratio,
      x: corner.x * ratio,
      y: corner.y * ratio,
    });
  },

  /** Make pixels of all strokes: printers are sent strokes, and lose some of them. */
  settle() {
    if (!this._bounds) return;
    const { width, height } = this._container;
    const pen = this._container.getContext("2d");
    const pixels = pen.getImageData(0, 0, width, height);
    // A new size forgets the strokes.
    this._container.width = width;
    pen.putImageData(pixels, 0, 0);
  },
});
