import type { Integration, Job, JobEnd } from "../api/model";
import type { Shape } from "../editing/shape";

/** What an integration is written as. */
export interface IntegrationInput {
  readonly name: string;
  readonly version: string;
  readonly workspaceId?: string;
  readonly modelId?: string;
  readonly nuxVisible?: boolean;
  readonly idempotent?: boolean;
  readonly processId?: string;
  readonly jobs?: readonly Job[];
  readonly endpoint?: EndpointInput;
}

export interface EndpointInput {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly secretName?: string | null;
  readonly timeout?: string;
  readonly pollInterval?: string;
}

const end: Shape = { fields: { type: "string", connectionId: "string", file: "string", table: "string", actionId: "string", fileId: "string", overwrite: "boolean" }, required: [] };

/** Of what the form reads. */
export const shape: Shape = {
  fields: {
    name: "string",
    version: "string",
    workspaceId: "string",
    modelId: "string",
    processId: "string",
    jobs: { list: { fields: { type: "string", sources: { list: end }, targets: { list: end } }, required: ["type", "sources", "targets"] } },
    endpoint: {
      fields: { url: "string", method: "string", headers: { record: "string" }, secretName: "string", timeout: "string", pollInterval: "string" },
      required: ["url"],
    },
  },
  required: ["name"],
};

/** The end of a job behind a connection, and the one in the model. */
export function itemOf(job: Job): { item: JobEnd | undefined; action: JobEnd | undefined } {
  const isExport = job.type.startsWith("Anaplan");
  return isExport ? { item: job.targets[0], action: job.sources[0] } : { item: job.sources[0], action: job.targets[0] };
}

/** Without what the service adds when it is read. */
const written = ({ connectionName: _, isConnectionDeleted: __, ...end }: JobEnd & { bucketName?: string | null }): JobEnd => {
  const { bucketName: ___, ...kept } = end;
  return kept;
};

export const inputOf = (one: Integration): IntegrationInput => ({
  name: one.name,
  version: "2.0",
  ...(one.workspaceId ? { workspaceId: one.workspaceId } : {}),
  ...(one.modelId ? { modelId: one.modelId } : {}),
  ...(one.nuxVisible ? { nuxVisible: true } : {}),
  ...(one.idempotent ? { idempotent: true } : {}),
  ...(one.processId ? { processId: one.processId } : {}),
  ...(one.jobs ? { jobs: one.jobs.map((job) => ({ type: job.type, sources: job.sources.map(written), targets: job.targets.map(written) })) } : {}),
  ...(one.endpoint ? { endpoint: one.endpoint } : {}),
});
