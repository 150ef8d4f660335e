import { useQuery } from "@tanstack/react-query";
import { calls } from "../api/calls";
import type { Check } from "../api/model";
import { Problem } from "../api/problem";
import { pauseAfter } from "../common/live";
import { Moment } from "../common/Moment";
import { Fault, Loading } from "../common/Notices";
import { Icon } from "../common/Icon";
import { useTitle } from "../common/title";
import { useSigned } from "../shell/caller";

const names: Readonly<Record<string, string>> = { tables: "Tables", queues: "Queues", blobs: "Blobs", taskHub: "Task hub" };

/** Whether the installation can work, and what it is. */
export default function HealthPage() {
  useTitle("Health");
  const { installation } = useSigned();
  const { data, error, refetch } = useQuery({
    queryKey: ["health"],
    queryFn: ({ signal }) => calls.health(signal),
    refetchInterval: (query) => pauseAfter(query, false, "/2/0/health"),
    retry: false,
    meta: { saysFaults: true },
  });
  const failing = error instanceof Problem ? (error.answer as { checks?: readonly Check[] } | null)?.checks : undefined;
  const checks = error ? failing : data?.checks;
  return (
    <>
      <div className="head"><h1>Health</h1></div>
      {error && !failing && <Fault error={error} what="The service could not be asked how it is." retry={refetch} />}
      {!checks && !error && <Loading what="the checks" />}
      {checks && (
        <>
          <p className={`lead tone-${error ? "bad" : "good"}`}>{error ? `The service cannot work: ${error.message}` : "All that the service needs answers."}</p>
          <table className="table" aria-label="Checks">
            <thead><tr><th scope="col">What</th><th scope="col">Stands</th><th scope="col" className="number-column">Answered in</th><th scope="col">Message</th></tr></thead>
            <tbody>
              {checks.map((check) => (
                <tr key={check.name}>
                  <td>{names[check.name] ?? check.name}</td>
                  <td><span className={`state tone-${check.status === "passing" ? "good" : "bad"}`}><Icon name={check.status === "passing" ? "check" : "cross"} />{check.status === "passing" ? "Answers" : "Fails"}</span></td>
                  <td className="number-column">{check.durationMs} ms</td>
                  <td>{check.message}{check.since && <span className="quiet"> since <Moment at={check.since} /></span>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      {data?.repairs && data.repairs.length > 0 && (
        <>
          <h2>Repaired since the service started</h2>
          <ul className="plain">{data.repairs.map((repair) => <li key={repair.subject}>{repair.count} {repair.subject}</li>)}</ul>
        </>
      )}
      <h2>Installation</h2>
      <dl className="pairs">
        {installation.name && <><dt>Name</dt><dd>{installation.name}</dd></>}
        {installation.environment && <><dt>Environment</dt><dd>{installation.environment}</dd></>}
        <dt>Version</dt><dd>{installation.version.product}</dd>
        {installation.version.commit && <><dt>Commit</dt><dd><code className="id">{installation.version.commit}</code></dd></>}
        <dt>Runs on</dt><dd>{installation.version.runtime === "Azure" ? "Azure Functions" : "this machine's local host"}, {installation.version.dotnet}</dd>
        <dt>API</dt><dd>{installation.version.api}</dd>
      </dl>
    </>
  );
}
