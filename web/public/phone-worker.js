// Keeps the phone's page, its scripts and styles, so that it opens without a network. What the service counts is never kept here.

const shelf = "gridgrains-phone";
const page = "/phone";
const beside = ["/icon.svg", "/icon-192.png", "/phone.webmanifest"];
// A network that does not answer by then is treated as none.
const patience = 4_000;

self.addEventListener("install", (event) => {
  event.waitUntil(refresh().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/api") || url.pathname.startsWith("/hub") || url.pathname.startsWith("/health")) return;
  if (request.mode === "navigate") event.respondWith(newestPage(request, event));
  else if (url.pathname.startsWith("/assets/")) event.respondWith(asset(request));
  else if (beside.includes(url.pathname)) event.respondWith(fetch(request).catch(() => kept(request)));
});

/** The network's page, so that a new version of the service is taken at once; the kept one where there is none. */
async function newestPage(request, event) {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(patience) });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    event.waitUntil(keep(answer.clone()).catch(() => {}));
    return answer;
  } catch {
    return kept(page);
  }
}

/** Names of assets contain a hash of what is in them: one that is kept is right for ever. */
async function asset(request) {
  return (await (await caches.open(shelf)).match(request, { ignoreVary: true })) ?? fetch(request);
}

async function kept(request) {
  return (await (await caches.open(shelf)).match(request, { ignoreSearch: true, ignoreVary: true })) ?? Response.error();
}

async function refresh() {
  const cache = await caches.open(shelf);
  await Promise.all(beside.map((path) => cache.add(path).catch(() => {})));
  await keep(await fetch(page, { cache: "no-cache" }));
}

/** Keeps a page with all that it needs, and only then lets go of what the former one needed. */
async function keep(answer) {
  if (!answer.ok || answer.redirected || !(answer.headers.get("Content-Type") ?? "").includes("text/html")) return;
  const cache = await caches.open(shelf);
  const html = await answer.clone().text();
  const needed = new Set([...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path));
  if (needed.size === 0) return;
  await Promise.all([...needed].map(async (path) => (await cache.match(path)) ?? cache.add(path)));
  await cache.put(page, answer);
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/assets/") && !needed.has(pathname)) await cache.delete(request);
  }
}
