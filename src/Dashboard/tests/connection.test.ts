import { describe, expect, it } from "vitest";
import { kinds, writtenOf } from "../src/connections/kinds";

describe("a field of a connection as it is written", () => {
  it.each([
    [{ name: "workspaceId", label: "", isOptional: true }, "", null],
    [{ name: "name", label: "" }, "", ""],
    [{ name: "key", label: "", isJson: true }, "{\"type\":\"service_account\"}", { type: "service_account" }],
    [{ name: "key", label: "", isJson: true }, "{\"type\":", "{\"type\":"],
    [{ name: "container", label: "" }, "5", "5"],
  ])("%j with '%s'", (field, value, written) => expect(writtenOf(field, value)).toEqual(written));

  it("is no token where the service's own identity opens the place", () => {
    const token = kinds.AzureBlob.fields.find((field) => field.name === "sasToken")!;
    expect([token.isAskedFor!({ authMethod: "ManagedIdentity" }), token.isAskedFor!({ authMethod: "SAS-based" })]).toEqual([false, true]);
  });
});
