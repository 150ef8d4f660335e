import { describe, expect, it, vi } from "vitest";
import { layoutsBy } from "../src/graph/layouts";

/** A worker that does what a test tells it to. */
function staged() {
  const workers: Worker[] = [];
  const start = () => {
    const worker = { postMessage: vi.fn(), terminate: vi.fn() } as unknown as Worker;
    workers.push(worker);
    return worker;
  };
  return { ask: layoutsBy(start), workers };
}

const topology = { nodes: ["a"], edges: [] };
const places = { a: { x: 1, y: 2 } };
const answer = (worker: Worker, id: number) => worker.onmessage!({ data: { id, places } } as MessageEvent);

describe("layouts by a worker", () => {
  it("come from one worker, each to who asked for it", async () => {
    const { ask, workers } = staged();
    const [one, other] = [ask(topology), ask(topology)];
    const first = vi.fn();
    void one.then(first);
    answer(workers[0]!, 2);
    expect(await other).toBe(places);
    expect(first).not.toHaveBeenCalled();
    answer(workers[0]!, 1);
    expect(await one).toBe(places);
    expect(workers).toHaveLength(1);
  });

  it.each([
    ["fails", (worker: Worker) => worker.onerror!({ message: "Out of memory" } as ErrorEvent), "Out of memory"],
    ["cannot be loaded", (worker: Worker) => worker.onerror!({} as ErrorEvent), "What lays it out could not be loaded."],
    ["says what cannot be read", (worker: Worker) => worker.onmessageerror!({} as MessageEvent), "What was laid out could not be read."],
  ])("are refused when it %s, and then come from another", async (_, fail, reason) => {
    const { ask, workers } = staged();
    const all = [ask(topology), ask(topology)];
    fail(workers[0]!);
    for (const one of all) {
      await expect(one).rejects.toThrow(reason);
    }

    expect(workers[0]!.terminate).toHaveBeenCalledOnce();
    const again = ask(topology);
    answer(workers[1]!, 3);
    expect(await again).toBe(places);
  });

  it("are refused where no worker can be started at all", async () =>
    await expect(layoutsBy(() => { throw new Error("No workers here."); })(topology)).rejects.toThrow("No workers here."));
});
