import "./place";
import { afterEach, describe, expect, it, vi } from "vitest";
import { calls } from "../src/api/calls";
import "../src/api/client";
import { Problem } from "../src/api/problem";
import { repeatable } from "../src/api/repeatable";

/** The keys that orders were given with, of which each comes to this. */
async function keysOf(orders: readonly (readonly [order: unknown, came: Error | null])[], between: (all: ReturnType<typeof repeatable>) => void = () => undefined) {
  const all = repeatable();
  const keys: string[] = [];
  for (const [order, came] of orders) {
    const given = all.give(order, (key) => {
      keys.push(key);
      return came === null ? Promise.resolve("r1") : Promise.reject(came);
    });
    await (came === null ? expect(given).resolves.toBe("r1") : expect(given).rejects.toBe(came));
    between(all);
  }

  return keys;
}

describe("an order that is given again", () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each([
    ["its answer was lost", new Problem(0, "The service cannot be reached.")],
    ["the service was too busy", new Problem(429, "Too many requests.", [], null, 1_000)],
    ["the service failed", new Problem(500, "Something went wrong on our side.")],
    ["a proxy did not wait", new Problem(504, "The service answered 504.")],
    ["the first is still being answered", new Problem(409, "A request with this Idempotency-Key is still being answered.", [], null, 1_000)],
    ["the answer could not be read", new SyntaxError("Unexpected end of JSON input")],
  ])("has the same key where %s", async (_, came) => {
    const [first, second, third] = await keysOf([[{ flow: "f1" }, came], [{ flow: "f1" }, came], [{ flow: "f1" }, null]]);
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect([second, third]).toEqual([first, first]);
  });

  it.each([
    ["was done", null],
    ["was refused", new Problem(409, "The flow is running.")],
    ["was not valid", new Problem(400, "The flow is not valid.")],
  ])("has another key where the one before %s", async (_, came) => expect(new Set(await keysOf([["f1", came], ["f1", null]])).size).toBe(2));

  it("has another key where it is another order, or its dialog was opened anew", async () => {
    const lost = new Problem(0, "The service cannot be reached.");
    expect(new Set(await keysOf([[["a"], lost], [["a", "b"], null]])).size).toBe(2);
    expect(new Set(await keysOf([["f1", lost], ["f1", null]], (all) => all.renew())).size).toBe(2);
  });

  it.each([
    ["start", (key: string) => calls.start("f1", ["a"], key)],
    ["startIntegration", (key: string) => calls.startIntegration("i1", key)],
    ["resume", (key: string) => calls.resume("f1", "r1", "a", key)],
    ["createFlow", (key: string) => calls.createFlow({}, key)],
    ["createIntegration", (key: string) => calls.createIntegration({}, key)],
    ["createConnection", (key: string) => calls.createConnection("AzureBlob", {}, key)],
    ["saveSchedule", (key: string) => calls.saveSchedule("f1", {}, true, key)],
  ])("tells the service its key: %s", async (_, order) => {
    const asked = vi.fn<(request: Request) => Promise<Response>>(() => Promise.resolve(Response.json({ message: "No." }, { status: 403 })));
    vi.stubGlobal("fetch", asked);
    await expect(order("k1")).rejects.toMatchObject({ status: 403 });
    expect([asked.mock.calls[0]![0].method, asked.mock.calls[0]![0].headers.get("Idempotency-Key")]).toEqual(["POST", "k1"]);
  });
});
