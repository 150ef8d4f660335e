import { describe, expect, it } from "vitest";
import { newsOf } from "../src/runs/news";
import { run, step } from "./samples";

const endDate = "2026-11-29T02:00:09.000Z";
const failed = step({ status: "failure" });

describe("what is told of a run", () => {
  it.each([
    [run({ steps: [step()] }), "The run goes on."],
    [run({ steps: [step(), failed] }), "The run goes on; 1 step failed."],
    [run({ steps: [failed, failed], outcome: "failure", endDate }), "The run has ended: failed; 2 steps failed."],
    [run({ steps: [step({ status: "success" })], outcome: "success", endDate }), "The run has ended: succeeded."],
    [run({ outcome: "cancelled", endDate }), "The run has ended: cancelled."],
  ])("is its end and its failures (%#)", (shown, text) => expect(newsOf(shown)).toBe(text));

  it("is the same as long as neither changes", () => {
    const [before, after] = [0.2, 0.6].map((progress) => newsOf(run({ steps: [step({ status: "running", progress })] })));
    expect(after).toBe(before);
  });
});
