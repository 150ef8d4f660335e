import { describe, expect, it } from "vitest";
import { clipped, sizeText } from "../src/common/clip";

describe("a text of any length", () => {
  it("is whole where it is short", () => expect(clipped("a\nb")).toBe("a\nb"));
  it("is cut after ten lines", () => expect(clipped(Array.from({ length: 12 }, (_, line) => `${line}`).join("\n"))).toBe("0\n1\n2\n3\n4\n5\n6\n7\n8\n9"));
  it("is cut after 600 characters", () => expect(clipped("x".repeat(601))).toBe("x".repeat(600)));
  it("is not cut within a character", () => expect(clipped(`${"x".repeat(599)}😀`)).toBe("x".repeat(599)));

  it.each([["", "0 bytes"], ["é", "2 bytes"], ["x".repeat(999), "999 bytes"], ["x".repeat(12_345), "12.3 kB"], ["x".repeat(2_500_000), "2.5 MB"]])("says how long it is", (text, size) => expect(sizeText(text)).toBe(size));
});
