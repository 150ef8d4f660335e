import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { calls } from "../api/calls";
import type { Job, JobEnd, StoreConnection } from "../api/model";
import { useRepeatable } from "../api/repeatable";
import { lastOf, useAddress } from "../common/address";
import { Icon } from "../common/Icon";
import { Fault, Loading } from "../common/Notices";
import { useTitle } from "../common/title";
import { ToList } from "../common/ToList";
import { DocumentEditor } from "../editing/DocumentEditor";
import { useDraft } from "../editing/drafts";
import { SelectField, TextField } from "../editing/Field";
import { readOnce } from "../editing/once";
import { Parts } from "../editing/parts";
import type { Faults } from "../editing/problems";
import { useSubmission } from "../editing/submit";
import { inputOf, itemOf, shape, type EndpointInput, type IntegrationInput } from "./input";

const stores = ["AzureBlob", "AmazonS3", "GoogleBigQuery"] as const;
const jobTypes = [...stores.map((store) => `${store}ToAnaplan`), ...stores.map((store) => `AnaplanTo${store}`)];
const storeOf = (type: string) => stores.find((store) => type.includes(store))!;

export default function IntegrationEditor({ id }: { id: string | null }) {
  const one = useQuery({ queryKey: ["integration", id, "to edit"], queryFn: ({ signal }) => calls.integration(id!, signal), enabled: id !== null, ...readOnce });
  const connections = useQuery({ queryKey: ["connections", "to choose"], queryFn: ({ signal }) => calls.connections({ offset: 0, limit: 5000 }, signal), ...readOnce });
  useTitle(id === null ? "New integration" : `Edit ${one.data?.value.name ?? "the integration"}`);
  const fault = (one.data ? null : one.error) ?? (connections.data ? null : connections.error);
  if (fault) {
    return <Fault error={fault} what="What is to be edited could not be loaded." retry={() => Promise.all([id === null ? null : one.refetch(), connections.refetch()])} />;
  }

  if (!connections.data || (id !== null && !one.data)) {
    return <Loading what="the integration" />;
  }

  return (
    <>
      <p className="crumbs"><ToList to="/integrations">Integrations</ToList>{id !== null && <> <span aria-hidden="true">/</span> <Link href={`/integrations/${id}`}>{one.data!.value.name}</Link></>}</p>
      <div className="head"><h1>{id === null ? "New integration" : `Edit ${one.data!.value.name}`}</h1></div>
      <Editor
        id={id}
        tag={one.data?.tag ?? null}
        start={one.data ? inputOf(one.data.value) : { name: "", version: "2.0", endpoint: { url: "https://" } }}
        connections={connections.data.items}
      />
    </>
  );
}

function Editor({ id, tag, start, connections }: { id: string | null; tag: string | null; start: IntegrationInput; connections: readonly StoreConnection[] }) {
  const draft = useDraft();
  const [input, setInput] = useState((draft?.document as IntegrationInput | undefined) ?? start);
  const submission = useSubmission();
  const { give } = useRepeatable();
  const [from] = useAddress("from");
  const editedTag = draft ? draft.tag : tag;
  const client = useQueryClient();
  // A run's page sends people here to correct a step, and they go on there.
  const run = /^\/flows\/[0-9a-f]{32}\/runs\/[0-9a-f]{32}$/.test(from) ? from : null;
  const back = run ?? (id === null ? lastOf("/integrations") : `/integrations/${id}`);
  const save = async (document: IntegrationInput, over: string | null) => {
    const saved = id ?? (await give(document, (key) => calls.createIntegration(document, key)));
    if (id !== null) {
      await calls.replaceIntegration(id, document, over!);
    }

    await client.invalidateQueries({ predicate: ({ queryKey }) => ["integration", "integrations", "flow"].includes(String(queryKey[0])) });
    return run ?? `/integrations/${saved}`;
  };
  return (
    <DocumentEditor
      document={input}
      shape={shape}
      change={setInput}
      submission={submission}
      save={save}
      stored={id === null ? undefined : async () => { const now = await calls.integration(id); return { value: inputOf(now.value), tag: now.tag }; }}
      isNew={id === null}
      back={back}
      tag={editedTag}
      form={<Form input={input} change={setInput} faults={submission.faults} connections={connections} />}
    />
  );
}

type Kind = "endpoint" | "jobs" | "process";

/** What only integrations of one kind have. */
type KindPart = Pick<IntegrationInput, "endpoint" | "jobs" | "processId">;

function Form({ input, change, faults, connections }: { input: IntegrationInput; change: (input: IntegrationInput) => void; faults: Faults; connections: readonly StoreConnection[] }) {
  const kind: Kind = input.endpoint ? "endpoint" : input.jobs ? "jobs" : "process";
  const [parts] = useState(() => new Parts<KindPart>());
  // A movement is its place in the list, and another one has it after one before it was taken out.
  const [takenOut, setTakenOut] = useState(0);
  const setKind = (next: string) => {
    const { endpoint, jobs, processId, ...rest } = input;
    const written = { ...(endpoint ? { endpoint } : {}), ...(jobs ? { jobs } : {}), ...(processId === undefined ? {} : { processId }) };
    change({ ...rest, ...parts.change(kind, written, next, next === "endpoint" ? { endpoint: { url: "https://" } } : next === "jobs" ? { jobs: [emptyJob("AzureBlobToAnaplan")] } : { processId: "" }) });
  };
  return (
    <>
      <div className="row">
        <TextField label="Name" value={input.name} onChange={(name) => change({ ...input, name })} fault={faults.at("name")} />
        <SelectField label="What it does" value={kind} onChange={setKind} options={[{ value: "endpoint", word: "Calls an endpoint" }, { value: "jobs", word: "Moves files or tables into or out of a model" }, { value: "process", word: "Runs a process of a model" }]} />
      </div>
      {input.endpoint
        ? <EndpointForm endpoint={input.endpoint} change={(endpoint) => change({ ...input, endpoint })} faults={faults} />
        : (
          <div className="row">
            <TextField label="Workspace" value={input.workspaceId ?? ""} onChange={(workspaceId) => change({ ...input, workspaceId })} fault={faults.at("workspaceId")} />
            <TextField label="Model" value={input.modelId ?? ""} onChange={(modelId) => change({ ...input, modelId })} fault={faults.at("modelId")} />
            {kind === "process" || input.processId !== undefined
              ? <TextField label="Process" hint="Its id, digits." value={input.processId ?? ""} onChange={(processId) => change({ ...input, processId })} fault={faults.at("processId")} />
              : null}
          </div>
        )}
      {input.jobs && (
        <>
          <h2>Movements of data</h2>
          {faults.at("jobs") && <p className="fault-line">{faults.at("jobs")}</p>}
          <ol className="step-cards">
            {input.jobs.map((job, index) => (
              // oxlint-disable-next-line react/no-array-index-key
              <li key={`${takenOut} ${index}`} className="step-card">
                <JobForm
                  job={job}
                  path={`jobs[${index}]`}
                  change={(next) => change({ ...input, jobs: input.jobs!.map((one, at) => (at === index ? next : one)) })}
                  remove={input.jobs!.length > 1 ? () => { setTakenOut(takenOut + 1); change({ ...input, jobs: input.jobs!.filter((_, at) => at !== index) }); } : null}
                  faults={faults}
                  connections={connections}
                />
              </li>
            ))}
          </ol>
          <button type="button" className="button" onClick={() => change({ ...input, jobs: [...input.jobs!, emptyJob(input.jobs!.at(-1)?.type ?? "AzureBlobToAnaplan")] })}><Icon name="plus" />Another movement</button>
        </>
      )}
    </>
  );
}

function EndpointForm({ endpoint, change, faults }: { endpoint: EndpointInput; change: (endpoint: EndpointInput) => void; faults: Faults }) {
  const headers = Object.entries(endpoint.headers ?? {}).map(([name, value]) => `${name}: ${value}`).join("\n");
  const [text, setText] = useState(headers);
  const { timeout: _, ...untimed } = endpoint;
  const { pollInterval: __, ...unpaced } = endpoint;
  const setHeaders = (next: string) => {
    setText(next);
    change({ ...endpoint, headers: headersOf(next) });
  };
  return (
    <>
      <div className="row row-address">
        <SelectField label="Method" value={endpoint.method ?? "POST"} onChange={(method) => change({ ...endpoint, method })} options={["POST", "PUT", "PATCH"].map((word) => ({ value: word, word }))} fault={faults.at("endpoint.method")} />
        <TextField label="Address" value={endpoint.url} onChange={(url) => change({ ...endpoint, url })} fault={faults.at("endpoint.url")} />
      </div>
      <TextField
        label="Headers"
        isLong
        hint="One a line, as Name: value. What reads ******** is a secret that is kept; write over it to change it."
        value={text}
        onChange={setHeaders}
        fault={faults.besides((at) => !at.startsWith("endpoint.headers")).map((fault) => fault.message).join(" ") || undefined}
      />
      <div className="row">
        <TextField label="Signed with the secret" placeholder="not signed" value={endpoint.secretName ?? ""} onChange={(secretName) => change({ ...endpoint, secretName: secretName || null })} fault={faults.at("endpoint.secretName")} />
        <TextField label="Takes at most" placeholder="PT30M" value={endpoint.timeout ?? ""} onChange={(timeout) => change(timeout ? { ...endpoint, timeout } : untimed)} fault={faults.at("endpoint.timeout")} />
        <TextField label="Is asked every" placeholder="PT5S" value={endpoint.pollInterval ?? ""} onChange={(pollInterval) => change(pollInterval ? { ...endpoint, pollInterval } : unpaced)} fault={faults.at("endpoint.pollInterval")} />
      </div>
    </>
  );
}

/** A line without a colon goes to the service as a header without a value, which says what is wrong with it; it is not lost in silence. */
const headersOf = (text: string) => Object.fromEntries(text.split("\n").filter((line) => line.trim() !== "").map((line) => {
  const colon = line.indexOf(":");
  return colon < 0 ? [line.trim(), ""] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}));

function emptyJob(type: string): Job {
  const store = storeOf(type);
  const item: JobEnd = { type: store, connectionId: "", ...(store === "GoogleBigQuery" ? { table: "" } : { file: "" }) };
  return type.startsWith("Anaplan")
    ? { type, sources: [{ type: "Anaplan", actionId: "" }], targets: [{ ...item, overwrite: true }] }
    : { type, sources: [item], targets: [{ type: "Anaplan", actionId: "", fileId: "" }] };
}

function JobForm({ job, path, change, remove, faults, connections }: { job: Job; path: string; change: (job: Job) => void; remove: (() => void) | null; faults: Faults; connections: readonly StoreConnection[] }) {
  const [parts] = useState(() => new Parts<Job>());
  const { item, action } = itemOf(job);
  const isExport = job.type.startsWith("Anaplan");
  const [items, actions] = isExport ? ["targets", "sources"] : ["sources", "targets"];
  const setItem = (next: JobEnd) => change(isExport ? { ...job, targets: [next] } : { ...job, sources: [next] });
  const setAction = (next: JobEnd) => change(isExport ? { ...job, sources: [next] } : { ...job, targets: [next] });
  const of = connections.filter((one) => one.connectionType === storeOf(job.type));
  const isTable = storeOf(job.type) === "GoogleBigQuery";
  const name = isTable ? "table" : "file";
  return (
    <>
      <div className="row">
        <SelectField label="Movement" value={job.type} onChange={(type) => change(parts.change(job.type, job, type, emptyJob(type)))} options={jobTypes.map((word) => ({ value: word, word }))} fault={faults.at(`${path}.type`)} />
        <SelectField
          label="Connection"
          value={item?.connectionId ?? ""}
          onChange={(connectionId) => setItem({ ...item!, connectionId })}
          options={[{ value: "", word: "Choose…" }, ...of.map((one) => ({ value: one.connectionId, word: one.body.name }))]}
          fault={faults.at(`${path}.${items}[0].connectionId`)}
        />
        <TextField label={isTable ? "Table" : "File"} hint={isTable || isExport ? undefined : "With * for the newest that fits."} value={item?.[name] ?? ""} onChange={(text) => setItem({ ...item!, [name]: text })} fault={faults.at(`${path}.${items}[0].${name}`)} />
        <TextField label={isExport ? "Export action" : "Import action"} value={action?.actionId ?? ""} onChange={(actionId) => setAction({ ...action!, actionId })} fault={faults.at(`${path}.${actions}[0].actionId`)} />
        {!isExport && <TextField label="File in the model" value={action?.fileId ?? ""} onChange={(fileId) => setAction({ ...action!, fileId })} fault={faults.at(`${path}.${actions}[0].fileId`)} />}
        {isExport && <label className="inline"><input type="checkbox" checked={item?.overwrite ?? false} onChange={(event) => setItem({ ...item!, overwrite: event.target.checked })} /> Overwrites what is there</label>}
      </div>
      {remove && <button type="button" className="link" onClick={remove}>Take this movement out</button>}
    </>
  );
}
