import { describe, expect, it, vi } from "vitest";
import { Problem } from "../src/api/problem";
import { startMany, type Started } from "../src/flows/many";

const runAll = async (ids: readonly string[], start: (id: string, key: string) => Promise<string>, signal = new AbortController().signal) => {
  const came = new Map<string, Started>();
  await startMany(ids, start, (id, one) => came.set(id, one), signal);
  return came;
};

describe("running many flows", () => {
  it("says of each what came of it", async () => {
    const came = await runAll(["a", "b"], (id) => (id === "a" ? Promise.resolve("r1") : Promise.reject(new Problem(409, "The flow is running."))));
    expect(Object.fromEntries(came)).toEqual({ a: { runId: "r1" }, b: { fault: "The flow is running." } });
  });

  it("starts three at once and no more", async () => {
    let atOnce = 0;
    let most = 0;
    const came = await runAll(Array.from({ length: 10 }, (_, index) => `f${index}`), async (id) => {
      most = Math.max(most, ++atOnce);
      await Promise.resolve();
      atOnce--;
      return id;
    });
    expect([came.size, most]).toEqual([10, 3]);
  });

  it("waits for as long as the service says, and asks again", async () => {
    vi.useFakeTimers();
    try {
      const start = vi.fn<(id: string) => Promise<string>>().mockRejectedValueOnce(new Problem(429, "Enough.", [], null, 7_000)).mockResolvedValue("r1");
      const came = runAll(["a"], start);
      await vi.advanceTimersByTimeAsync(6_999);
      expect(start).toHaveBeenCalledTimes(1);
      await vi.advanceTimersByTimeAsync(1);
      expect(Object.fromEntries(await came)).toEqual({ a: { runId: "r1" } });
    } finally {
      vi.useRealTimers();
    }
  });

  it("asks no more for one that it waits to ask for again, once it is stopped", async () => {
    vi.useFakeTimers();
    try {
      const stop = new AbortController();
      const start = vi.fn<(id: string) => Promise<string>>().mockRejectedValueOnce(new Problem(429, "Enough.", [], null, 7_000)).mockResolvedValue("r1");
      const came = runAll(["a"], start, stop.signal);
      await vi.advanceTimersByTimeAsync(1_000);
      stop.abort();
      expect(Object.fromEntries(await came)).toEqual({ a: { fault: "Enough." } });
      await vi.advanceTimersByTimeAsync(60_000);
      expect(start).toHaveBeenCalledTimes(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it("asks again under the same key where there was no answer, or the first is still being given", async () => {
    vi.useFakeTimers();
    try {
      const start = vi.fn<(id: string, key: string) => Promise<string>>()
        .mockRejectedValueOnce(new Problem(0, "No answer.")).mockRejectedValueOnce(new Problem(409, "Being answered.", [], null, 1_000)).mockResolvedValue("r1");
      const came = runAll(["a"], start);
      await vi.advanceTimersByTimeAsync(3_000);
      expect(Object.fromEntries(await came)).toEqual({ a: { runId: "r1" } });
      const keys = start.mock.calls.map(([, key]) => key);
      expect([keys.length, new Set(keys).size, keys[0]?.length]).toEqual([3, 1, 32]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("says that a flow may run of which nothing was heard for three minutes, or only that something broke", async () => {
    vi.useFakeTimers();
    try {
      const start = vi.fn((id: string) => Promise.reject(id === "a" ? new Problem(0, "No answer.") : new Problem(500, "Broken.")));
      const came = runAll(["a", "b"], start);
      await vi.advanceTimersByTimeAsync(200_000);
      expect(Object.fromEntries(await came)).toEqual({ a: { fault: "No answer.", isOpen: true }, b: { fault: "Broken.", isOpen: true } });
      expect(start.mock.calls.filter(([id]) => id === "b")).toHaveLength(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it("waits for nothing once it was stopped while a flow was asked to start", async () => {
    const stop = new AbortController();
    const came = await runAll(["a"], () => {
      stop.abort();
      return Promise.reject(new Problem(429, "Enough.", [], null, 60_000));
    }, stop.signal);
    expect(Object.fromEntries(came)).toEqual({ a: { fault: "Enough." } });
  });

  it("starts no further one once it is stopped, and tells of what was under way", async () => {
    const stop = new AbortController();
    const came = await runAll(["a", "b", "c", "d", "e"], (id) => {
      stop.abort();
      return Promise.resolve(id);
    }, stop.signal);
    expect([...came.keys()]).toEqual(["a"]);
  });
});
