import { describe, expect, it } from "vitest";
import { dayOf, dayText, fullText, minuteText, momentText, timeText } from "../src/common/zone";

const at = (text: string) => new Date(text);

/** Versions of Unicode's data differ in commas and blanks, and in nothing that is tested here. */
const plain = (text: string) => text.replaceAll(/,| at\b/g, "").replaceAll(/\s+/g, " ");

describe("times in the zone that is asked for, whatever the browser's own is", () => {
  it.each([
    ["UTC", "22:30", "2026-11-28"],
    ["Europe/Paris", "23:30", "2026-11-28"],
    ["Asia/Kolkata", "04:00", "2026-11-29"],
    ["Pacific/Chatham", "12:15", "2026-11-29"],
    ["America/Los_Angeles", "14:30", "2026-11-28"],
  ])("%s", (zone, time, day) => expect([minuteText(at("2026-11-28T22:30:00Z"), zone), dayOf(at("2026-11-28T22:30:00Z"), zone)]).toEqual([time, day]));

  it("begins a day with hour 00, not 24", () => expect(timeText(at("2026-11-28T23:00:00Z"), "Europe/Paris")).toBe("00:00:00"));

  it("leaves the year out where it is this one, in that zone", () => {
    const newYear = at("2026-12-31T23:30:00Z");
    expect(plain(momentText(newYear, "Europe/Paris", at("2027-06-01T00:00:00Z")))).toBe("Fri 1 Jan 00:30");
    expect(plain(momentText(newYear, "UTC", at("2027-06-01T00:00:00Z")))).toBe("Thu 31 Dec 2026 23:30");
  });

  it("keeps the day where the time has seconds, whether or not a comma stands within it", () => {
    const newYear = at("2026-12-31T23:30:07Z");
    expect(plain(momentText(newYear, "Europe/Paris", at("2027-06-01T00:00:00Z"), true))).toBe("Fri 1 Jan 00:30:07");
    expect(plain(momentText(newYear, "UTC", at("2027-06-01T00:00:00Z"), true))).toBe("Thu 31 Dec 2026 23:30:07");
  });

  it("says the zone with all else there is to say", () => expect(plain(fullText(at("2026-11-28T22:30:00Z"), "Asia/Kolkata"))).toBe("Sunday 29 November 2026 04:00:00 GMT+05:30"));
});

describe("daylight saving", () => {
  it("has no hour where clocks go forward", () => {
    expect(["2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z"].map((moment) => timeText(at(moment), "Europe/Paris"))).toEqual(["01:59:59", "03:00:00"]);
  });

  it("has an hour twice where clocks go back, told apart by the offset", () => {
    const twice = [at("2026-10-25T00:30:00Z"), at("2026-10-25T01:30:00Z")];
    expect(twice.map((moment) => minuteText(moment, "Europe/Paris"))).toEqual(["02:30", "02:30"]);
    expect(twice.map((moment) => fullText(moment, "Europe/Paris").slice(-9))).toEqual(["GMT+02:00", "GMT+01:00"]);
  });

  it("keeps the day of what is at its ends, of 23 and of 25 hours", () => {
    expect(["2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z", "2026-03-29T22:00:00Z"].map((moment) => dayOf(at(moment), "Europe/Paris"))).toEqual(["2026-03-29", "2026-03-29", "2026-03-30"]);
    expect(["2026-10-24T22:00:00Z", "2026-10-25T22:59:59Z", "2026-10-25T23:00:00Z"].map((moment) => plain(dayText(at(moment), "Europe/Paris")))).toEqual(["Sun 25 Oct", "Sun 25 Oct", "Mon 26 Oct"]);
  });

  it("moves by half an hour where the zone does", () => expect(["2026-10-03T15:29:00Z", "2026-10-03T15:30:00Z"].map((moment) => minuteText(at(moment), "Australia/Lord_Howe"))).toEqual(["01:59", "02:30"]));
});
