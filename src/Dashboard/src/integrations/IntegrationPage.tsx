import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Suspense } from "react";
import { Link, useLocation } from "wouter";
import { calls } from "../api/calls";
import type { Integration } from "../api/model";
import { useRepeatable } from "../api/repeatable";
import { isoDurationText } from "../common/duration";
import { Confirm } from "../common/Confirm";
import { Icon } from "../common/Icon";
import { pauseAfter } from "../common/live";
import { Moment } from "../common/Moment";
import { Fault, Loading } from "../common/Notices";
import { StateMark } from "../common/StateMark";
import { Tabs } from "../common/Tabs";
import { useTitle } from "../common/title";
import { ToList } from "../common/ToList";
import { useMay } from "../shell/caller";
import { IntegrationEditor, IntegrationRuns, ScheduleView } from "../shell/parts";
import { ScheduleSwitch } from "../flows/ScheduleSwitch";
import { itemOf } from "./input";

export default function IntegrationPage({ id, part }: { id: string; part: string }) {
  return id === "new" ? <IntegrationEditor id={null} /> : part === "edit" ? <IntegrationEditor id={id} /> : <Shown id={id} part={part} />;
}

function Shown({ id, part }: { id: string; part: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["integration", id],
    queryFn: ({ signal }) => calls.integration(id, signal),
    refetchInterval: (query) => pauseAfter(query, query.state.data?.value.latestRun?.outcome === "running", `/2/0/integrations/${id}`),
  });
  useTitle(data?.value.name ?? "Integration");
  const mayRun = useMay("operator");
  const mayEdit = useMay("editor");
  const client = useQueryClient();
  const { give, renew } = useRepeatable();
  const [, go] = useLocation();
  if (!data) {
    return error ? <Fault error={error} what="The integration could not be loaded." retry={refetch} /> : <Loading what="the integration" />;
  }

  const one = data.value;
  const remove = async () => {
    await calls.deleteIntegration(id, data.tag);
    client.removeQueries({ queryKey: ["integration", id] });
    void client.invalidateQueries({ queryKey: ["integrations"] });
    go("/integrations");
  };
  const run = async () => {
    const runId = await give(id, (key) => calls.startIntegration(id, key));
    await client.invalidateQueries({ queryKey: ["integration", id] });
    await client.invalidateQueries({ queryKey: ["integration-runs", id] });
    go(`/integrations/${id}/runs/${runId}`);
  };
  return (
    <>
      <p className="crumbs"><ToList to="/integrations">Integrations</ToList></p>
      <div className="head">
        <h1>{one.name}</h1>
        <div className="orders">
          {mayRun && one.schedule && <ScheduleSwitch id={id} name={one.name} schedule={one.schedule} />}
          {mayEdit && <Confirm label="Delete…" title={`Delete ${one.name}?`} action="Delete the integration" isDanger act={remove}><p>A flow that uses it must be changed first; the service says which. This cannot be undone.</p></Confirm>}
          {mayEdit && <Link href={`/integrations/${id}/edit`} className="button"><Icon name="edit" />Edit</Link>}
          {mayRun && <Confirm label="Run" icon="play" title={`Run ${one.name}?`} action="Run now" isPrimary onOpen={renew} act={run}><p>Runs this integration alone, outside of any flow.</p></Confirm>}
        </div>
      </div>
      <dl className="facts">
        <div><dt>Last used</dt><dd>{one.latestRun?.id ? <Link href={`/integrations/${id}/runs/${one.latestRun.id}`}><StateMark state={one.latestRun.outcome} /></Link> : <StateMark state={one.latestRun?.outcome ?? "none"} />}{one.latestRun && <> <span className="quiet"><Moment at={one.latestRun.startDate} /></span><div className="facts-more">{one.latestRun.message}</div></>}</dd></div>
        <div><dt>{one.modifiedBy === null ? "Created" : "Changed"}</dt><dd><Moment at={one.modificationDate} /><div className="facts-more">by {one.modifiedBy ?? one.createdBy}</div></dd></div>
        {one.modelId && <div><dt>Model</dt><dd><code className="id">{one.modelId}</code><div className="facts-more">workspace <code className="id">{one.workspaceId}</code></div></dd></div>}
      </dl>
      <Tabs
        label="Parts of the integration"
        chosen={part}
        tabs={[{ id: "settings", word: "What it does", to: `/integrations/${id}` }, { id: "runs", word: "Runs", to: `/integrations/${id}/runs` }, { id: "schedule", word: "Schedule", to: `/integrations/${id}/schedule` }]}
      />
      <Suspense fallback={<Loading what="this part" />}>
        {part === "runs" ? <IntegrationRuns id={id} /> : part === "schedule" ? <ScheduleView id={id} name={one.name} schedule={one.schedule} of="integration" /> : <What one={one} />}
      </Suspense>
    </>
  );
}

function What({ one }: { one: Integration }) {
  if (one.endpoint) {
    const { url, method, headers, secretName, timeout, pollInterval } = one.endpoint;
    return (
      <dl className="pairs">
        <dt>Calls</dt><dd><code>{method} {url}</code></dd>
        <dt>Signed with</dt><dd>{secretName ?? <span className="quiet">nothing</span>}</dd>
        <dt>Takes at most</dt><dd>{isoDurationText(timeout)}</dd>
        <dt>Is asked every</dt><dd>{isoDurationText(pollInterval)}</dd>
        {Object.entries(headers).map(([name, value]) => [<dt key={`${name} name`}>{name}</dt>, <dd key={name}>{value === "********" ? <span className="quiet">secret, never shown</span> : value}</dd>])}
      </dl>
    );
  }

  return (
    <>
      {one.processId && <p>Runs the process <code className="id">{one.processId}</code>.</p>}
      {one.jobs && (
        <table className="table" aria-label="Movements of data">
          <thead><tr><th scope="col">Movement</th><th scope="col">Connection</th><th scope="col">File or table</th><th scope="col">Action</th></tr></thead>
          <tbody>
            {one.jobs.map((job) => {
              const { item, action } = itemOf(job);
              return (
                <tr key={`${job.type} ${item?.connectionId} ${item?.file ?? item?.table} ${action?.actionId}`}>
                  <td>{job.type}</td>
                  <td>{item && <Link href={`/connections/${item.connectionId}`}>{item.connectionName}</Link>}{item?.isConnectionDeleted && <strong className="tone-bad"> deleted</strong>}</td>
                  <td><code>{item?.file ?? item?.table}</code>{item?.overwrite && <span className="quiet"> overwrites</span>}</td>
                  <td><code className="id">{action?.actionId}</code></td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </>
  );
}
