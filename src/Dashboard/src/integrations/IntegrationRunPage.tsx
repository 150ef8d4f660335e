import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { calls } from "../api/calls";
import type { OwnRun } from "../api/model";
import { Confirm } from "../common/Confirm";
import { Copy } from "../common/Copy";
import { never, pauseAfter } from "../common/live";
import { Moment, Took } from "../common/Moment";
import { Fault, Loading } from "../common/Notices";
import { Payload } from "../common/Payload";
import { StateMark } from "../common/StateMark";
import { ToList } from "../common/ToList";
import { useTitle } from "../common/title";
import { UnderWay } from "../common/UnderWay";
import { does, states, triggerText } from "../common/words";
import { isToBeReadAgain, lastRead } from "../runs/end";
import { ErrorDetails } from "../runs/ErrorDetails";
import { useMay } from "../shell/caller";
import { following } from "./follow";

/** A run of an integration: by itself, live and to be cancelled, or as a step of a flow's run, which leads there. */
export default function IntegrationRunPage({ id, runId }: { id: string; runId: string }) {
  const { data: run, error, refetch } = useQuery({
    queryKey: ["integration-run", runId],
    queryFn: async ({ signal, client, queryKey }) => following(client.getQueryData<OwnRun>(queryKey), await calls.integrationRun(runId, signal)),
    refetchInterval: (query) => {
      const path = `/2/0/integrations/run/${runId}`;
      return !query.state.data?.endDate ? pauseAfter(query, true, path) : isToBeReadAgain(query) ? pauseAfter(query, true, path, lastRead) : never(query);
    },
    staleTime: ({ state }) => (state.data?.endDate ? Infinity : 1_000),
  });
  const { data: integration } = useQuery({ queryKey: ["integration", id], queryFn: ({ signal }) => calls.integration(id, signal) });
  const mayRun = useMay("operator");
  const name = integration?.value.name ?? "Integration";
  useTitle(run ? `${states[run.outcome].word}: ${name}` : "Run");
  return (
    <>
      <p className="crumbs">
        <ToList to="/integrations">Integrations</ToList> <span aria-hidden="true">/</span> <Link href={`/integrations/${id}`}>{name}</Link> <span aria-hidden="true">/</span>{" "}
        <Link href={`/integrations/${id}/runs`}>Runs</Link>
      </p>
      <div className="head">
        <h1>{run ? <><StateMark state={run.outcome} isLarge /> <span className="head-name">{name}</span></> : "Run"}</h1>
        <div className="orders">{mayRun && run?.endDate === null && <Cancel runId={runId} />}</div>
      </div>
      {run ? <Body run={run} /> : error ? <Fault error={error} what="The run could not be loaded." retry={refetch} /> : <Loading what="the run" />}
    </>
  );
}

function Body({ run }: { run: OwnRun }) {
  return (
    <>
      {run.endDate !== null && run.outcome !== "success" && (
        <section className="leads" aria-label="What went wrong">
          <div className={`lead tone-${states[run.outcome].tone}`}>
            <Payload text={run.message} what="message" file={`message-${run.id}.txt`} />
            {run.executionErrorCode !== null && <p className="quiet">Code {run.executionErrorCode}</p>}
          </div>
        </section>
      )}
      <dl className="facts">
        <div><dt>Started</dt><dd><Moment at={run.startDate} isExact /><div className="facts-more">{triggerText(run.triggerSource, run.triggeredBy)}</div></dd></div>
        <div><dt>{run.endDate === null ? "Running for" : "Took"}</dt><dd><Took from={run.startDate} to={run.endDate} />{run.outcome === "success" && <div className="facts-more">{run.message}</div>}</dd></div>
        {run.cancelledBy !== null && <div><dt>Cancelled</dt><dd>by {run.cancelledBy}</dd></div>}
        {run.flowGroupId !== null && <div><dt>Part of</dt><dd><OfFlow runId={run.flowGroupId} /></dd></div>}
        <div><dt>Run</dt><dd><code className="id">{run.id}</code><div className="facts-more">trace <code className="id">{run.traceId}</code></div><Copy text={() => location.href} label="Copy a link to this run" /></dd></div>
      </dl>
      {run.endDate !== null && run.outcome !== "success" && <ErrorDetails runId={run.id} said={run.message} />}
    </>
  );
}

/** The run of a flow says which flow it is of. */
function OfFlow({ runId }: { runId: string }) {
  const { data } = useQuery({ queryKey: ["integration-run", runId], queryFn: ({ signal }) => calls.integrationRun(runId, signal), staleTime: Infinity });
  return data ? <Link href={`/flows/${data.integrationId}/runs/${runId}`} className="link">a flow&rsquo;s run</Link> : <>a flow&rsquo;s run</>;
}

function Cancel({ runId }: { runId: string }) {
  const client = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const cancel = async () => {
    await calls.cancelIntegrationRun(runId);
    setAsked(true);
    void client.invalidateQueries({ queryKey: ["integration-run", runId] });
  };
  return isAsked ? <UnderWay icon="stop">Cancelling…</UnderWay> : (
    <Confirm label="Cancel the run" icon="stop" title="Cancel the run?" action="Cancel the run" isDanger act={cancel}>
      <p>{does.cancelAlone}</p>
    </Confirm>
  );
}
