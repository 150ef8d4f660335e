import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/**
 * Runs src/theme.js before anything is drawn, so that a chosen theme never flashes the other. It must be a classic script in a file of its own:
 * modules run after the first paint, and the page's policy forbids scripts within the document.
 */
const themeFirst = (): Plugin => {
  const source = readFileSync(new URL("src/theme.js", import.meta.url), "utf8");
  const fileName = `assets/theme-${createHash("sha256").update(source).digest("hex").slice(0, 10)}.js`;
  return {
    name: "theme-first",
    buildStart() {
      if (this.environment.mode === "build") {
        this.emitFile({ type: "asset", fileName, source });
      }
    },
    transformIndexHtml: {
      order: "post",
      // The base stands before all that is relative to it; the service writes the way to the root into it.
      handler: (_, { server }) =>
        server
          ? [{ tag: "base", attrs: { href: "/" }, injectTo: "head-prepend" }, { tag: "script", children: source, injectTo: "head" }]
          : [{ tag: "base", attrs: { href: "./" }, injectTo: "head-prepend" }, { tag: "script", attrs: { src: `./${fileName}` }, injectTo: "head" }],
    },
  };
};

export default defineConfig({
  // Relative, for the page is served under any prefix.
  base: "./",
  plugins: [react(), themeFirst()],
  worker: { format: "es" },
  build: {
    target: "es2024",
    modulePreload: { polyfill: false },
    // A file inlined as data: would need a hole in the page's policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // Which file has which module, for scripts/compress.mjs, which takes it away again.
    manifest: "manifest.json",
    rolldownOptions: {
      output: {
        // Few files for the first load; what one page alone needs stays with it.
        codeSplitting: {
          groups: [
            { name: "vendor", test: /node_modules[\\/](react|react-dom|scheduler|wouter|regexparam|use-sync-external-store|@tanstack)[\\/]/ },
            { name: "common", test: /src[\\/](api|common)[\\/]/ },
          ],
        },
      },
    },
  },
  server: { proxy: { "/2/0": process.env.FLOWS_SERVER ?? "http://localhost:7071" } },
});
