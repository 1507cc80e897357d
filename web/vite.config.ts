import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

// What the pages talk to while they are developed with `npm run dev`.
const service = "http://127.0.0.1:5080";

export default defineConfig({
  appType: "mpa",
  resolve: { alias: { "@gridgrains/client": fileURLToPath(new URL("client/src/index.ts", import.meta.url)) } },
  build: {
    outDir: "../src/Gateway/wwwroot",
    emptyOutDir: true,
    // The content security policy allows no inline script and no data: address.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: { input: ["index.html", "wall.html", "phone.html", "daily.html", "emergency.html", "operations.html"] },
  },
  server: {
    proxy: { "/api": service, "/hub": { target: service, ws: true } },
  },
});
