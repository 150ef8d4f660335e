import { describe, expect, it } from "vitest";
import { newer } from "../src/runs/newer";
import { run, step } from "./samples";

const start = "2026-11-29T02:00:01.000Z";
const end = "2026-11-29T02:00:09.000Z";
const at = (...steps: Parameters<typeof step>[0][]) => run({ steps: steps.map((one, index) => step({ referrer: `s${index}`, ...one })) });

describe("what replaces a run that is shown", () => {
  it("is any answer where none was there", () => expect(newer(undefined, run()).id).toBe("r1"));

  it.each([
    ["a step that had ended runs", { attempts: 1, startDate: start, endDate: end }, { attempts: 1, startDate: start }],
    ["a step that had started has not", { attempts: 1, startDate: start }, {}],
    ["a later try is not there yet", { attempts: 2, startDate: start }, { attempts: 1, startDate: start }],
    ["a try that has failed still runs", { attempts: 1, retries: 1, startDate: start }, { attempts: 1, startDate: start, progress: 0.6 }],
    ["a step was less far", { attempts: 1, startDate: start, progress: 0.6 }, { attempts: 1, startDate: start, progress: 0.2 }],
  ])("is no answer by which %s", (_, shown, next) => {
    const before = at(shown);
    expect(newer(before, at(next))).toBe(before);
  });

  it("is one by which some step is further, even if a target takes back what it said of another", () => {
    const next = at({ attempts: 1, startDate: start, progress: 0.1 }, { attempts: 1, startDate: start });
    expect(newer(at({ attempts: 1, startDate: start, progress: 0.6 }, {}), next)).toBe(next);
  });

  it("is one by which a try that had told progress has failed, and the next is waited for", () => {
    const next = at({ attempts: 1, retries: 1, startDate: start });
    expect(newer(at({ attempts: 1, startDate: start, progress: 0.6 }), next)).toBe(next);
  });

  it("is one by which a step has ended, whatever its tries were said to be", () => {
    const next = at({ attempts: 1, retries: 0, startDate: start, endDate: end });
    expect(newer(at({ attempts: 1, retries: 1, startDate: start }), next)).toBe(next);
  });

  it("is no answer before its end, and another one after it", () => {
    const over = { ...at({ attempts: 1, startDate: start, endDate: end }), endDate: end };
    expect(newer(over, at({ attempts: 9, startDate: start }))).toBe(over);
    const resumed = { ...over, resumedBy: "r2" };
    expect(newer(over, resumed)).toBe(resumed);
  });

  it("is its end in any case", () => {
    const over = { ...at({}), endDate: end };
    expect(newer(at({ attempts: 1, startDate: start }), over)).toBe(over);
  });
});
