import { describe, expect, it } from "vitest";
import { distanceText, durationText, isoDurationText, parseDuration } from "../src/common/duration";

describe("durations as the API writes them", () => {
  it.each([
    ["PT0S", 0],
    ["PT0.25S", 250],
    ["PT59S", 59_000],
    ["PT30M", 1_800_000],
    ["PT2H30M", 9_000_000],
    ["P1D", 86_400_000],
    ["P1DT1H1M1.5S", 90_061_500],
  ])("%s are %i ms", (text, ms) => expect(parseDuration(text)).toBe(ms));

  it.each(["", "P", "PT", "two hours", "1H", "P1M", "P1W", "-PT1S", "PT1H2", " PT1S"])("'%s' is none", (text) => expect(parseDuration(text)).toBeNull());

  it("are null where there is nothing to say", () => expect([isoDurationText(null), isoDurationText(undefined), isoDurationText("soon")]).toEqual([null, null, null]));
});

describe("durations for people", () => {
  it.each([
    [-5, "0.0 s"],
    [0, "0.0 s"],
    [9_949, "9.9 s"],
    [9_951, "10 s"],
    [59_499, "59 s"],
    [59_500, "1 min 00 s"],
    [61_000, "1 min 01 s"],
    [3_599_400, "59 min 59 s"],
    [3_599_500, "1 h 00 min"],
    [86_369_000, "23 h 59 min"],
    [86_400_000, "1 d 0 h"],
    [129_600_000, "1 d 12 h"],
  ])("%i ms read '%s'", (ms, text) => expect(durationText(ms)).toBe(text));

  it.each([
    [29_000, "less than a minute"],
    [60_000, "1 min"],
    [89 * 60_000, "89 min"],
    [90 * 60_000, "2 h"],
    [47 * 3_600_000, "47 h"],
    [48 * 3_600_000, "2 days"],
  ])("%i ms away is '%s'", (ms, text) => expect(distanceText(ms)).toBe(text));
});
