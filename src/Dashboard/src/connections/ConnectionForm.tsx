import { useEffect, useState } from "react";
import { calls, type Versioned } from "../api/calls";
import type { ConnectionKind, StoreConnection } from "../api/model";
import { useRepeatable } from "../api/repeatable";
import { BusyButton } from "../common/BusyButton";
import { SelectField, TextField } from "../editing/Field";
import { mayDrop, useGuard } from "../editing/guard";
import { Held } from "../editing/Held";
import { Overtaken } from "../editing/Overtaken";
import { Faults } from "../editing/problems";
import { useSubmission } from "../editing/submit";
import { kinds, nameField, startOf, writtenOf, type ConnectionField } from "./kinds";

/** Secrets are written and never read: a field left empty keeps what is stored. */
export function ConnectionForm({ one, kind, close, saved }: { one: Versioned<StoreConnection> | null; kind: ConnectionKind; close: () => void; saved: () => Promise<unknown> }) {
  const fields: readonly ConnectionField[] = [nameField, ...kinds[kind].fields];
  // What was read when the form opened is what is changed, under its tag: what somebody else has changed since is not written over.
  const [edited] = useState(one);
  const [start] = useState(() => startOf(one?.value ?? null, kind));
  const [body, setBody] = useState(start);
  const { faults, setFaults, isBusy, submit } = useSubmission();
  const { give } = useRepeatable();
  // What was said against one kind of connection says nothing of another.
  useEffect(() => setFaults(Faults.none), [kind, setFaults]);
  const isEdited = body !== start;
  const release = useGuard(isEdited);
  const at = (name: string) => faults.at(name) ?? faults.at(`body.${name}`);
  const asked = fields.filter((field) => field.isAskedFor?.(body) !== false);
  const shown = new Set(asked.flatMap((field) => [field.name, `body.${field.name}`]));
  const save = async (over: string | null) => {
    const given = Object.fromEntries(asked
      .filter(({ name, isSecret }) => (edited === null || isSecret ? body[name] !== "" : body[name] !== start[name]))
      .map((field) => [field.name, writtenOf(field, body[field.name]!)]));
    await (edited ? calls.patchConnection(edited.value.connectionId, given, over!) : give([kind, given], (key) => calls.createConnection(kind, given, key)));
    await saved();
    release();
    close();
  };
  return (
    <form className="form" noValidate aria-label="Connection" onSubmit={(event) => { event.preventDefault(); void submit(() => save(edited?.tag ?? null)); }}>
      {faults.general && <p className="fault-line" role="alert">{faults.general}</p>}
      {faults.besides((path) => shown.has(path)).map((fault) => <p key={`${fault.path} ${fault.message}`} className="fault-line" role="alert">{fault.path}: {fault.message}</p>)}
      {faults.isOvertaken && edited && <Overtaken read={() => storedOf(edited.value.connectionId)} saveOver={(version) => void submit(async () => save(await version()))} />}
      <Held isHeld={isBusy}>
        {asked.map(({ name, label, isSecret, options }) => {
          const props = { label, value: body[name]!, onChange: (value: string) => setBody({ ...body, [name]: value }), fault: at(name) };
          return options ? <SelectField key={name} {...props} options={options} /> : (
            <TextField key={name} {...props} isSecret={isSecret ?? false} hint={isSecret ? (edited ? "Empty keeps what is stored. It is never shown." : "Stored as a secret, never shown again.") : undefined} />
          );
        })}
      </Held>
      <div className="form-actions">
        <button type="button" className="button" onClick={() => mayDrop(isEdited) && close()}>Go back</button>
        <BusyButton type="submit" className="button button-primary" isBusy={isBusy}>{isBusy ? "Saving…" : edited ? "Save" : "Create"}</BusyButton>
      </div>
    </form>
  );
}

async function storedOf(id: string) {
  const { value: { body, workspaceId }, tag } = await calls.connection(id);
  return { value: { ...body, workspaceId }, tag };
}
