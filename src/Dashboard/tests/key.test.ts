import "./place";
import { afterEach, describe, expect, it, vi } from "vitest";
import { root } from "../src/api/root";
import { session } from "../src/api/session";
import { patience } from "../src/api/transport";
import { tryKey } from "../src/shell/key";

describe("a key that is tried", () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("is sent, and not kept", async () => {
    const asked = vi.fn<(request: Request) => Promise<Response>>(() => Promise.resolve(Response.json({}, { headers: { ETag: "\"1\"" } })));
    vi.stubGlobal("fetch", asked);
    await tryKey("one-key");
    const request = asked.mock.calls[0]![0];
    expect([request.url, request.headers.get("Authorization"), session.key]).toEqual([new URL("2/0/version", root).href, "Bearer one-key", null]);
  });

  it.each([
    [401, "The service does not know this key."],
    [503, "The service answered 503. Try again in a moment."],
  ])("is said to be refused by %i", async (status, message) => {
    vi.stubGlobal("fetch", () => Promise.resolve(Response.json({ message: "No." }, { status })));
    await expect(tryKey("one-key")).rejects.toMatchObject({ status, message });
  });

  it("is waited for no longer than for any answer", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    vi.stubGlobal("fetch", (_: Request, { signal }: { signal: AbortSignal }) => new Promise((_resolve, reject) => { signal.addEventListener("abort", () => reject(signal.reason as Error)); }));
    const said = expect(tryKey("one-key")).rejects.toMatchObject({ status: 0, message: "The service does not answer." });
    vi.advanceTimersByTime(patience);
    await said;
  });
});
