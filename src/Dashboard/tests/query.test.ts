import { describe, expect, it } from "vitest";
import { chosenOf, withChosen, withValue } from "../src/common/query";

const filters = ["failure", "running", "success"] as const;

describe("filters in the address", () => {
  it("stand there with what else does", () => expect(withValue(new URLSearchParams("q=load&step=1"), "sort", "-name", "name").toString()).toBe("q=load&step=1&sort=-name"));

  it("are left out where they are what stands for their absence", () => {
    expect(withValue(new URLSearchParams("q=load&sort=-name"), "sort", "name", "name").toString()).toBe("q=load");
    expect(withValue(new URLSearchParams("q=load"), "q", "", "").toString()).toBe("");
  });

  it("leave the query that they were made from as it was", () => {
    const before = new URLSearchParams("q=load");
    withValue(before, "q", "plan", "");
    expect(before.toString()).toBe("q=load");
  });

  it("keep what people write, whatever characters it has", () => expect(new URLSearchParams(withValue(new URLSearchParams(), "q", "a&b=c, é+", "").toString()).get("q")).toBe("a&b=c, é+"));

  it("have one order, whatever order they were chosen in", () => expect(withChosen(withChosen("", filters, "success", true), filters, "failure", true)).toBe("failure,success"));

  it("are taken away one by one", () => {
    expect(withChosen("failure,success", filters, "failure", false)).toBe("success");
    expect(withChosen("success", filters, "success", false)).toBe("");
  });

  it("are none where the address names what there is not", () => {
    expect(chosenOf("failure,nonsense", filters)).toEqual(["failure"]);
    expect(chosenOf("", filters)).toEqual([]);
    expect(withChosen("nonsense", filters, "running", true)).toBe("running");
  });
});
