import { QueryObserver, type QueryClient, type QueryMeta } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

let queries: QueryClient;
let delayOf: typeof import("../src/common/stale").delayOf;
let Problem: typeof import("../src/api/problem").Problem;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.resetModules();
  vi.stubGlobal("window", {});
  vi.stubGlobal("document", { baseURI: "https://flows.example/", visibilityState: "visible", addEventListener: vi.fn<() => void>(), removeEventListener: vi.fn<() => void>() });
  ({ queries } = await import("../src/api/client"));
  ({ delayOf } = await import("../src/common/stale"));
  ({ Problem } = await import("../src/api/problem"));
});

afterEach(() => {
  queries.clear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const ask = (queryFn: () => Promise<string>, meta: QueryMeta = {}) => new QueryObserver(queries, { queryKey: ["flows"], queryFn, meta }).subscribe(() => undefined);

describe("what is still loading", () => {
  it.each([503, 429])("says why a service that answers %i is asked again, until it has answered", async (status) => {
    const answer = vi.fn<() => Promise<string>>().mockRejectedValueOnce(new Problem(status, "The service is starting.", [], null, 10_000)).mockResolvedValue("flows");
    const leave = ask(answer);
    expect(delayOf(queries)).toBeNull();
    await vi.advanceTimersByTimeAsync(9_000);
    expect(delayOf(queries)).toBe("The service is starting.");
    await vi.advanceTimersByTimeAsync(1_000);
    expect([answer.mock.calls.length, delayOf(queries)]).toEqual([2, null]);
    leave();
  });

  it("says nothing of what has failed for good, whose page shows a fault", async () => {
    const leave = ask(() => Promise.reject(new Problem(500, "Something went wrong.")));
    await vi.advanceTimersByTimeAsync(60_000);
    expect([queries.getQueryState(["flows"])?.status, delayOf(queries)]).toEqual(["error", null]);
    leave();
  });

  it("says nothing of what nobody looks at any more", async () => {
    const leave = ask(() => Promise.reject(new Problem(503, "The service is starting.", [], null, 10_000)));
    await vi.advanceTimersByTimeAsync(1_000);
    leave();
    expect(delayOf(queries)).toBeNull();
  });

  it("says nothing of what is beside the page's matter", async () => {
    const leave = ask(() => Promise.reject(new Problem(503, "The service is starting.", [], null, 10_000)), { beside: "The count of notifications" });
    await vi.advanceTimersByTimeAsync(1_000);
    expect([queries.getQueryCache().getAll()[0]?.state.fetchFailureCount, delayOf(queries)]).toEqual([1, null]);
    leave();
  });
});
