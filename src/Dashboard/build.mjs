// Builds the page into dist/: types from the API's document, checks, bundle, compressed files, budget. Called by `dotnet build` of FlowFunctions, and by `npm run build`.
// With --check it does so whether or not a source has changed. One build at a time: others wait, and find that there is nothing left to do.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const root = import.meta.dirname;
const lock = join(root, ".building");
const built = join(root, "dist", ".built");
const installed = join(root, "node_modules", ".installed");
const left = ["node_modules", "dist", ".building", join("src", "api", "generated")];

function files(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !left.includes(relative(root, join(folder, entry.name))))
    .flatMap((entry) => (entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)]))
    .sort();
}

function hashOf(paths) {
  const hash = createHash("sha256");
  for (const path of paths) {
    hash.update(relative(root, path).replaceAll("\\", "/")).update("\0").update(readFileSync(path)).update("\0");
  }

  return hash.digest("hex");
}

const isSame = (stamp, hash) => existsSync(stamp) && readFileSync(stamp, "utf8") === hash;

function run(command, ...args) {
  const shell = process.platform === "win32";
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: root, shell, encoding: "utf8" });
  if (status !== 0) {
    process.stdout.write(`${stdout ?? ""}${stderr ?? ""}`);
    console.log(`error DASH002: '${[command, ...args].join(" ")}' of src/Dashboard failed${error ? `: ${error.message}` : ""}; what it says is above.`);
    process.exitCode = 1;
    throw new Error("failed");
  }
}

const tool = (name, ...args) => run(process.execPath, join(root, "node_modules", name), ...args);

function isAlive(id) {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** A folder is made by one process only. One that was left by a build that is no more is taken over. */
async function locked(work) {
  for (;;) {
    try {
      mkdirSync(lock);
      writeFileSync(join(lock, "owner"), String(process.pid));
      break;
    } catch (error) {
      if (error.code !== "EEXIST") {
        throw error;
      }

      const owner = join(lock, "owner");
      const isFresh = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) < 5_000;
      const id = existsSync(owner) ? Number(readFileSync(owner, "utf8")) : 0;
      if (!isFresh && !isAlive(id || -1)) {
        rmSync(lock, { recursive: true, force: true });
      }

      await delay(200);
    }
  }

  try {
    work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function build() {
  const sources = hashOf(files(root));
  if (isSame(built, sources) && !process.argv.includes("--check")) {
    // The builds that look at times alone shall see that this is newer than its sources.
    utimesSync(built, new Date(), new Date());
    return;
  }

  const packages = hashOf([join(root, "package-lock.json")]);
  if (!isSame(installed, packages)) {
    run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
    writeFileSync(installed, packages);
  }

  tool("@hey-api/openapi-ts/bin/run.js", "--silent");
  tool("typescript/bin/tsc", "--noEmit");
  tool("oxlint/bin/oxlint", "--deny-warnings", "src");
  tool("vite/bin/vite.js", "build", "--logLevel", "warn");
  run(process.execPath, join(root, "scripts", "compress.mjs"));
  writeFileSync(built, sources);
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.log(`error DASH001: The page in src/Dashboard is built with Node.js 20.19 or newer, and the 'node' in the PATH is ${process.versions.node}. Install a newer one from https://nodejs.org.`);
  process.exit(1);
}

try {
  await locked(build);
} catch (error) {
  if (process.exitCode !== 1) {
    throw error;
  }
}
