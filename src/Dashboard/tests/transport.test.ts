import "./place";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Problem } from "../src/api/problem";
import { patience, transport } from "../src/api/transport";
import { serviceClock } from "../src/common/clock";

const address = "https://flows.example/2/0/integrations/run/r1/dump";

/** A body whose pieces a test gives one by one, and which ends with its request. */
function body(signal: AbortSignal) {
  let control!: ReadableStreamDefaultController<Uint8Array>;
  const stream = new ReadableStream<Uint8Array>({ start: (given) => { control = given; } });
  signal.addEventListener("abort", () => control.error(signal.reason));
  return { stream, give: (text: string) => control.enqueue(new TextEncoder().encode(text)), end: () => control.close(), lose: () => control.error(new TypeError("network error")) };
}

/** A service whose next answer has begun, and whose body has not. */
function begin(type: string, status = 200) {
  let came!: (one: ReturnType<typeof body>) => void;
  const begun = new Promise<ReturnType<typeof body>>((resolve) => { came = resolve; });
  vi.stubGlobal("fetch", (_: Request, { signal }: { signal: AbortSignal }) => {
    const one = body(signal);
    came(one);
    return Promise.resolve(new Response(one.stream, { status, headers: { "Content-Type": type } }));
  });
  return begun;
}

/** The clock that no test stops. */
const soon = setTimeout;
const settle = () => new Promise((resolve) => soon(resolve));

describe("an answer", () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("may take its time where it is a file that has begun", async () => {
    const begun = begin("text/csv");
    const asked = transport(address);
    const file = await begun;
    await settle();
    file.give("Account,Reason\n");
    vi.advanceTimersByTime(patience * 4);
    file.give("4711,unknown\n");
    file.end();
    expect(await (await asked).text()).toBe("Account,Reason\n4711,unknown\n");
  });

  it("is none where JSON does not come to its end in time", async () => {
    const begun = begin("application/json");
    const asked = transport(address);
    const said = expect(asked).rejects.toMatchObject({ status: 0, message: "The service does not answer." });
    (await begun).give("{");
    await settle();
    vi.advanceTimersByTime(patience);
    await said;
  });

  it("is none where it does not begin in time", async () => {
    vi.stubGlobal("fetch", (_: Request, { signal }: { signal: AbortSignal }) => new Promise((_resolve, reject) => { signal.addEventListener("abort", () => reject(signal.reason as Error)); }));
    const said = expect(transport(address)).rejects.toMatchObject({ status: 0, message: "The service does not answer." });
    vi.advanceTimersByTime(patience);
    await said;
  });

  it.each(["text/csv", "application/json"])("of %s that breaks off is one kind of error", async (type) => {
    const begun = begin(type);
    const said = expect(transport(address)).rejects.toEqual(new Problem(0, "The connection was lost before all of the answer had come."));
    const file = await begun;
    await settle();
    file.lose();
    await said;
  });

  it("that the page wants no more is no error of the service", async () => {
    const begun = begin("text/csv");
    const stop = new AbortController();
    const said = expect(transport(address, { signal: stop.signal })).rejects.toMatchObject({ name: "AbortError" });
    await begun;
    await settle();
    stop.abort();
    await said;
  });

  it.each([3_600_000, 0])("says what time it is at the service (%i ms ahead)", async (ahead) => {
    const date = new Date(Date.now() + ahead).toUTCString();
    vi.stubGlobal("fetch", () => Promise.resolve(new Response(null, { status: 204, headers: { Date: date } })));
    await transport(address);
    expect(Math.abs(serviceClock.now() - Date.parse(date))).toBeLessThan(10_000);
  });

  it("without a body is as it came", async () => {
    vi.stubGlobal("fetch", () => Promise.resolve(new Response(null, { status: 204 })));
    expect((await transport(address)).status).toBe(204);
  });
});
