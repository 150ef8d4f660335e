import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { calls } from "../api/calls";
import type { Schedule } from "../api/model";
import { Confirm } from "../common/Confirm";
import { Moment } from "../common/Moment";
import { Empty, Fault, Loading } from "../common/Notices";
import { useZone } from "../common/zone";
import { useMay } from "../shell/caller";
import { useDraft } from "../editing/drafts";
import { ScheduleForm } from "../editing/ScheduleForm";
import { useQueryClient } from "@tanstack/react-query";

/** When it runs by itself: in words, its next times in both zones, and a form. */
export default function ScheduleView({ id, name, schedule, of }: { id: string; name: string; schedule: Schedule | null; of: "flow" | "integration" }) {
  const draft = useDraft();
  const [isEditing, setEditing] = useState(draft !== null);
  const mayEdit = useMay("editor");
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ predicate: ({ queryKey }) => ["flows", "flow", "integrations", "integration", "next", "calendar"].includes(String(queryKey[0])) });
  if (isEditing) {
    return <ScheduleForm id={id} name={name} schedule={schedule} close={() => setEditing(false)} saved={refresh} />;
  }

  if (schedule === null) {
    return (
      <Empty title={`This ${of} has no schedule.`}>
        <p>It runs when somebody starts it{of === "integration" ? " or a flow does" : ""}.</p>
        {mayEdit && <button type="button" className="button button-primary" onClick={() => setEditing(true)}>Make a schedule</button>}
      </Empty>
    );
  }

  return (
    <>
      <div className="head head-small">
        <h2>{schedule.words} <span className="quiet">{schedule.timezone}</span></h2>
        {mayEdit && (
          <div className="orders">
            <Confirm label="Delete…" title="Delete the schedule?" action="Delete the schedule" isDanger act={async () => { await calls.deleteSchedule(id); await refresh(); }}>
              <p>{name} starts only by hand from then on. To stop it for a while, switch the schedule off instead.</p>
            </Confirm>
            <button type="button" className="button" onClick={() => setEditing(true)}>Edit</button>
          </div>
        )}
      </div>
      <Next id={id} isOn={schedule.status === "enabled"} />
    </>
  );
}

function Next({ id, isOn }: { id: string; isOn: boolean }) {
  const zone = useZone();
  const { data, error, refetch } = useQuery({ queryKey: ["next", id], queryFn: ({ signal }) => calls.next(id, 10, signal) });
  if (!data) {
    return error ? <Fault error={error} what="The next times could not be loaded." retry={refetch} /> : <Loading what="the next times" />;
  }

  return (
    <>
      {!isOn && <p className="lead tone-warn">The schedule is off: it starts nothing. It would at these times.</p>}
      {data.occurrences.length === 0 ? <Empty title="There are no more times." /> : (
        <table className="table" aria-label="The next times">
          <thead><tr><th scope="col">In {data.timezone}</th><th scope="col">Offset</th><th scope="col">In {zone}</th></tr></thead>
          <tbody>
            {data.occurrences.map((one) => <tr key={one.date}><td className="number">{one.localDate.replace("T", " ").slice(0, 16)}</td><td className="number">{one.utcOffset}</td><td><Moment at={one.date} /></td></tr>)}
          </tbody>
        </table>
      )}
    </>
  );
}
