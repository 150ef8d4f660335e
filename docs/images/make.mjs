// Makes the README's pictures of the page from the demo, light and dark: node docs/images/make.mjs
// It starts `flows demo` in a temporary folder, or takes one that serves already: FLOWS_DEMO=http://127.0.0.1:7071 FLOWS_DEMO_KEY_FILE=.flows/dev-key.
// Chromium is the one that CHROMIUM names, else `chromium`; the package that drives it comes from npm, into the same temporary folder.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const driver = "playwright-core@1.65.1";
const images = import.meta.dirname;
const repository = join(images, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "flow-functions-pictures-"));

/** Until the demo says where it serves: its one run has ended then. */
async function startDemo() {
  const tool = join(repository, "src", "FlowFunctions.Cli");
  execFileSync("dotnet", ["build", tool, "-c", "Release", "-v", "q", "-nologo"], { stdio: "inherit" });
  // The tool itself: `dotnet run` does not end when a signal comes to it alone.
  const demo = spawn("dotnet", [join(tool, "bin", "Release", "net10.0", "flows.dll"), "demo", "--speed", "4"], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  // Heard from the start, so that one that has ended already is not waited for.
  const ended = new Promise((resolve) => {
    demo.once("exit", resolve);
  });
  const stop = () => {
    demo.kill("SIGINT");
    return ended;
  };
  let said = "";
  for await (const chunk of demo.stdout) {
    said += chunk;
    const serving = /Serving at (?<address>http:\S+)/.exec(said);
    if (serving) {
      return { address: serving.groups.address, key: readFileSync(join(folder, ".flows", "dev-key"), "utf8").trim(), stop };
    }
  }

  throw new Error(`The demo ended before it served: ${said}`);
}

/** The browser that takes the pictures writes WebP too, a quarter of the PNG's size. */
async function webpOf(blank, png) {
  const webp = await blank.evaluate(async (source) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${source}`)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height);
    canvas.getContext("2d").drawImage(image, 0, 0);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/webp", quality: 0.9 })).arrayBuffer());
    return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""));
  }, png.toString("base64"));
  return Buffer.from(webp, "base64");
}

const given = process.env.FLOWS_DEMO;
const demo = given ? { address: given, key: readFileSync(process.env.FLOWS_DEMO_KEY_FILE, "utf8").trim(), stop: () => {} } : await startDemo();
try {
  execFileSync("npm", ["install", "--silent", "--no-save", "--prefix", folder, driver], { stdio: "inherit" });
  const { chromium } = createRequire(join(folder, "node_modules", "any.js"))("playwright-core");
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? execFileSync("which", ["chromium"], { encoding: "utf8" }).trim(), args: ["--no-sandbox"] });
  const blank = await browser.newPage();
  for (const theme of ["light", "dark"]) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 760 }, colorScheme: theme, timezoneId: "Europe/Paris", reducedMotion: "reduce" });
    page.setDefaultTimeout(120_000);
    // The page whole: what is told below the graph belongs to it.
    const picture = async (name) => writeFileSync(join(images, `${name}-${theme}.webp`), await webpOf(blank, await page.screenshot({ animations: "disabled", fullPage: true })));
    await page.goto(demo.address);
    await page.getByLabel("Key").fill(demo.key);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("link", { name: "Nightly planning load" }).click();
    await page.locator(".react-flow__node").first().waitFor();
    await picture("flow");
    await page.getByRole("definition").getByRole("link", { name: "Failed" }).click();
    await page.getByRole("heading", { name: "Failed Nightly planning load" }).waitFor();
    await page.locator(".react-flow__node").first().waitFor();
    await picture("run");
    await page.close();
  }

  await browser.close();
} finally {
  await demo.stop();
  rmSync(folder, { recursive: true, force: true });
}
