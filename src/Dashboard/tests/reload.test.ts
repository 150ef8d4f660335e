import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const reload = vi.fn<() => void>();
const fetched = vi.fn<typeof fetch>();
let kept: Map<string, string>;

/** The page's own module, as it is after the page was loaded. */
const load = async () => {
  vi.resetModules();
  return import("../src/shell/reload");
};

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-11-29T12:00:00Z") });
  kept = new Map();
  vi.stubGlobal("document", { baseURI: "https://flows.example/teams/" });
  vi.stubGlobal("window", { sessionStorage: { getItem: (name: string) => kept.get(name) ?? null, setItem: (name: string, value: string) => kept.set(name, value) } });
  vi.stubGlobal("location", { reload });
  vi.stubGlobal("fetch", fetched.mockReset().mockImplementation(() => Promise.resolve(new Response("<!doctype html>"))));
  reload.mockReset();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const asked = async () => {
  const { renew } = await load();
  const over = renew();
  await vi.advanceTimersByTimeAsync(5_000);
  await over;
  return reload.mock.calls.length;
};

describe("a part of the page that cannot be loaded", () => {
  it("has the page loaded again where there is one, asked for below its prefix and from no cache", async () => {
    expect(await asked()).toBe(1);
    expect([String(fetched.mock.calls[0]![0]), fetched.mock.calls[0]![1]!.cache]).toEqual(["https://flows.example/teams/", "no-store"]);
  });

  it("has it loaded once, and again only after a minute", async () => {
    await asked();
    expect(await asked()).toBe(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await asked()).toBe(2);
  });

  it.each([
    ["the connection is lost", () => Promise.reject(new TypeError("Failed to fetch"))],
    ["the host starts anew", () => Promise.resolve(new Response("", { status: 503 }))],
  ])("leaves the page as it is where %s, and has it loaded later", async (_, answer) => {
    fetched.mockImplementationOnce(answer);
    expect(await asked()).toBe(0);
    expect(await asked()).toBe(1);
  });

  it("leaves the page as it is where the browser keeps nothing, for it would be loaded for ever", async () => {
    vi.stubGlobal("window", { get sessionStorage() { throw new DOMException("Barred", "SecurityError"); } });
    expect(await asked()).toBe(0);
  });

  it("is said as soon as it is known that the page stays", async () => {
    const { reloadForMissingPart, renewing } = await load();
    reloadForMissingPart();
    expect(renewing()).not.toBeNull();
    await vi.advanceTimersByTimeAsync(5_000);
    expect([reload.mock.calls.length, renewing()]).toEqual([1, null]);
  });
});
