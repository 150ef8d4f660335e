import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Button, DialogTrigger, Heading } from "react-aria-components";
import { Link } from "wouter";
import { calls } from "../api/calls";
import type { FlowSummary } from "../api/model";
import { Sheet } from "../common/Confirm";
import { Icon } from "../common/Icon";
import { Fault, Loading } from "../common/Notices";
import { StateMark } from "../common/StateMark";
import { does, plural } from "../common/words";
import { startMany, type Started } from "./many";

/** As many as one order may be about: what is more is filtered first. */
const most = 500;

/** Runs all flows that the list shows now, or those of them that are chosen: says which before, and of each what came of it. */
export default function RunMany({ q, state }: { q: string; state: string }) {
  const [isBusy, setBusy] = useState(false);
  return (
    <DialogTrigger>
      <Button className="button"><Icon name="play" />Run several…</Button>
      <Sheet isHeld={isBusy}>{(close) => <Many q={q} state={state} close={close} isBusy={isBusy} setBusy={setBusy} />}</Sheet>
    </DialogTrigger>
  );
}

interface Busy {
  /** While flows are asked to run, the dialog stays: what came of each is known here alone. */
  isBusy: boolean;
  setBusy: (isBusy: boolean) => void;
}

function Many({ q, state, close, ...busy }: { q: string; state: string; close: () => void } & Busy) {
  // As they are when it is asked: a list that changes under a choice would run something else.
  const { data, error, refetch } = useQuery({
    queryKey: ["flows", "to run", q, state],
    queryFn: ({ signal }) => calls.flows({ offset: 0, limit: most, q, state, sortBy: "name" }, signal),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  return (
    <>
      <Heading slot="title">Run several flows</Heading>
      {data ? <Choice flows={data.items} total={data.total} close={close} {...busy} /> : (
        <>
          <div className="sheet-body">{error ? <Fault error={error} what="The flows could not be loaded." retry={refetch} /> : <Loading what="the flows" />}</div>
          <div className="sheet-actions"><Button className="button" onPress={close}>Go back</Button></div>
        </>
      )}
    </>
  );
}

const isRunning = (flow: FlowSummary) => flow.latestRun?.outcome === "running";

function Choice({ flows, total, close, isBusy, setBusy }: { flows: readonly FlowSummary[]; total: number; close: () => void } & Busy) {
  const client = useQueryClient();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(flows.filter((flow) => !isRunning(flow)).map((flow) => flow.id)));
  const [results, setResults] = useState<ReadonlyMap<string, Started> | null>(null);
  const stop = useRef<AbortController>(null);
  // Whoever leaves the page, by Back or as a session ends, starts no more of what they do not see.
  useEffect(() => () => stop.current?.abort(), []);
  const ordered = flows.filter((flow) => chosen.has(flow.id));
  const run = async () => {
    stop.current = new AbortController();
    setResults(new Map());
    setBusy(true);
    await startMany(ordered.map((flow) => flow.id), (id, key) => calls.start(id, undefined, key), (id, came) => setResults((before) => new Map(before).set(id, came)), stop.current.signal);
    setBusy(false);
    void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === "flow" || (queryKey[0] === "flows" && queryKey[1] !== "to run") });
  };
  if (results !== null) {
    const started = [...results.values()].filter((came) => "runId" in came).length;
    const open = [...results.values()].filter((came) => "isOpen" in came).length;
    const refused = results.size - started - open;
    return (
      <>
        <div className="sheet-body">
          <p role="status">
            {isBusy ? `${results.size} of ${ordered.length} asked for: ` : results.size < ordered.length ? `Stopped after ${results.size} of ${ordered.length}: ` : ""}
            {plural(started, "run")} started{refused > 0 && `, ${refused} refused`}{open > 0 && `, ${open} without an answer, which may run all the same`}.
          </p>
          <progress value={results.size} max={ordered.length} aria-label="Flows asked to run" />
          <ul className="results">
            {ordered.map((flow) => <Result key={flow.id} flow={flow} came={results.get(flow.id)} isBusy={isBusy} />)}
          </ul>
        </div>
        <div className="sheet-actions">
          {isBusy
            ? <Button className="button" onPress={() => stop.current?.abort()}>Start no more</Button>
            : <Button className="button button-primary" onPress={close}>Close</Button>}
        </div>
      </>
    );
  }

  return (
    <form onSubmit={(event) => { event.preventDefault(); void run(); }}>
      <div className="sheet-body">
        <p>{does.run} One run for each chosen flow; each can be cancelled on its own.</p>
        {total > flows.length && <p className="lead tone-warn">The first {flows.length} of {plural(total, "flow")} are here. Search or filter the list first for others.</p>}
        <p>
          <button type="button" className="link" onClick={() => setChosen(new Set(flows.filter((flow) => !isRunning(flow)).map((flow) => flow.id)))}>Choose all</button>
          {" · "}
          <button type="button" className="link" onClick={() => setChosen(new Set())}>Choose none</button>
        </p>
        <fieldset className="choices">
          <legend className="sr">Flows that the list shows now</legend>
          {flows.map((flow) => (
            <label key={flow.id}>
              <input
                type="checkbox"
                checked={chosen.has(flow.id)}
                disabled={isRunning(flow)}
                onChange={(event) => setChosen(new Set(event.target.checked ? [...chosen, flow.id] : [...chosen].filter((id) => id !== flow.id)))}
              />
              {flow.name} <StateMark state={flow.latestRun?.outcome ?? "none"} />
              {isRunning(flow) && <span className="quiet"> is left out: it runs already</span>}
            </label>
          ))}
        </fieldset>
      </div>
      <div className="sheet-actions">
        <Button className="button" onPress={close}>Go back</Button>
        <button type="submit" className="button button-primary" disabled={ordered.length === 0}>
          <Icon name="play" />{ordered.length === 0 ? "Choose flows" : `Run ${plural(ordered.length, "flow")}`}
        </button>
      </div>
    </form>
  );
}

function Result({ flow, came, isBusy }: { flow: FlowSummary; came: Started | undefined; isBusy: boolean }) {
  return (
    <li>
      {came === undefined ? <><Icon name="none" /> {flow.name} <span className="quiet">{isBusy ? "not asked for yet" : "not started"}</span></>
        : "runId" in came ? <><Icon name="check" className="tone-good" /> {isBusy ? flow.name : <Link href={`/flows/${flow.id}/runs/${came.runId}`} className="link">{flow.name}</Link>} <span className="quiet">started</span></>
          : <><Icon name="cross" className="tone-bad" /> {flow.name}: {came.isOpen && "it may run all the same. "}{came.fault}</>}
    </li>
  );
}
