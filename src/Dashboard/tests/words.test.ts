import { describe, expect, it } from "vitest";
import { plural, standingOf, states, triggerText } from "../src/common/words";
import { step } from "./samples";

const waiting = { steps: [], until: null, ahead: null, message: "Waits" };

describe("where a step stands", () => {
  it("is its status where it waits for nothing", () => expect(standingOf(step({ status: "running" }))).toBe("running"));

  it.each([["turn", "waiting_turn"], ["retry", "waiting_retry"]] as const)("is no running while it waits for a %s", (reason, standing) =>
    expect(standingOf(step({ status: "running", waitingFor: { ...waiting, reason } }))).toBe(standing));

  it.each(["steps", "place"] as const)("is its status while it waits for %s, before it has started", (reason) => expect(standingOf(step({ waitingFor: { ...waiting, reason } }))).toBe("pending"));
});

describe("the words for states", () => {
  it("are different ones for each", () => {
    const words = Object.values(states).map((state) => state.word);
    expect(new Set(words).size).toBe(words.length);
  });

  it("have an icon of another shape where they are of another colour, for who sees no colours", () => {
    // Waiting for a retry is a warning, and a wait all the same.
    const all = Object.values(states).filter((state) => state.icon !== "waiting");
    const shared = all.filter((state) => all.some((other) => other.icon === state.icon && other.tone !== state.tone));
    expect(shared).toEqual([]);
  });
});

describe("numbers and names in words", () => {
  it.each([[0, "0 runs"], [1, "1 run"], [2, "2 runs"], [12_345, "12,345 runs"]])("%i", (count, text) => expect(plural(count, "run")).toBe(text));
  it("takes a plural of its own", () => expect(plural(2, "retry", "retries")).toBe("2 retries"));
  it("says who, and that a schedule did it for them", () => expect([triggerText("manual", "ann"), triggerText("scheduled", "ann")]).toEqual(["by ann", "by schedule of ann"]));
});
