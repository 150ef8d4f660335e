import { describe, expect, it } from "vitest";
import { clockBy } from "../src/common/clock";

const now = Date.parse("2026-11-29T12:00:00Z");
const seconds = (by: number) => new Date(now + by * 1_000).toUTCString();

/** By how much the service's clock is ahead after answers that took so long, in ms. */
function aheadAfter(took: number, ...dates: readonly (string | null)[]) {
  const clock = clockBy(() => now);
  for (const date of dates) {
    clock.hear(date, now - took, now);
  }

  return clock.now() - now;
}

describe("the service's clock is", () => {
  it("the viewer's where nothing is heard of it", () => expect(aheadAfter(200)).toBe(0));
  it.each([-1, 0])("the viewer's where both may be right (%i s)", (by) => expect(aheadAfter(900, seconds(by))).toBe(0));
  it("ahead of one that is slow, by what is certain", () => expect(aheadAfter(200, seconds(300))).toBe(300_000));
  it("behind one that is fast, by what is certain", () => expect(aheadAfter(200, seconds(-300))).toBe(-298_800));
  it("no other by answers that fit, so that times do not jump", () => expect(aheadAfter(200, seconds(300), seconds(299), seconds(300))).toBe(300_000));
  it("another once the viewer's is set right", () => expect(aheadAfter(200, seconds(300), seconds(0))).toBeLessThanOrEqual(1_200));
  it.each([null, "later"])("as it was by an answer that says '%s'", (date) => expect(aheadAfter(200, seconds(300), date)).toBe(300_000));
});
