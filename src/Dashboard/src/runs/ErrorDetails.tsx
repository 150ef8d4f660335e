import { useQuery } from "@tanstack/react-query";
import { calls } from "../api/calls";
import { Copy } from "../common/Copy";
import { Fault, Loading } from "../common/Notices";
import { save } from "../common/save";
import { plural } from "../common/words";
import { Download } from "./Download";

/** What a target says went wrong in a run of an integration, one by one, with the rows that it refused. `said` stands elsewhere on the page already. */
export function ErrorDetails({ runId, said }: { runId: string; said: string | null }) {
  const { data, error, refetch } = useQuery({ queryKey: ["run-error", runId], queryFn: ({ signal }) => calls.runError(runId, signal), staleTime: Infinity });
  if (!data) {
    return error ? <Fault error={error} what="The details could not be loaded." retry={refetch} /> : <Loading what="the details" />;
  }

  const all = data.errorMessages ?? [];
  const actions = all
    .map((action) => ({ ...action, errorMessage: action.errorMessage.filter((text) => text.localMessageText !== said || text.values.length > 0) }))
    .filter((action) => action.errorMessage.length > 0 || action.failureDumpGenerated);
  const text = () => JSON.stringify(data, null, 2);
  return actions.length > 0 && (
    <section aria-label="Details">
      {actions.map((action) => (
        <div key={action.actionId} className="details">
          {actions.length > 1 && <h3>{action.actionName}</h3>}
          <ul>
            {action.errorMessage.map((one) => (
              <li key={`${one.type} ${one.localMessageText}`}>
                {one.localMessageText}
                {one.occurrences > 1 && <span className="quiet"> · {plural(one.occurrences, "time")}</span>}
                {one.values.length > 0 && <div className="quiet">{one.values.join(" · ")}</div>}
              </li>
            ))}
          </ul>
          {action.failureDumpGenerated && <Download runId={runId} actionId={action.actionId} isOnly={all.length === 1} />}
        </div>
      ))}
      <p className="payload-orders">
        <Copy text={text} label="Copy the details" />
        <button type="button" className="button button-small" onClick={() => save(new Blob([text()], { type: "application/json" }), `errors-${runId}.json`)}>Download them (JSON)</button>
      </p>
    </section>
  );
}
