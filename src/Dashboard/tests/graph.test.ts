import { describe, expect, it } from "vitest";
import { criticalSteps, drawn, strategyWords } from "../src/graph/drawn";
import { keyOf, topologyOf } from "../src/graph/topology";
import { definition } from "./samples";

const diamond = [
  { referrer: "end", dependsOn: ["left", "right"] },
  { referrer: "left", dependsOn: ["start"] },
  { referrer: "right", dependsOn: ["start"] },
  { referrer: "start", dependsOn: null },
];

const lengths = (given: Record<string, number>) => (referrer: string) => given[referrer] ?? 0;

describe("the critical path", () => {
  it("goes by the longer of two ways, whatever order the steps come in", () => {
    expect([...criticalSteps(diamond, lengths({ start: 1, left: 5, right: 2, end: 1 }))].toSorted()).toEqual(["end", "left", "start"]);
    expect([...criticalSteps(diamond.toReversed(), lengths({ start: 1, left: 2, right: 5, end: 1 }))].toSorted()).toEqual(["end", "right", "start"]);
  });

  it("is a step by itself where that takes longer than all others in a row", () => expect([...criticalSteps([...diamond, { referrer: "alone", dependsOn: [] }], lengths({ start: 1, left: 1, alone: 9 }))]).toEqual(["alone"]));

  it("is none where no length is known", () => expect(criticalSteps(diamond, () => 0).size).toBe(0));

  it("passes over steps that are not there", () => expect([...criticalSteps([{ referrer: "one", dependsOn: ["gone"] }], () => 1)]).toEqual(["one"]));

  it("is found in a chain of a thousand", () => {
    const chain = Array.from({ length: 1_000 }, (_, index) => ({ referrer: `s${index}`, dependsOn: index === 0 ? null : [`s${index - 1}`] }));
    expect(criticalSteps(chain, () => 1).size).toBe(1_000);
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
