import { describe, expect, it } from "vitest";
import type { WaitingFor } from "../src/api/model";
import { whyNot } from "../src/runs/why";
import { run, step } from "./samples";

const zone = "Europe/Paris";
const waitsFor = (given: Partial<WaitingFor>) => step({ waitingFor: { reason: "steps", steps: [], until: null, ahead: null, message: "as the service says", ...given } });
const named = (count: number) => Array.from({ length: count }, (_, index) => ({ referrer: `s${index}`, name: `Step ${index + 1}` }));

describe("why a step does not run", () => {
  it.each([
    [1, "Waits for Step 1."],
    [2, "Waits for Step 1 and Step 2."],
    [3, "Waits for Step 1, Step 2 and Step 3."],
  ])("names the %i steps before it", (count, text) => expect(whyNot(waitsFor({ steps: named(count) }), run(), zone)).toBe(text));

  it("leaves it to the service where there may be more than it names", () => expect(whyNot(waitsFor({ steps: named(10) }), run(), zone)).toBe("as the service says"));

  it("says when a retry starts, in the page's zone", () =>
    expect(whyNot(waitsFor({ reason: "retry", until: "2026-11-29T09:42:00.000Z" }), run(), zone)).toBe("Failed, and is tried again at 10:42."));

  it.each(["turn", "place"] as const)("says of a %s what the service says", (reason) => expect(whyNot(waitsFor({ reason, ahead: 2 }), run(), zone)).toBe("as the service says"));

  it.each([
    ["definition", "The flow skips this step."],
    ["request", "It was not among the steps that this run was asked for."],
    ["already_done", "It was done in the run that this one resumes."],
    [null, "The flow or the request for this run left it out."],
  ] as const)("says why it was skipped: %s", (skipReason, text) => expect(whyNot(step({ status: "skipped", skipReason }), run(), zone)).toBe(text));

  it("says when and how the run ended before its turn", () =>
    expect(whyNot(step({ status: "not_run" }), run({ endDate: "2026-11-29T02:07:00.000Z", message: "Stopped at step 'Sales'" }), zone)).toBe("The run ended before its turn, at 03:07: Stopped at step 'Sales'"));

  it("says that it is about to start, only while the run goes on", () => {
    expect(whyNot(step(), run(), zone)).toBe("Is about to start.");
    expect(whyNot(step(), run({ endDate: "2026-11-29T02:07:00.000Z" }), zone)).toBeNull();
  });

  it.each(["running", "success", "failure", "partial_success", "cancelled"] as const)("is nothing to say of one that is %s", (status) => expect(whyNot(step({ status }), run(), zone)).toBeNull());
});
