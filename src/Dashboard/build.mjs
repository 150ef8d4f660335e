// Builds the page into dist/: types from the API's document, checks and unit tests, bundle, compressed files, budget. Called by `dotnet build` of FlowFunctions, and by `npm run build`.
// With --check it does so whether or not a source has changed. One build at a time: others wait, and find that there is nothing left to do.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const root = import.meta.dirname;
const lock = join(root, ".building");
const built = join(root, "dist", ".built");
const installed = join(root, "node_modules", ".installed");
const left = ["node_modules", "dist", join("src", "api", "generated")];

function files(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith(".building") && !left.includes(relative(root, join(folder, entry.name))))
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
  // There, npm is a script of the command shell; all else is a program, whose path may have blanks.
  const shell = process.platform === "win32" && command === "npm";
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

/** The process that has made the lock; 0 where it has not said so yet, or the lock is gone. */
function ownerOf(folder) {
  try {
    return Number(readFileSync(join(folder, "owner"), "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") {
      return 0;
    }

    throw error;
  }
}

/** Takes the lock of a build that is no more away. Of several who want to, one can rename it; if that one has got the lock of a build that began meanwhile, it puts it back. */
function takeOver(id) {
  const taken = `${lock}-${process.pid}`;
  try {
    renameSync(lock, taken);
  } catch (error) {
    if (error.code === "ENOENT") {
      return;
    }

    throw error;
  }

  if (ownerOf(taken) === id) {
    rmSync(taken, { recursive: true, force: true });
  } else {
    renameSync(taken, lock);
  }
}

/** The longest that one build waits for another, in ms: several times what `npm ci` and a build take on a slow machine. */
const longestWait = 15 * 60_000;

/** A folder is made by one process only: whoever makes it builds, others say whom they wait for. One that was left by a build that is no more is taken over. */
async function locked(work) {
  const since = Date.now();
  for (let said = 0; ;) {
    try {
      mkdirSync(lock);
      writeFileSync(join(lock, "owner"), String(process.pid));
      break;
    } catch (error) {
      if (error.code !== "EEXIST") {
        throw error;
      }

      const isFresh = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) < 5_000;
      const id = ownerOf(lock);
      if (!isFresh && !(id > 0 && isAlive(id))) {
        takeOver(id);
        continue;
      }

      if (id > 0 && id !== said) {
        console.log(`The page is being built by process ${id} (${relative(root, lock)}); waiting for it.`);
        said = id;
      }

      if (Date.now() - since > longestWait) {
        console.log(`error DASH004: The page is being built by process ${id} for more than ${longestWait / 60_000} minutes. If that is no build of it, delete ${lock}.`);
        process.exitCode = 1;
        throw new Error("failed");
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
  // The builds that look at times alone shall see that what is built is newer than the sources that it was built from, and older than one that is saved meanwhile.
  const since = new Date();
  const sources = hashOf(files(root));
  if (isSame(built, sources) && !process.argv.includes("--check")) {
    utimesSync(built, since, since);
    return;
  }

  const packages = hashOf([join(root, "package-lock.json")]);
  if (!isSame(installed, packages)) {
    // What builds the page are packages for development, which NODE_ENV=production would leave out; none of them needs a script of its own to be installed.
    run("npm", "ci", "--include=dev", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error");
    writeFileSync(installed, packages);
  }

  tool("@hey-api/openapi-ts/bin/run.js", "--silent");
  tool("typescript/bin/tsc", "--noEmit");
  tool("oxlint/bin/oxlint", "--deny-warnings", "src", "tests");
  tool("vitest/vitest.mjs", "run");
  tool("vite/bin/vite.js", "build", "--logLevel", "warn");
  run(process.execPath, join(root, "scripts", "compress.mjs"));
  writeFileSync(built, sources);
  utimesSync(built, since, since);
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
