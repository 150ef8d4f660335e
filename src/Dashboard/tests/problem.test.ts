import { describe, expect, it, vi } from "vitest";
import { Problem, problemOf } from "../src/api/problem";

describe("an answer that refuses", () => {
  it("has the service's words, its fields and how to find it in the log", async () => {
    const body = { message: "The flow is not valid.", errors: [{ path: "name", message: "Must not be empty." }], traceId: "0123" };
    const problem = await problemOf(Response.json(body, { status: 400 }));
    expect(problem).toMatchObject({ status: 400, message: "The flow is not valid.", fields: body.errors, traceId: "0123", retryAfter: null, answer: body });
  });

  it("says its status where it has no words, as a proxy's page", async () =>
    expect((await problemOf(new Response("<h1>Bad gateway</h1>", { status: 502, statusText: "Bad Gateway" }))).message).toBe("The service answered 502 (Bad Gateway) and no reason."));

  it.each([
    ["120", 120_000],
    ["0", null],
    ["Sun, 29 Nov 2026 12:00:30 GMT", 30_000],
    ["Sun, 29 Nov 2026 11:00:00 GMT", null],
    ["later", null],
  ])("wants to be asked again after '%s'", async (text, ms) => {
    vi.useFakeTimers({ now: Date.parse("2026-11-29T12:00:00Z") });
    try {
      expect((await problemOf(new Response("{}", { status: 429, headers: { "Retry-After": text } }))).retryAfter).toBe(ms);
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([[0, true], [400, false], [404, false], [409, false], [429, true], [500, false], [502, true], [503, true]])("%i may pass by itself: %s", (status, isPassing) =>
    expect(new Problem(status, "no").isPassing).toBe(isPassing));
});
