import { describe, expect, it } from "vitest";
import type { StoreConnection } from "../src/api/model";
import { kinds, startOf, writtenOf } from "../src/connections/kinds";

describe("what the form of a connection starts from", () => {
  it("is all fields of every kind where it is new, so that none is lost while kinds are looked at", () => {
    const start = startOf(null, "AzureBlob");
    expect(start).toMatchObject({ name: "", storageAccountName: "", authMethod: "SAS-based", secretAccessKey: "", dataset: "", workspaceId: "" });
    expect(startOf(null, "GoogleBigQuery")).toEqual(start);
  });

  it("has none of its secrets", () => {
    const one: StoreConnection = {
      connectionId: "c1", connectionType: "AmazonS3", status: 1, integrationErrorCode: null, workspaceId: null, body: { name: "Files", bucketName: "nightly" },
      createdBy: "ann", creationDate: "2026-01-01T00:00:00Z", modifiedBy: null, modificationDate: "2026-01-01T00:00:00Z",
    };
    expect(startOf(one, "AmazonS3")).toEqual({ name: "Files", bucketName: "nightly", accessKeyId: "", secretAccessKey: "", workspaceId: "" });
  });
});

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
