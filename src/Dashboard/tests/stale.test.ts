import { QueryClient, QueryObserver, type QueryMeta } from "@tanstack/react-query";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Problem } from "../src/api/problem";
import { delayOf } from "../src/common/stale";

const client = new QueryClient();
const ask = (queryFn: () => Promise<string>, retry: number, meta: QueryMeta = {}) =>
  new QueryObserver(client, { queryKey: ["flows"], queryFn, retry, retryDelay: 60_000, meta }).subscribe(() => undefined);
const refuse = () => Promise.reject(new Problem(503, "The storage does not answer.", [], null, 60_000));
const settle = () => new Promise((resolve) => setTimeout(resolve));

describe("why what is loaded is not there yet", () => {
  afterEach(() => client.clear());

  it("is the service's own word while it is asked again", async () => {
    const leave = ask(refuse, 2);
    await vi.waitFor(() => expect(delayOf(client)).toBe("The storage does not answer."));
    leave();
    expect(delayOf(client)).toBeNull();
  });

  it("is not said of what is beside the page's matter", async () => {
    const leave = ask(refuse, 2, { beside: "The count of notifications" });
    await vi.waitFor(() => expect(client.getQueryCache().getAll()[0]!.state.fetchFailureCount).toBe(1));
    expect(delayOf(client)).toBeNull();
    leave();
  });

  it("is nothing where the first answer is only awaited, has come, or is a fault for good", async () => {
    const waits = ask(() => new Promise(() => undefined), 0);
    await settle();
    expect(delayOf(client)).toBeNull();
    waits();
    client.clear();
    const fails = ask(refuse, 0);
    await vi.waitFor(() => expect(client.getQueryCache().getAll()[0]!.state.status).toBe("error"));
    expect(delayOf(client)).toBeNull();
    fails();
    client.clear();
    const comes = ask(() => Promise.resolve("flows"), 0);
    await vi.waitFor(() => expect(client.getQueryCache().getAll()[0]!.state.status).toBe("success"));
    expect(delayOf(client)).toBeNull();
    comes();
  });
});
