import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { calls } from "../api/calls";
import type { ConnectionKind } from "../api/model";
import { BusyButton } from "../common/BusyButton";
import { Icon } from "../common/Icon";
import { Moment } from "../common/Moment";
import { Empty, Fault, Loading } from "../common/Notices";
import { useTitle } from "../common/title";
import { SelectField } from "../editing/Field";
import { useMay } from "../shell/caller";
import { CheckAnswer } from "./CheckAnswer";
import { ConnectionForm } from "./ConnectionForm";
import ConnectionPage from "./ConnectionPage";
import { kinds, placeOf } from "./kinds";
import { Stands } from "./Stands";

export default function ConnectionsPage({ id }: { id: string | null }) {
  return id === null ? <All /> : id === "new" ? <New /> : <ConnectionPage key={id} id={id} />;
}

function All() {
  useTitle("Connections");
  const mayEdit = useMay("editor");
  const mayRun = useMay("operator");
  const { data, error, refetch } = useQuery({ queryKey: ["connections", "all"], queryFn: ({ signal }) => calls.connections({ offset: 0, limit: 5000 }, signal) });
  if (!data) {
    return error ? <Fault error={error} what="The connections could not be loaded." retry={refetch} /> : <Loading what="the connections" />;
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
      {mayRun && <Anaplan />}
    </>
  );
}

/** What no connection has: the user that the installation's configuration has for all models. */
function Anaplan() {
  const check = useMutation({ mutationFn: () => calls.checkAnaplan() });
  return (
    <section className="after" aria-labelledby="anaplan">
      <div className="head head-small">
        <h2 id="anaplan">Anaplan</h2>
        <BusyButton className="button" isBusy={check.isPending} onClick={() => check.mutate()}>{check.isPending ? "Asking Anaplan…" : "Check Anaplan"}</BusyButton>
      </div>
      <p className="quiet">All models are opened by one user or certificate, which this installation&rsquo;s configuration has.</p>
      <CheckAnswer check={check} />
    </section>
  );
}

function New() {
  useTitle("New connection");
  const [kind, setKind] = useState<ConnectionKind>("AzureBlob");
  const [, go] = useLocation();
  const client = useQueryClient();
  return (
    <>
      <p className="crumbs"><Link href="/connections">Connections</Link></p>
      <div className="head"><h1>New connection</h1></div>
      <SelectField label="Kind" value={kind} onChange={(next) => setKind(next as ConnectionKind)} options={(Object.keys(kinds) as ConnectionKind[]).map((value) => ({ value, word: kinds[value].word }))} />
      <ConnectionForm one={null} kind={kind} close={() => go("/connections")} saved={() => client.invalidateQueries({ queryKey: ["connections"] })} />
    </>
  );
}
