import { describe, expect, it } from "vitest";
import { Problem } from "../src/api/problem";
import { lineOf } from "../src/editing/locate";
import { Parts } from "../src/editing/parts";
import { Faults } from "../src/editing/problems";
import { misfits, type Shape } from "../src/editing/shape";

describe("faults at the fields of a form", () => {
  const fields = [
    { path: "name", message: "Must not be empty." },
    { path: "steps[1].retry.count", message: "Must be at most 10." },
    { path: "name", message: "Must be text." },
  ];
  const faults = Faults.of(new Problem(400, "The flow is not valid.", fields));

  it("are all those of that very field, and of no other", () => {
    expect(faults.at("name")).toBe("Must not be empty. Must be text.");
    expect(faults.at("steps[1].retry")).toBeUndefined();
  });

  it("say the rest where no field does", () => expect(faults.besides((path) => path === "name").map((fault) => fault.path)).toEqual(["steps[1].retry.count"]));

  it("are said at the fields and not in general, and in general where there are none", () => {
    expect([faults.general, faults.isEmpty]).toEqual([null, false]);
    const other = Faults.of(new Problem(409, "The flow is running."));
    expect([other.general, other.all, other.isEmpty]).toEqual(["The flow is running.", [], false]);
    expect(Faults.none.isEmpty).toBe(true);
  });
});

describe("a document that somebody else has changed", () => {
  it("is told apart from all other faults, and said in words that are not the protocol's", () => {
    const faults = Faults.of(new Problem(412, "The document has changed since the version that If-Match names; read it again."));
    expect([faults.isOvertaken, faults.general]).toEqual([true, "It has changed since you opened it; nothing is saved."]);
    expect([Faults.of(new Problem(409, "The flow is running.")).isOvertaken, Faults.none.isOvertaken]).toEqual([false, false]);
  });
});

describe("what is written of each kind of a thing", () => {
  it("is there again for who comes back to the kind, and is empty for who has not been there", () => {
    const parts = new Parts<string>();
    expect(parts.change("endpoint", "https://ledger.example", "jobs", "no job")).toBe("no job");
    expect(parts.change("jobs", "a job", "process", "no process")).toBe("no process");
    expect(parts.change("process", "", "endpoint", "https://")).toBe("https://ledger.example");
    expect(parts.change("endpoint", "https://plan.example", "jobs", "no job")).toBe("a job");
    expect(parts.change("jobs", "a job", "endpoint", "https://")).toBe("https://plan.example");
  });
});

describe("the line of a fault in JSON", () => {
  const text = JSON.stringify({ name: "a \"quoted\" {name}", steps: [{ referrer: "x" }, { referrer: "y", dependsOn: ["x", "z"] }], timeout: null }, null, 2);
  const lineWith = (part: string) => text.split("\n").findIndex((line) => line.includes(part)) + 1;

  it.each([
    ["", 1],
    ["name", lineWith("quoted")],
    ["steps[0].referrer", lineWith("\"referrer\": \"x\"")],
    ["steps[1].dependsOn[1]", lineWith("\"z\"")],
    ["timeout", lineWith("timeout")],
  ])("%s", (path, line) => expect(lineOf(text, path)).toBe(line));

  it("is that of what has it missing", () => expect(lineOf(text, "steps[1].retry.count")).toBe(lineWith("\"referrer\": \"y\"") - 1));

  it("is found in one line, too", () => expect(lineOf("{\"a\":[1,{\"b\":2}]}", "a[1].b")).toBe(1));
});

describe("what a form can show", () => {
  const shape: Shape = {
    fields: { name: "string", steps: { list: { fields: { referrer: "string", retry: { fields: { count: "number" }, required: ["count"] } }, required: ["referrer"] } }, headers: { record: "string" } },
    required: ["name", "steps"],
  };

  it("is what has its fields, others beside, and leaves out what may be absent", () =>
    expect(misfits({ name: "a", steps: [{ referrer: "x", more: 1 }], version: "2.0", headers: null }, shape)).toEqual([]));

  it("says each place that it cannot show", () =>
    expect(misfits({ steps: ["x", { referrer: 5, retry: { count: "2" } }, { retry: {} }], headers: { team: 1 } }, shape).map((fault) => fault.path)).toEqual(
      ["name", "steps[0]", "steps[1].referrer", "steps[1].retry.count", "steps[2].referrer", "steps[2].retry.count", "headers.team"]));

  it.each([[[]], ["text"], [null], [5]])("is no %j", (value) => expect(misfits(value, shape)).toEqual([{ path: "", message: "The document must be a JSON object, in braces." }]));
});
