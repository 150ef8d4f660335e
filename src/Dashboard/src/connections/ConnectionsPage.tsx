import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { calls } from "../api/calls";
import type { ConnectionKind, StoreConnection } from "../api/model";
import { Confirm } from "../common/Confirm";
import { Icon } from "../common/Icon";
import { Moment } from "../common/Moment";
import { Empty, Fault, Loading } from "../common/Notices";
import { useTitle } from "../common/title";
import { SelectField, TextField } from "../editing/Field";
import { mayDrop, useGuard } from "../editing/guard";
import { Faults } from "../editing/problems";
import { useMay } from "../shell/caller";

interface ConnectionField {
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

const workspace: ConnectionField = { name: "workspaceId", label: "Workspace (may be empty)", isOptional: true };
const authMethods = [{ value: "SAS-based", word: "A SAS token" }, { value: "ManagedIdentity", word: "The service's own identity on Azure" }] as const;

const kinds: Readonly<Record<ConnectionKind, { word: string; fields: readonly ConnectionField[] }>> = {
  AzureBlob: { word: "Azure Blob Storage", fields: [{ name: "storageAccountName", label: "Storage account" }, { name: "containerName", label: "Container" }, { name: "authMethod", label: "Opened by", options: authMethods }, { name: "sasToken", label: "SAS token", isSecret: true, isAskedFor: (body) => body.authMethod !== "ManagedIdentity" }, workspace] },
  AmazonS3: { word: "Amazon S3", fields: [{ name: "bucketName", label: "Bucket" }, { name: "accessKeyId", label: "Access key id", isSecret: true }, { name: "secretAccessKey", label: "Secret access key", isSecret: true }, workspace] },
  GoogleBigQuery: { word: "Google BigQuery", fields: [{ name: "dataset", label: "Dataset" }, { name: "serviceAccountKey", label: "Service account key (JSON)", isSecret: true, isJson: true }, workspace] },
};

export default function ConnectionsPage({ id }: { id: string | null }) {
  useTitle("Connections");
  const mayEdit = useMay("editor");
  const { data, error, refetch } = useQuery({ queryKey: ["connections", "all"], queryFn: ({ signal }) => calls.connections({ offset: 0, limit: 5000 }, signal) });
  if (id === "new") {
    return <New />;
  }

  if (!data) {
    return error ? <Fault error={error} what="The connections could not be loaded." retry={refetch} /> : <Loading what="the connections" />;
  }

  const shown = data.items.find((one) => one.connectionId === id);
  if (id !== null) {
    return shown ? <Shown key={id} one={shown} /> : <Empty title="There is no such connection."><Link href="/connections">All connections</Link></Empty>;
  }

  return (
    <>
      <div className="head">
        <h1>Connections</h1>
        {mayEdit && <Link href="/connections/new" className="button"><Icon name="plus" />New connection</Link>}
      </div>
      {data.items.length === 0 ? <Empty title="There are no connections yet."><p>A connection is a place for files or tables, with the credential for it.</p></Empty> : (
        <table className="table" aria-label="Connections">
          <thead><tr><th scope="col">Connection</th><th scope="col">Kind</th><th scope="col">Stands</th><th scope="col" className="extra">Place</th><th scope="col" className="extra">Changed</th></tr></thead>
          <tbody>
            {data.items.map((one) => (
              <tr key={one.connectionId}>
                <td><Link href={`/connections/${one.connectionId}`} className="strong">{one.body.name}</Link></td>
                <td>{kinds[one.connectionType].word}</td>
                <td><Stands one={one} /></td>
                <td className="extra"><code>{placeOf(one)}</code></td>
                <td className="extra quiet"><Moment at={one.modificationDate} /> by {one.modifiedBy ?? one.createdBy}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

/** What is known of a field: a secret is not. */
const valueOf = (one: StoreConnection, name: string) => (name === "workspaceId" ? one.workspaceId : one.body[name]) ?? "";

const placeOf = ({ body }: StoreConnection) => body.containerName ? `${body.storageAccountName}/${body.containerName}` : body.bucketName ?? body.dataset ?? "";

const Stands = ({ one }: { one: StoreConnection }) => one.status === 1
  ? <span className="state tone-good"><Icon name="check" />Valid</span>
  : <span className="state tone-bad"><Icon name="cross" />Refused when last used{one.integrationErrorCode !== null && `, code ${one.integrationErrorCode}`}</span>;

function Shown({ one }: { one: StoreConnection }) {
  const mayRun = useMay("operator");
  const mayEdit = useMay("editor");
  const [isEditing, setEditing] = useState(false);
  const client = useQueryClient();
  const [, go] = useLocation();
  const refresh = () => client.invalidateQueries({ queryKey: ["connections"] });
  const check = useMutation({ mutationFn: () => calls.checkConnection(one.connectionId), onSettled: refresh });
  const kind = kinds[one.connectionType];
  return (
    <>
      <p className="crumbs"><Link href="/connections">Connections</Link></p>
      <div className="head">
        <h1>{one.body.name}</h1>
        <div className="orders">
          {mayEdit && <Confirm label="Delete…" title={`Delete ${one.body.name}?`} action="Delete the connection" isDanger act={async () => { await calls.deleteConnection(one.connectionId); await refresh(); go("/connections"); }}><p>Integrations that use it cannot run any more. Its secret is forgotten. This cannot be undone.</p></Confirm>}
          {mayEdit && !isEditing && <button type="button" className="button" onClick={() => setEditing(true)}><Icon name="edit" />Edit</button>}
          {mayRun && <button type="button" className="button button-primary" disabled={check.isPending} onClick={() => check.mutate()}>{check.isPending ? "Asking the target…" : "Check"}</button>}
        </div>
      </div>
      <div aria-live="polite">
        {check.data && <p className={`lead tone-${check.data.works === true ? "good" : check.data.works === false ? "bad" : "warn"}`}><strong>{check.data.works === true ? "It works." : check.data.works === false ? "It does not work." : "The target could not be asked."}</strong> {check.data.message}</p>}
        {check.error && <p className="fault-line" role="alert">{check.error.message}</p>}
      </div>
      {isEditing ? <Form one={one} kind={one.connectionType} close={() => setEditing(false)} saved={async () => { check.reset(); await refresh(); }} /> : (
        <dl className="pairs">
          <dt>Kind</dt><dd>{kind.word}</dd>
          <dt>Stands</dt><dd><Stands one={one} /></dd>
          {kind.fields.map((field) => [
            <dt key={`${field.name} label`}>{field.label}</dt>,
            <dd key={field.name}>{field.isSecret ? <span className="quiet">secret, never shown</span> : valueOf(one, field.name) || <span className="quiet">–</span>}</dd>,
          ])}
          <dt>{one.modifiedBy === null ? "Created" : "Changed"}</dt><dd><Moment at={one.modificationDate} /> by {one.modifiedBy ?? one.createdBy}</dd>
        </dl>
      )}
    </>
  );
}

function New() {
  const [kind, setKind] = useState<ConnectionKind>("AzureBlob");
  const [, go] = useLocation();
  const client = useQueryClient();
  return (
    <>
      <p className="crumbs"><Link href="/connections">Connections</Link></p>
      <div className="head"><h1>New connection</h1></div>
      <SelectField label="Kind" value={kind} onChange={(next) => setKind(next as ConnectionKind)} options={(Object.keys(kinds) as ConnectionKind[]).map((value) => ({ value, word: kinds[value].word }))} />
      <Form key={kind} one={null} kind={kind} close={() => go("/connections")} saved={() => client.invalidateQueries({ queryKey: ["connections"] })} />
    </>
  );
}

/** As the service takes it: an emptied field as null, a key as the object that its file is. What is no JSON goes as it is, and the service says so. */
function writtenOf({ isOptional, isJson }: ConnectionField, value: string): unknown {
  if (isOptional && value === "") {
    return null;
  }

  try {
    return isJson ? JSON.parse(value) : value;
  } catch {
    return value;
  }
}

/** Secrets are written and never read: a field left empty keeps what is stored. */
function Form({ one, kind, close, saved }: { one: StoreConnection | null; kind: ConnectionKind; close: () => void; saved: () => Promise<unknown> }) {
  const fields: readonly ConnectionField[] = [{ name: "name", label: "Name" }, ...kinds[kind].fields];
  // What is changed is told from what this form began with: what others change meanwhile is theirs, and stays.
  const [start] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(fields.map(({ name, options, isSecret }) => [name, isSecret || one === null ? (options?.[0]?.value ?? "") : valueOf(one, name)])));
  const [body, setBody] = useState(start);
  const [faults, setFaults] = useState(Faults.none);
  const [isBusy, setBusy] = useState(false);
  const isEdited = body !== start;
  const release = useGuard(isEdited);
  const at = (name: string) => faults.at(name) ?? faults.at(`body.${name}`);
  const asked = fields.filter((field) => field.isAskedFor?.(body) !== false);
  const shown = new Set(asked.flatMap((field) => [field.name, `body.${field.name}`]));
  const save = async () => {
    setBusy(true);
    setFaults(Faults.none);
    try {
      const given = Object.fromEntries(asked
        .filter(({ name, isSecret }) => (one === null || isSecret ? body[name] !== "" : body[name] !== start[name]))
        .map((field) => [field.name, writtenOf(field, body[field.name]!)]));
      await (one ? calls.patchConnection(one.connectionId, given) : calls.createConnection(kind, given));
      await saved();
      release();
      close();
    } catch (error) {
      setFaults(Faults.of(error as Error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="form" noValidate aria-label="Connection" onSubmit={(event) => { event.preventDefault(); void save(); }}>
      {faults.general && <p className="fault-line" role="alert">{faults.general}</p>}
      {faults.besides((path) => shown.has(path)).map((fault) => <p key={`${fault.path} ${fault.message}`} className="fault-line" role="alert">{fault.path}: {fault.message}</p>)}
      {asked.map(({ name, label, isSecret, options }) => {
        const props = { label, value: body[name]!, onChange: (value: string) => setBody({ ...body, [name]: value }), fault: at(name) };
        return options ? <SelectField key={name} {...props} options={options} /> : (
          <TextField key={name} {...props} isSecret={isSecret ?? false} hint={isSecret ? (one ? "Empty keeps what is stored. It is never shown." : "Stored as a secret, never shown again.") : undefined} />
        );
      })}
      <div className="form-actions">
        <button type="button" className="button" onClick={() => mayDrop(isEdited) && close()}>Go back</button>
        <button type="submit" className="button button-primary" disabled={isBusy}>{isBusy ? "Saving…" : one ? "Save" : "Create"}</button>
      </div>
    </form>
  );
}
