import { describe, expect, it } from "vitest";
import { addressOf, stateOf } from "../src/calendar/occurrence";

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

  it.each([
    ["flow", "r1", "/flows/o1/runs/r1"],
    ["flow", null, "/flows/o1"],
    ["integration", "r1", "/integrations/o1/runs/r1"],
    ["integration", null, "/integrations/o1"],
  ] as const)("of a %s with the run %s leads to %s", (ownerType, runId, address) => expect(addressOf({ ownerType, ownerId: "o1", runId })).toBe(address));
});
