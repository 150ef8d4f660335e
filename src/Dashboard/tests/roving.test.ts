import { describe, expect, it } from "vitest";
import { cellBy } from "../src/history/roving";

/** Where there is something to go to; a dot is an empty cell. */
const cells = ["xxx", "x.x", ".x."].flatMap((line, row) => [...line].flatMap((mark, column) => (mark === "x" ? [{ row, column }] : [])));

describe("a key in a grid leads", () => {
  it.each([
    ["ArrowRight", [0, 0], [0, 1]],
    ["ArrowRight", [1, 0], [1, 2]],
    ["ArrowRight", [0, 2], null],
    ["ArrowLeft", [1, 2], [1, 0]],
    ["ArrowLeft", [0, 0], null],
    ["ArrowDown", [0, 1], [2, 1]],
    ["ArrowDown", [1, 0], null],
    ["ArrowUp", [2, 1], [0, 1]],
    ["ArrowUp", [0, 0], null],
    ["Home", [0, 2], [0, 0]],
    ["Home", [2, 1], [2, 1]],
    ["End", [1, 0], [1, 2]],
    ["Enter", [0, 0], null],
    ["a", [0, 0], null],
  ] as const)("by %s from %j to %j", (key, [row, column], to) =>
    expect(cellBy(key, { row, column }, cells)).toEqual(to === null ? null : { row: to[0], column: to[1] }));
});
