import { describe, expect, it } from "vitest";
import { inputOf, scheduleOf } from "../src/editing/schedule";

const input = inputOf(null, "Nightly load", "Europe/Paris", new Date("2026-11-29T23:30:00Z"));

describe("a schedule as its form sends it", () => {
  it("starts today in the viewer's zone, at night", () =>
    expect(scheduleOf(input)).toEqual({ name: "Nightly load", type: "daily", timezone: "Europe/Paris", startDate: "2026-11-30", time: "02:00" }));

  it.each([["2", 2], [" 12 ", 12], ["two", "two"], ["", ""], ["-1", "-1"], ["1.5", "1.5"]])("says '%s' hours as it is written where that is no number", (written, sent) =>
    expect(scheduleOf({ ...input, type: "hourly", repeatEvery: written })).toEqual({
      name: "Nightly load", type: "hourly", timezone: "Europe/Paris", startDate: "2026-11-30", fromTime: "08:00", toTime: "18:00", repeatEvery: sent,
    }));

  it("has the days that are chosen where its kind takes days", () => {
    expect(scheduleOf({ ...input, type: "weekly", daysOfWeek: [1, 3] })).toMatchObject({ daysOfWeek: [1, 3] });
    expect(scheduleOf({ ...input, type: "monthly_specific_day", daysOfWeek: [1, 3] })).not.toHaveProperty("daysOfWeek");
  });
});
