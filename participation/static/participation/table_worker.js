/**
 * Opens the page of one voting table without a connection. Its scope is that page alone;
 * what it hands out was put aside by the page itself (`table.js`), empty as it came, and no
 * ballot is ever among it. It goes when the table is closed.
 */

const PATIENCE_MS = 4000;
const NAME = `homeground-table-${self.location.pathname.split("/").at(-2)}`;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(answer(event.request));
});

/** From the site, or what is kept where it does not answer in time. */
async function answer(request) {
  const kept = await caches.match(request, { cacheName: NAME, ignoreVary: true });
  if (!kept) return fetch(request);
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE_MS, kept); });
  const fresh = fetch(request).then((response) => (response.status < 500 ? response : kept), () => kept);
  return Promise.race([fresh, late]);
}
