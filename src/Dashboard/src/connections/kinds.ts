import type { ConnectionKind, StoreConnection } from "../api/model";

export interface ConnectionField {
  readonly name: string;
  readonly label: string;
  readonly isSecret?: boolean;
  /** JSON, which the service takes as an object. */
  readonly isJson?: boolean;
  /** May be emptied. */
  readonly isOptional?: boolean;
  readonly options?: readonly { readonly value: string; readonly word: string }[];
  /** Absent: always asked for. */
  readonly isAskedFor?: (body: Readonly<Record<string, string>>) => boolean;
}

export const nameField: ConnectionField = { name: "name", label: "Name" };
const workspace: ConnectionField = { name: "workspaceId", label: "Workspace (may be empty)", isOptional: true };
const authMethods = [{ value: "SAS-based", word: "A SAS token" }, { value: "ManagedIdentity", word: "The service's own identity on Azure" }] as const;

export const kinds: Readonly<Record<ConnectionKind, { word: string; fields: readonly ConnectionField[] }>> = {
  AzureBlob: { word: "Azure Blob Storage", fields: [{ name: "storageAccountName", label: "Storage account" }, { name: "containerName", label: "Container" }, { name: "authMethod", label: "Opened by", options: authMethods }, { name: "sasToken", label: "SAS token", isSecret: true, isAskedFor: (body) => body.authMethod !== "ManagedIdentity" }, workspace] },
  AmazonS3: { word: "Amazon S3", fields: [{ name: "bucketName", label: "Bucket" }, { name: "accessKeyId", label: "Access key id", isSecret: true }, { name: "secretAccessKey", label: "Secret access key", isSecret: true }, workspace] },
  GoogleBigQuery: { word: "Google BigQuery", fields: [{ name: "dataset", label: "Dataset" }, { name: "serviceAccountKey", label: "Service account key (JSON)", isSecret: true, isJson: true }, workspace] },
};

/** What is known of a field: a secret is not. */
export const valueOf = (one: StoreConnection, name: string) => (name === "workspaceId" ? one.workspaceId : one.body[name]) ?? "";

/** The same for people. */
export const wordOf = (one: StoreConnection, { name, options }: ConnectionField) => {
  const value = valueOf(one, name);
  return options?.find((option) => option.value === value)?.word ?? value;
};

export const placeOf = ({ body }: StoreConnection) => body.containerName ? `${body.storageAccountName}/${body.containerName}` : body.bucketName ?? body.dataset ?? "";

/** As the service takes it: an emptied field as null, a key as the object that its file is. What is no JSON goes as it is, and the service says so. */
export function writtenOf({ isOptional, isJson }: ConnectionField, value: string): unknown {
  if (isOptional && value === "") {
    return null;
  }

  try {
    return isJson ? JSON.parse(value) : value;
  } catch {
    return value;
  }
}

/** What a form starts from: of a connection what is known of it, of a new one nothing yet of the fields of every kind, so that what is written stays while kinds are looked at. */
export function startOf(one: StoreConnection | null, kind: ConnectionKind): Readonly<Record<string, string>> {
  const fields = one === null ? Object.values(kinds).flatMap((each) => each.fields) : kinds[kind].fields;
  return Object.fromEntries([nameField, ...fields].map(({ name, options, isSecret }) => [name, isSecret || one === null ? (options?.[0]?.value ?? "") : valueOf(one, name)]));
}
