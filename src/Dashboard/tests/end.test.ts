import { describe, expect, it } from "vitest";
import type { OwnRun } from "../src/api/model";
import { following } from "../src/integrations/follow";
import { isToBeReadAgain } from "../src/runs/end";

const own = (given: Partial<OwnRun>) => ({ id: "r1", endDate: null, outcome: "running", ...given }) as OwnRun;
const ended = own({ endDate: "2026-11-29T02:00:09.000Z", outcome: "failure" });

describe("the end of a run", () => {
  it("is read once more, each query for itself", () => {
    const [one, other] = [{ state: { dataUpdateCount: 4 } }, { state: { dataUpdateCount: 5 } }];
    expect([isToBeReadAgain(one), isToBeReadAgain(one), isToBeReadAgain(other)]).toEqual([true, true, true]);
    one.state.dataUpdateCount++;
    expect([isToBeReadAgain(one), isToBeReadAgain(other)]).toEqual([false, true]);
  });

  it("is taken back by no answer from before", () => {
    expect(following(ended, own({}))).toBe(ended);
    const again = own({ endDate: ended.endDate, outcome: "cancelled" });
    expect(following(ended, again)).toBe(again);
    const other = own({ id: "r2" });
    expect(following(ended, other)).toBe(other);
    expect(following(undefined, other)).toBe(other);
  });
});
