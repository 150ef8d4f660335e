import { useState } from "react";
import { calls } from "../api/calls";
import type { Schedule } from "../api/model";
import { useRepeatable } from "../api/repeatable";
import { BusyButton } from "../common/BusyButton";
import { ownZone } from "../common/zone";
import { useDraft, useKeptDraft } from "./drafts";
import { SelectField, TextField, Field } from "./Field";
import { mayDrop, useGuard } from "./guard";
import { Held } from "./Held";
import { inputOf, scheduleOf, takesDays, takesHours, type ScheduleInput } from "./schedule";
import { useSubmission } from "./submit";

const types = [
  { value: "hourly", word: "Every few hours" },
  { value: "daily", word: "Every day" },
  { value: "weekly", word: "On days of the week" },
  { value: "monthly_specific_day", word: "Every month, on the start date's day" },
  { value: "monthly_relative_weekday", word: "Every month, on the start date's weekday (as the second Tuesday)" },
] as const;

const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const zones = [...new Set([ownZone, "UTC", ...Intl.supportedValuesOf("timeZone")])];

export function ScheduleForm({ id, name, schedule, close, saved }: { id: string; name: string; schedule: Schedule | null; close: () => void; saved: () => Promise<unknown> }) {
  const draft = useDraft();
  const [start] = useState(() => inputOf(schedule, name, ownZone, new Date()));
  const [input, setInput] = useState((draft?.document as ScheduleInput | undefined) ?? start);
  const { faults, isBusy, submit } = useSubmission();
  const { give } = useRepeatable();
  // What stood there when the form opened is what is changed: one that somebody else has made or deleted since is the service's to speak of.
  const [isNew] = useState(schedule === null);
  const isEdited = input !== start;
  const release = useGuard(isEdited);
  const drop = useKeptDraft(isEdited, input, null, null);
  const leave = () => {
    drop();
    close();
  };
  const set = (change: Partial<ScheduleInput>) => setInput({ ...input, ...change });
  const at = (field: string) => faults.at(`schedule.${field}`) ?? faults.at(field);
  const save = async () => {
    const schedule = scheduleOf(input);
    await give(schedule, (key) => calls.saveSchedule(id, schedule, isNew, key));
    await saved();
    release();
    leave();
  };
  return (
    <form className="form" aria-label="Schedule" onSubmit={(event) => { event.preventDefault(); void submit(save); }}>
      {faults.general && <p className="fault-line" role="alert">{faults.general}</p>}
      {faults.all.length > 0 && <p className="fault-line" role="alert">The service does not take it: {faults.all.map((fault) => fault.message).join(" ")}</p>}
      {draft !== null && <p className="lead tone-warn" role="status">What you had written before you were signed out is here again. It is not saved yet.</p>}
      <Held isHeld={isBusy}>
        <TextField label="Name" value={input.name} onChange={(name) => set({ name })} fault={at("name")} />
        <SelectField label="Repeats" value={input.type} onChange={(type) => set({ type })} options={types} fault={at("type")} />
        <SelectField label="Time zone" value={input.timezone} onChange={(timezone) => set({ timezone })} options={(zones.includes(input.timezone) ? zones : [input.timezone, ...zones]).map((zone) => ({ value: zone, word: zone }))} fault={at("timezone")} hint="All times of this form are in this zone. A time that a change of clocks leaves out runs at the first moment after the gap; one that comes twice runs the first time." />
        {takesHours(input) ? (
          <div className="row">
            <TimeField label={`From (${input.timezone})`} value={input.fromTime} onChange={(fromTime) => set({ fromTime })} fault={at("fromTime")} />
            <TimeField label={`To (${input.timezone})`} value={input.toTime} onChange={(toTime) => set({ toTime })} fault={at("toTime")} />
            <TextField label="Every … hours" value={input.repeatEvery} onChange={(repeatEvery) => set({ repeatEvery })} fault={at("repeatEvery")} />
          </div>
        ) : <TimeField label={`At (${input.timezone})`} value={input.time} onChange={(time) => set({ time })} fault={at("time")} />}
        {takesDays(input) && (
          <fieldset className="chips">
            <legend>On these days{input.type === "weekly" ? "" : " (none chosen: every day)"}</legend>
            {days.map((day, index) => (
              <label key={day} className="chip">
                <input type="checkbox" checked={input.daysOfWeek.includes(index)} onChange={(event) => set({ daysOfWeek: days.map((_, one) => one).filter((one) => (one === index ? event.target.checked : input.daysOfWeek.includes(one))) })} />
                {day}
              </label>
            ))}
            {at("daysOfWeek") && <p className="fault-line">{at("daysOfWeek")}</p>}
          </fieldset>
        )}
        <div className="row">
          <DateField label="First day" value={input.startDate} onChange={(startDate) => set({ startDate })} fault={at("startDate")} />
          <DateField label="Last day (may be empty)" value={input.endDate} onChange={(endDate) => set({ endDate })} fault={at("endDate")} />
        </div>
      </Held>
      <div className="form-actions">
        <button type="button" className="button" onClick={() => mayDrop(isEdited) && leave()}>Go back</button>
        <BusyButton type="submit" className="button button-primary" isBusy={isBusy}>{isBusy ? "Saving…" : "Save the schedule"}</BusyButton>
      </div>
    </form>
  );
}

interface Typed {
  label: string;
  value: string;
  onChange: (value: string) => void;
  fault: string | undefined;
}

const TimeField = ({ label, value, onChange, fault }: Typed) => (
  <Field label={label} fault={fault}>{(props) => <input {...props} type="time" value={value} onChange={(event) => onChange(event.target.value)} />}</Field>
);

const DateField = ({ label, value, onChange, fault }: Typed) => (
  <Field label={label} fault={fault}>{(props) => <input {...props} type="date" value={value} onChange={(event) => onChange(event.target.value)} />}</Field>
);
