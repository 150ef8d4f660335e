import { describe, expect, it } from "vitest";
import type { Integration } from "../src/api/model";
import { misfits } from "../src/editing/shape";
import { inputOf, itemOf, shape } from "../src/integrations/input";

const read: Integration = {
  integrationId: "i1", name: "Sales", modelId: "m1", workspaceId: "w1", nuxVisible: false, idempotent: true, processId: null, latestRun: null, schedule: null,
  jobs: [{
    type: "AzureBlobToAnaplan",
    sources: [{ type: "AzureBlob", connectionId: "c1", connectionName: "Files", isConnectionDeleted: false, file: "sales.csv" }],
    targets: [{ type: "Anaplan", actionId: "112000000001", fileId: "113000000001" }],
  }],
  createdBy: "ann", creationDate: "2026-01-01T00:00:00Z", modifiedBy: null, modificationDate: "2026-01-01T00:00:00Z",
};

describe("an integration as it is written", () => {
  it("has what was written, and nothing that the service adds to what is read", () => expect(inputOf(read)).toEqual({
    name: "Sales", version: "2.0", workspaceId: "w1", modelId: "m1", idempotent: true,
    jobs: [{ type: "AzureBlobToAnaplan", sources: [{ type: "AzureBlob", connectionId: "c1", file: "sales.csv" }], targets: [{ type: "Anaplan", actionId: "112000000001", fileId: "113000000001" }] }],
  }));

  it("is one that its form can show", () => expect(misfits(inputOf(read), shape)).toEqual([]));
});

describe("the ends of a movement of data", () => {
  const store = { type: "AmazonS3", connectionId: "c1" };
  const model = { type: "Anaplan", actionId: "a1" };

  it("are told apart by its direction", () => {
    expect(itemOf({ type: "AmazonS3ToAnaplan", sources: [store], targets: [model] })).toEqual({ item: store, action: model });
    expect(itemOf({ type: "AnaplanToAmazonS3", sources: [model], targets: [store] })).toEqual({ item: store, action: model });
  });
});
