import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/**
 * Runs src/theme.js before anything is drawn, so that a chosen theme never flashes the other. It must be a classic script in a file of its own:
 * modules run after the first paint, and the page's policy forbids scripts within the document.
 */
const themeFirst = (): Plugin => ({
  name: "theme-first",
  apply: "build",
  transformIndexHtml: {
    order: "post",
    handler: (html, context) => {
      const source = readFileSync(new URL("src/theme.js", import.meta.url), "utf8");
      const fileName = `assets/theme-${createHash("sha256").update(source).digest("hex").slice(0, 10)}.js`;
      context.bundle![fileName] = {
        type: "asset", fileName, source, name: "theme", names: ["theme.js"], originalFileName: null, originalFileNames: [], needsCodeReference: false,
      } as unknown as NonNullable<typeof context.bundle>[string];
      return [{ tag: "script", attrs: { src: `./${fileName}` }, injectTo: "head-prepend" }, { tag: "base", attrs: { href: "./" }, injectTo: "head-prepend" }];
    },
  },
});

export default defineConfig({
  // Relative, for the page is served under any prefix.
  base: "./",
  plugins: [react(), themeFirst()],
  worker: { format: "es" },
  build: {
    target: "es2023",
    modulePreload: { polyfill: false },
    // A file inlined as data: would need a hole in the page's policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: { proxy: { "/2/0": "http://localhost:7071" } },
});
