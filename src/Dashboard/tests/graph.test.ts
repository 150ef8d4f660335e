import { describe, expect, it } from "vitest";
import { criticalSteps, drawn, strategyWords } from "../src/graph/drawn";
import { frameOf, keyOf, topologyOf } from "../src/graph/topology";
import { definition } from "./samples";

const diamond = [
  { referrer: "end", dependsOn: ["left", "right"] },
  { referrer: "left", dependsOn: ["start"] },
  { referrer: "right", dependsOn: ["start"] },
  { referrer: "start", dependsOn: null },
];

const lengths = (given: Record<string, number>) => (referrer: string) => given[referrer] ?? 0;

const frame = (steps: Parameters<typeof topologyOf>[0]) => frameOf(topologyOf(steps));
const chain = (length: number) => Array.from({ length }, (_, index) => ({ referrer: `s${index}`, dependsOn: index === 0 ? null : [`s${index - 1}`] }));
const fan = (width: number) => Array.from({ length: width }, (_, index) => ({ referrer: `f${index}`, dependsOn: null }));

describe("the critical path", () => {
  it("goes by the longer of two ways, whatever order the steps come in", () => {
    expect([...criticalSteps(diamond, lengths({ start: 1, left: 5, right: 2, end: 1 }))].toSorted()).toEqual(["end", "left", "start"]);
    expect([...criticalSteps(diamond.toReversed(), lengths({ start: 1, left: 2, right: 5, end: 1 }))].toSorted()).toEqual(["end", "right", "start"]);
  });

  it("is a step by itself where that takes longer than all others in a row", () => expect([...criticalSteps([...diamond, { referrer: "alone", dependsOn: [] }], lengths({ start: 1, left: 1, alone: 9 }))]).toEqual(["alone"]));

  it("is none where no length is known", () => expect(criticalSteps(diamond, () => 0).size).toBe(0));

  it("passes over steps that are not there", () => expect([...criticalSteps([{ referrer: "one", dependsOn: ["gone"] }], () => 1)]).toEqual(["one"]));

  it("is found in a chain of a thousand", () => {
    expect(criticalSteps(chain(1_000), () => 1).size).toBe(1_000);
  });
});

describe("what a graph is drawn from", () => {
  it("has no edge from what is not there", () => expect(topologyOf([{ referrer: "one", dependsOn: ["gone"] }])).toEqual({ nodes: ["one"], edges: [] }));

  it("is the same for each state of a run, so that it never moves", () => {
    const before = keyOf(topologyOf(diamond));
    expect(keyOf(topologyOf(diamond.map((step) => Object.assign({ status: "success" }, step))))).toBe(before);
    expect(keyOf(topologyOf(diamond.slice(1)))).not.toBe(before);
  });
});

describe("a graph's frame", () => {
  it("is as high as its fullest rank", () => expect(frame(diamond)).toBe(2 * 76 + 18 + 24 + 56));

  it("has room for an edge that passes a rank", () => {
    const long = [...chain(4), { referrer: "beside", dependsOn: ["s0"] }, { referrer: "end", dependsOn: ["s3", "s0"] }];
    expect(frame(long)).toBe(2 * 76 + 18 + 20 + 24 + 56);
  });

  it("puts what waits for nothing beside what is done before the first that waits for it", () =>
    expect(frame([...chain(3), { referrer: "late", dependsOn: ["s2", "other"] }, { referrer: "other", dependsOn: null }])).toBe(2 * 76 + 18 + 24 + 56));

  it("is lower for a graph that is wider than the page", () => expect(frame([...chain(12), ...fan(1)])).toBeLessThan(frame([...chain(3), ...fan(1)])));

  it("is never so low that nothing is seen, nor so high that the rows are not", () => {
    expect(frame([])).toBe(150);
    expect(frame(chain(100))).toBe(150);
    expect(frame(fan(100))).toBe(440);
  });

  it("has a height for steps that wait for each other", () => expect(frame([{ referrer: "a", dependsOn: ["b"] }, { referrer: "b", dependsOn: ["a"] }])).toBeGreaterThanOrEqual(150));
});

describe("a step as it is drawn", () => {
  const named = { referrer: "ledger", name: "Ledger" };

  it("has its strategies and tries in words", () => {
    const step = drawn(named, definition({
      exceptionBehavior: [{ type: "failure", strategy: "continue" }, { type: "partial_success", strategy: "stop" }], retry: { count: 2 },
    }), false);
    expect(strategyWords(step)).toEqual(["goes on after a failure", "stops after a partial success", "up to 3 tries"]);
  });

  it("says nothing of what is usual", () => expect(strategyWords(drawn(named, definition({ exceptionBehavior: [{ type: "failure", strategy: "stop" }, { type: "partial_success", strategy: "continue" }] }), false))).toEqual([]));

  it("stands by itself where it is not known what it was", () => expect(drawn(named, null, false)).toMatchObject({ dependsOn: null, kind: "Process", model: "", tries: 1 }));
});
