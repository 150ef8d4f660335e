import { describe, expect, it } from "vitest";
import { placed } from "../src/common/rows";

const page = (...items: string[]) => ({ items, total: 9 });
const itself = (item: string) => item;

describe("rows of pages", () => {
  it("stand at their place in the list, whatever pages are not read yet", () =>
    expect([...placed([{ number: 1, page: page("d", "e") }, { number: 2, page: undefined }, { number: 3, page: page("h") }], 3, itself)]).toEqual([[3, "d"], [4, "e"], [9, "h"]]));

  it("stand once in a list that has grown between two pages", () =>
    expect([...placed([{ number: 0, page: page("a", "b", "c") }, { number: 1, page: page("c", "d", "e") }], 3, itself)]).toEqual([[0, "a"], [1, "b"], [2, "c"], [4, "d"], [5, "e"]]));

  it("stand once where one page has a row twice", () => expect([...placed([{ number: 0, page: page("a", "a") }], 3, itself)]).toEqual([[0, "a"]]));
});
