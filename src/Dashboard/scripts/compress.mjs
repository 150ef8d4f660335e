// Compresses what was built, as the service sends it, and holds the first load under its budget.
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** Of everything that the browser loads before it shows the first page, in bytes of gzip. */
const firstLoadBudget = 200_000;

/** What is loaded lazily, and yet by the first page of all: the order to run several flows, which whoever may run flows is shown. */
const atOnce = ["src/flows/RunMany.tsx"];

const dist = join(import.meta.dirname, "..", "dist");
const files = ["index.html", ...readdirSync(join(dist, "assets")).map((name) => `assets/${name}`)].filter((name) => !/\.(br|gz)$/.test(name));
const sizes = new Map();
for (const name of files) {
  const content = readFileSync(join(dist, name));
  const gzip = gzipSync(content, { level: 9 });
  const brotli = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } });
  writeFileSync(join(dist, `${name}.gz`), gzip);
  writeFileSync(join(dist, `${name}.br`), brotli);
  sizes.set(name, { gzip: gzip.length, brotli: brotli.length });
}

const page = readFileSync(join(dist, "index.html"), "utf8");
const manifest = JSON.parse(readFileSync(join(dist, "manifest.json"), "utf8"));
rmSync(join(dist, "manifest.json"));

/** The files of a module's chunk and of all that it imports. */
function filesOf(name, seen = new Set()) {
  const chunk = manifest[name];
  if (chunk === undefined) {
    throw new Error(`scripts/compress.mjs counts '${name}' for the first load, and it is in no file of its own.`);
  }

  if (seen.has(name)) {
    return [];
  }

  seen.add(name);
  return [chunk.file, ...(chunk.css ?? []), ...(chunk.imports ?? []).flatMap((each) => filesOf(each, seen))];
}

const named = [...page.matchAll(/(?:src|href)="\.\/(?<file>assets\/[^"]+)"/g)].map((match) => match.groups.file);
const first = [...new Set(["index.html", ...named, ...atOnce.flatMap((name) => filesOf(name))])];
const total = first.reduce((sum, name) => sum + sizes.get(name).gzip, 0);
const line = `The page's first load: ${(total / 1000).toFixed(1)} kB in gzip of at most ${firstLoadBudget / 1000} kB (${first.length} files).`;
if (total > firstLoadBudget) {
  console.log(`error DASH003: ${line} Load what the first page does not need lazily.`);
  process.exitCode = 1;
} else {
  console.log(line);
}

if (process.argv.includes("--all")) {
  for (const [name, size] of [...sizes].sort((a, b) => b[1].gzip - a[1].gzip)) {
    console.log(`${(size.gzip / 1000).toFixed(1).padStart(8)} kB gzip ${(size.brotli / 1000).toFixed(1).padStart(8)} kB br  ${name}`);
  }
}
