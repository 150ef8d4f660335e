import { describe, expect, it } from "vitest";
import type { RunOutcome, RunWithSteps, StepState } from "../src/api/model";
import { failuresOf, failuresOfStep, pastOfRuns, pastOfStep, rateText } from "../src/history/past";
import { run } from "./samples";

const at = (seconds: number) => new Date(Date.parse("2026-11-29T02:00:00Z") + seconds * 1000).toISOString();

/** The newest first, as the API lists them. */
const past = (id: string, outcome: RunOutcome, status: StepState | null, from: number | null = 0, to: number | null = 4): RunWithSteps => ({
  ...run({ id, outcome, startDate: at(0), endDate: outcome === "running" ? null : at(9) }),
  steps: status === null ? [] : [{ referrer: "sales", name: "Sales", status, startDate: from === null ? null : at(from), endDate: to === null ? null : at(to), attempts: 1, executionErrorCode: null }],
});

const runs = [
  past("6", "running", "running", 0, null),
  past("5", "failure", "failure", 1, 3),
  past("4", "cancelled", "cancelled", 1, 3),
  past("3", "success", null),
  past("2", "partial_success", "partial_success", 0, 2),
  past("1", "success", "success", 0, 4),
  past("0", "success", "skipped", null, null),
];

describe("a step over time", () => {
  it("is each time that it ended by itself, oldest first", () => expect(pastOfStep("sales", runs).map(({ runId, took, state }) => `${runId} ${took} ${state}`)).toEqual(["1 4000 success", "2 2000 partial_success", "5 2000 failure"]));
  it("fails as often as it failed, of these", () => expect(failuresOfStep("sales", runs)).toEqual({ failed: 1, ended: 3 }));
  it("is nothing where it was no step, or that is not on record", () => expect([...pastOfStep("plan", runs), ...pastOfStep("sales", [run() as RunWithSteps].map(({ steps: _, ...rest }) => rest))]).toEqual([]));
});

describe("runs over time", () => {
  it("are those that have ended, oldest first", () => expect(pastOfRuns(runs).map((one) => one.runId)).toEqual(["0", "1", "2", "3", "4", "5"]));
  it("failed where they did not succeed, in part at least", () => expect(failuresOf(runs)).toEqual({ failed: 2, ended: 6 }));
  it.each([[0, 0, "–"], [0, 7, "none of 7"], [1, 3, "1 of 3 (33 %)"], [3, 3, "3 of 3 (100 %)"]])("%i of %i reads '%s'", (failed, ended, text) => expect(rateText({ failed, ended })).toBe(text));
});
