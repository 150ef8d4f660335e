import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { calls } from "../api/calls";
import type { ConnectionUse } from "../api/model";
import { Problem } from "../api/problem";
import { BusyButton } from "../common/BusyButton";
import { Confirm } from "../common/Confirm";
import { Icon } from "../common/Icon";
import { Moment } from "../common/Moment";
import { Empty, Fault, Loading } from "../common/Notices";
import { StateMark } from "../common/StateMark";
import { useTitle } from "../common/title";
import { useMay } from "../shell/caller";
import { CheckAnswer } from "./CheckAnswer";
import { ConnectionForm } from "./ConnectionForm";
import { kinds, wordOf } from "./kinds";
import { Stands } from "./Stands";

/** One connection: what it is, who uses it and when it was used last; its check, and its form. */
export default function ConnectionPage({ id }: { id: string }) {
  const mayRun = useMay("operator");
  const mayEdit = useMay("editor");
  const [isEditing, setEditing] = useState(false);
  const client = useQueryClient();
  const [, go] = useLocation();
  const refresh = () => client.invalidateQueries({ queryKey: ["connections"] });
  const { data, error, refetch } = useQuery({ queryKey: ["connections", "one", id], queryFn: ({ signal }) => calls.connection(id, signal) });
  const check = useMutation({ mutationFn: () => calls.checkConnection(id), onSettled: refresh });
  useTitle(data?.value.body.name ?? "Connection");
  if (!data) {
    return error instanceof Problem && error.status === 404
      ? <Empty title="There is no such connection."><Link href="/connections">All connections</Link></Empty>
      : error ? <Fault error={error} what="The connection could not be loaded." retry={refetch} /> : <Loading what="the connection" />;
  }

  const one = data.value;
  const kind = kinds[one.connectionType];
  const remove = async () => {
    await calls.deleteConnection(id, data.tag);
    client.removeQueries({ queryKey: ["connections", "one", id] });
    void refresh();
    go("/connections");
  };
  return (
    <>
      <p className="crumbs"><Link href="/connections">Connections</Link></p>
      <div className="head">
        <h1>{one.body.name}</h1>
        <div className="orders">
          {mayEdit && <Confirm label="Delete…" title={`Delete ${one.body.name}?`} action="Delete the connection" isDanger act={remove}><p>Integrations that use it cannot run any more. Its secret is forgotten. This cannot be undone.</p></Confirm>}
          {mayEdit && !isEditing && <button type="button" className="button" onClick={() => setEditing(true)}><Icon name="edit" />Edit</button>}
          {mayRun && <BusyButton className="button button-primary" isBusy={check.isPending} onClick={() => check.mutate()}>{check.isPending ? "Asking the target…" : "Check"}</BusyButton>}
        </div>
      </div>
      <CheckAnswer check={check} />
      {isEditing ? <ConnectionForm one={data} kind={one.connectionType} close={() => setEditing(false)} saved={async () => { check.reset(); await refresh(); }} /> : (
        <dl className="pairs">
          <dt>Kind</dt><dd>{kind.word}</dd>
          <dt>Stands</dt><dd><Stands one={one} /></dd>
          {kind.fields.map((field) => [
            <dt key={`${field.name} label`}>{field.label}</dt>,
            <dd key={field.name}>{field.isSecret ? <span className="quiet">secret, never shown</span> : wordOf(one, field) || <span className="quiet">–</span>}</dd>,
          ])}
          <dt>{one.modifiedBy === null ? "Created" : "Changed"}</dt><dd><Moment at={one.modificationDate} /> by {one.modifiedBy ?? one.createdBy}</dd>
          <Use use={data.use} />
        </dl>
      )}
    </>
  );
}

function Use({ use: { last, integrations, count } }: { use: ConnectionUse }) {
  return (
    <>
      <dt>Last used</dt>
      <dd>{last === null ? <span className="quiet">by no run yet</span> : <><Moment at={last.startDate} /> by <Link href={`/integrations/${last.integrationId}`} className="link">{last.name}</Link> <StateMark state={last.outcome} /></>}</dd>
      <dt>Used by</dt>
      <dd>
        {count === 0 ? <span className="quiet">no integration</span> : integrations.map((one, index) => <span key={one.integrationId}>{index > 0 && ", "}<Link href={`/integrations/${one.integrationId}`} className="link">{one.name}</Link></span>)}
        {count > integrations.length && ` and ${count - integrations.length} more`}
      </dd>
    </>
  );
}
