import { describe, expect, it } from "vitest";
import type { RunStep, StepState } from "../src/api/model";
import { lineOf, readyAt, spansOf, type Span } from "../src/runs/timeline";
import { definition, run, step } from "./samples";

const start = Date.parse(run().startDate);
const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();
const text = (spans: readonly Span[]) => spans.map((span) => `${span.kind}${span.number || ""} ${(span.from - start) / 1000}-${(span.to - start) / 1000}${span.isOpen ? "…" : ""}`);
const spans = (given: Partial<RunStep>, ready: number | null, now: number, end: number | null = null) =>
  spansOf(step(given), run({ endDate: end === null ? null : at(end) }), ready === null ? null : start + ready * 1000, start + now * 1000);
const once = (from: number, to: number | null, turn: number | null = null) => ({ startDate: at(from), turnDate: turn === null ? null : at(turn), endDate: to === null ? null : at(to) });

describe("a step's time", () => {
  it("is that of its try where it waited for nothing", () => expect(text(spans({ status: "success", startDate: at(0), endDate: at(4), tries: [once(0, 4)] }, 0, 9))).toEqual(["try1 0-4"]));

  it("has its waits apart from its work, and each try by itself", () => expect(text(spans({
    status: "success", startDate: at(6), endDate: at(50), retries: 1, tries: [once(6, 12, 9), once(42, 50, 45)],
  }, 3, 60))).toEqual(["steps 0-3", "place 3-6", "turn1 6-9", "try1 9-12", "retry1 12-42", "turn2 42-45", "try2 45-50"]));

  it("has no wait for a place that is only the way to its start", () => expect(text(spans({ status: "success", startDate: at(3.4), endDate: at(5), tries: [once(3.4, 5)] }, 3, 9))).toEqual(["steps 0-3", "try1 3.4-5"]));

  it("goes on until now", () => {
    expect(text(spans({ status: "running", startDate: at(2), tries: [once(2, null)] }, 2, 9))).toEqual(["steps 0-2", "try1 2-9…"]);
    expect(text(spans({ status: "pending" }, null, 9))).toEqual(["steps 0-9…"]);
    expect(text(spans({ status: "pending" }, 4, 9))).toEqual(["steps 0-4", "place 4-9…"]);
  });

  const waiting = { steps: [], until: null, ahead: null, message: "" };
  it("is a wait and no work while it waits for its turn", () =>
    expect(text(spans({ status: "running", startDate: at(0), tries: [once(0, null)], waitingFor: { ...waiting, reason: "turn" } }, 0, 9))).toEqual(["turn1 0-9…"]));

  it("is a wait and no work while it waits for its next try", () =>
    expect(text(spans({ status: "running", startDate: at(0), retries: 1, tries: [once(0, 4)], waitingFor: { ...waiting, reason: "retry" } }, 0, 9))).toEqual(["try1 0-4", "retry1 4-9…"]));

  it("ends with its run, where the run took the step with it", () => expect(text(spans({ status: "cancelled", startDate: at(1), endDate: at(5), tries: [once(1, null)] }, 1, 99, 6))).toEqual(["steps 0-1", "try1 1-5"]));

  it("is that of the step where its tries are not on record", () => expect(text(spans({ status: "failure", startDate: at(1), endDate: at(5), retries: 3, tries: null }, 1, 9))).toEqual(["steps 0-1", "try1 1-5"]));

  it.each(["skipped", "not_run"] as const)("is none of one that is %s", (status) => expect(spans({ status }, 0, 9, 9)).toEqual([]));

  it("shows a try that took no time", () => expect(text(spans({ status: "success", startDate: at(0), endDate: at(0), tries: [once(0, 0)] }, 0, 9))).toEqual(["try1 0-0"]));

  it("has no gaps and no overlaps, whatever the times are", () => {
    const all = spans({ status: "success", startDate: at(6), endDate: at(50), tries: [once(6, 12, 9), once(42, 43), once(44, 50, 45)] }, 3, 60);
    expect(all.slice(1).map((span) => span.from)).toEqual(all.slice(0, -1).map((span) => span.to));
  });
});

describe("a step's time in words", () => {
  it("says what it waited for and what it did", () => expect(lineOf(spans({ status: "success", startDate: at(6), endDate: at(50), tries: [once(6, 12, 9), once(42, 50)] }, 3, 60))).toBe(
    "waited 3.0 s for the steps before it, waited 3.0 s until it could start, waited 3.0 s for its turn on the model, try 1 ran 3.0 s, waited 30 s for its next try, try 2 ran 8.0 s"));

  it("says what goes on", () => expect(lineOf(spans({ status: "running", startDate: at(2), tries: [once(2, null)] }, 2, 70))).toBe("waited 2.0 s for the steps before it, runs since 1 min 08 s"));

  it("is nothing where there is none", () => expect(lineOf([])).toBe(""));
});

const seconds = (ready: number | null) => (ready === null ? null : (ready - start) / 1000);

describe("when a step is ready", () => {
  const definitions = new Map([["a", definition()], ["b", definition({ dependsOn: ["a"] })], ["c", definition({ dependsOn: ["a", "b"] })], ["d", definition({ dependsOn: ["gone"] })]]);
  const of = (referrer: string, ...steps: readonly [StepState, number | null][]) =>
    readyAt(referrer, run({ steps: steps.map(([status, end], index) => step({ referrer: "abc"[index]!, status, endDate: end === null ? null : at(end) })) }), definitions);

  it("is the run's start where it depends on nothing, or on nothing that is known", () => expect([of("a", ["running", null]), of("d", ["running", null])].map(seconds)).toEqual([0, 0]));
  it("is the last end of what it depends on", () => expect(seconds(of("c", ["success", 4], ["failure", 7]))).toBe(7));
  it("is not yet while something of that goes on", () => expect(of("c", ["success", 4], ["running", null])).toBeNull());
  it("passes through what is left out", () => expect([of("c", ["success", 4], ["skipped", null]), of("b", ["skipped", null])].map(seconds)).toEqual([4, 0]));
  it("waits behind what is left out for what that waits for", () => expect(of("c", ["running", null], ["skipped", null])).toBeNull());
});
