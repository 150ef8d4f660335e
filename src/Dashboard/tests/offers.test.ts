import { describe, expect, it } from "vitest";
import { Problem } from "../src/api/problem";
import { isToCancel } from "../src/runs/offers";
import { run } from "./samples";

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
