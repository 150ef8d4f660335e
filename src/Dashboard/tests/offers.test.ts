import { describe, expect, it } from "vitest";
import { Problem } from "../src/api/problem";
import { isToBeDetailed, isToCancel } from "../src/runs/offers";
import { run, step } from "./samples";

describe("cancelling a run is", () => {
  it.each([
    ["offered while the run is not read yet", undefined, null, true],
    ["offered where it cannot be read", undefined, new Problem(503, "The storage does not answer."), true],
    ["not offered where there is no such run of a flow", undefined, new Problem(404, "There is no such run."), false],
    ["offered while it goes on", run(), null, true],
    ["offered while it goes on and cannot be read again", run(), new Problem(0, "The service cannot be reached."), true],
    ["not offered once it has ended", run({ endDate: "2026-11-29T02:00:09.000Z" }), null, false],
  ] as const)("%s", (_, shown, fault, isOffered) => expect(isToCancel(shown, fault)).toBe(isOffered));
});

describe("details of a step's error", () => {
  const endDate = "2026-11-29T02:00:09.000Z";
  it.each([
    ["are to come where it has failed and the run goes on", { status: "failure", endDate }, {}, true],
    ["are to come where it has partly failed and the run goes on", { status: "partial_success", endDate }, {}, true],
    ["are none where it has succeeded", { status: "success", endDate }, {}, false],
    ["are none while it runs", { status: "running" }, {}, false],
    ["are there where its own run is", { status: "failure", endDate, runId: "s1" }, {}, false],
    ["do not come any more where the run has ended", { status: "failure", endDate }, { endDate }, false],
  ] as const)("%s", (_, of, within, isToCome) => expect(isToBeDetailed(step(of), run(within))).toBe(isToCome));
});
