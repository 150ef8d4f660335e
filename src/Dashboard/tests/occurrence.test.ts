import { describe, expect, it } from "vitest";
import { stateOf } from "../src/calendar/occurrence";

describe("an occurrence of a schedule", () => {
  it.each([
    ["coming", null, "Coming"],
    ["starting", null, "Starting"],
    ["started", null, "Running"],
    ["started", "running", "Running"],
    ["started", "failure", "Failed"],
    ["skipped", "skipped", "Skipped"],
    ["unknown", null, "Not on record"],
  ] as const)("that is %s with outcome %s reads '%s'", (state, outcome, word) => expect(stateOf({ state, outcome }).word).toBe(word));
});
