import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { calls } from "../api/calls";
import type { ExceptionBehavior, Flow, IntegrationSummary, Plan, Retry } from "../api/model";
import { useRepeatable } from "../api/repeatable";
import { lastOf } from "../common/address";
import { isoDurationText } from "../common/duration";
import { Icon } from "../common/Icon";
import { Fault, Loading } from "../common/Notices";
import { useTitle } from "../common/title";
import { ToList } from "../common/ToList";
import { AddStep } from "./AddStep";
import { DocumentEditor } from "./DocumentEditor";
import { useDraft } from "./drafts";
import { SelectField, TextField, Field } from "./Field";
import { numberOrText } from "./numbers";
import { readOnce } from "./once";
import type { Faults } from "./problems";
import type { Shape } from "./shape";
import { useSubmission } from "./submit";

interface StepInput {
  readonly referrer: string;
  readonly dependsOn?: readonly string[] | null;
  readonly isSkipped?: boolean;
  readonly exceptionBehavior?: readonly ExceptionBehavior[];
  readonly timeout?: string;
  readonly retry?: Retry;
}

interface FlowInput {
  readonly name: string;
  readonly version: string;
  readonly nuxVisible?: boolean;
  readonly timeout?: string;
  readonly steps: readonly StepInput[];
}

/** Of what the form reads. */
const shape: Shape = {
  fields: {
    name: "string",
    version: "string",
    timeout: "string",
    steps: {
      list: {
        fields: {
          referrer: "string",
          dependsOn: { list: "string" },
          isSkipped: "boolean",
          exceptionBehavior: { list: { fields: { type: "string", strategy: "string" }, required: ["type", "strategy"] } },
          timeout: "string",
          retry: { fields: { count: "number" }, required: ["count"] },
        },
        required: ["referrer"],
      },
    },
  },
  required: ["name", "steps"],
};

const inputOf = (flow: Flow): FlowInput => ({
  name: flow.name,
  version: flow.version,
  ...(flow.nuxVisible ? { nuxVisible: true } : {}),
  ...(flow.timeout ? { timeout: flow.timeout } : {}),
  steps: flow.steps.map((step) => ({
    referrer: step.referrer,
    ...(step.dependsOn === null ? {} : { dependsOn: step.dependsOn }),
    ...(step.isSkipped ? { isSkipped: true } : {}),
    exceptionBehavior: step.exceptionBehavior,
    ...(step.timeout ? { timeout: step.timeout } : {}),
    ...(step.retry ? { retry: step.retry } : {}),
  })),
});

export default function FlowEditor({ id }: { id: string | null }) {
  const flow = useQuery({ queryKey: ["flow", id, "to edit"], queryFn: ({ signal }) => calls.flow(id!, signal), enabled: id !== null, ...readOnce });
  const integrations = useQuery({ queryKey: ["integrations", "to choose"], queryFn: ({ signal }) => calls.integrations({ offset: 0, limit: 5000, sortBy: "name" }, signal), ...readOnce });
  useTitle(id === null ? "New flow" : `Edit ${flow.data?.value.name ?? "the flow"}`);
  const fault = (flow.data ? null : flow.error) ?? (integrations.data ? null : integrations.error);
  if (fault) {
    return <Fault error={fault} what="What is to be edited could not be loaded." retry={() => Promise.all([id === null ? null : flow.refetch(), integrations.refetch()])} />;
  }

  if (!integrations.data || (id !== null && !flow.data)) {
    return <Loading what="the flow" />;
  }

  return (
    <>
      <p className="crumbs"><ToList to="/flows">Flows</ToList>{id !== null && <> <span aria-hidden="true">/</span> <Link href={`/flows/${id}`}>{flow.data!.value.name}</Link></>}</p>
      <div className="head"><h1>{id === null ? "New flow" : `Edit ${flow.data!.value.name}`}</h1></div>
      <Editor id={id} tag={flow.data?.tag ?? null} start={flow.data ? inputOf(flow.data.value) : { name: "", version: "2.0", steps: [] }} integrations={integrations.data.items} />
    </>
  );
}

function Editor({ id, tag, start, integrations }: { id: string | null; tag: string | null; start: FlowInput; integrations: readonly IntegrationSummary[] }) {
  const draft = useDraft();
  const [input, setInput] = useState((draft?.document as FlowInput | undefined) ?? start);
  const submission = useSubmission();
  const { give } = useRepeatable();
  const editedTag = draft ? draft.tag : tag;
  const client = useQueryClient();
  const save = async (document: FlowInput, over: string | null) => {
    const saved = id ?? (await give(document, (key) => calls.createFlow(document, key)));
    if (id !== null) {
      await calls.replaceFlow(id, document, over!);
    }

    await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === "flow" || queryKey[0] === "flows" });
    return `/flows/${saved}`;
  };
  return (
    <DocumentEditor
      document={input}
      shape={shape}
      change={setInput}
      submission={submission}
      save={save}
      stored={id === null ? undefined : async () => { const now = await calls.flow(id); return { value: inputOf(now.value), tag: now.tag }; }}
      checks={async (document) => <PlanView plan={await calls.plan(document)} />}
      isNew={id === null}
      back={id === null ? lastOf("/flows") : `/flows/${id}`}
      tag={editedTag}
      form={<Form input={input} change={setInput} faults={submission.faults} integrations={integrations} />}
    />
  );
}

function Form({ input, change, faults, integrations }: { input: FlowInput; change: (input: FlowInput) => void; faults: Faults; integrations: readonly IntegrationSummary[] }) {
  const names = new Map(integrations.map((one) => [one.integrationId, one.name]));
  const setStep = (index: number, step: StepInput) => change({ ...input, steps: input.steps.map((one, at) => (at === index ? step : one)) });
  const used = new Set(input.steps.map((step) => step.referrer));
  const free = integrations.filter((one) => !used.has(one.integrationId));
  const { timeout: _, ...untimed } = input;
  return (
    <>
      <div className="row">
        <TextField label="Name" value={input.name} onChange={(name) => change({ ...input, name })} fault={faults.at("name")} />
        <TextField label="A run takes at most" placeholder="as the service allows" hint="As PT2H or PT30M; empty leaves it to the service." value={input.timeout ?? ""} onChange={(timeout) => change(timeout ? { ...input, timeout } : untimed)} fault={faults.at("timeout")} />
      </div>
      <h2>Steps</h2>
      {faults.at("steps") && <p className="fault-line">{faults.at("steps")}</p>}
      <ol className="step-cards">
        {input.steps.map((step, index) => (
          <StepCard
            key={step.referrer}
            step={step}
            path={`steps[${index}]`}
            name={names.get(step.referrer) ?? step.referrer}
            others={input.steps.filter((one) => one.referrer !== step.referrer).map((one) => ({ id: one.referrer, name: names.get(one.referrer) ?? one.referrer }))}
            faults={faults}
            change={(next) => setStep(index, next)}
            move={(by) => {
              const steps = [...input.steps];
              const [moved] = steps.splice(index, 1);
              steps.splice(index + by, 0, moved!);
              change({ ...input, steps });
            }}
            isFirst={index === 0}
            isLast={index === input.steps.length - 1}
            remove={() => change({
              ...input,
              steps: input.steps.filter((one) => one.referrer !== step.referrer).map((one) => (one.dependsOn ? { ...one, dependsOn: one.dependsOn.filter((before) => before !== step.referrer) } : one)),
            })}
          />
        ))}
      </ol>
      <AddStep free={free} add={(referrer) => change({ ...input, steps: [...input.steps, { referrer, ...(input.steps.length > 0 ? { dependsOn: [input.steps.at(-1)!.referrer] } : {}) }] })} />
    </>
  );
}

function StepCard({ step, path, name, others, faults, change, move, remove, isFirst, isLast }: {
  step: StepInput;
  path: string;
  name: string;
  others: readonly { readonly id: string; readonly name: string }[];
  faults: Faults;
  change: (step: StepInput) => void;
  move: (by: number) => void;
  remove: () => void;
  isFirst: boolean;
  isLast: boolean;
}) {
  const strategyOf = (type: ExceptionBehavior["type"]) => step.exceptionBehavior?.find((one) => one.type === type)?.strategy ?? (type === "failure" ? "stop" : "continue");
  const setStrategy = (type: ExceptionBehavior["type"], strategy: string) =>
    change({ ...step, exceptionBehavior: (["failure", "partial_success"] as const).map((one) => ({ type: one, strategy: (one === type ? strategy : strategyOf(one)) as ExceptionBehavior["strategy"] })) });
  const own = faults.besides((at) => !at.startsWith(path)).filter((fault) => !/\.(timeout|retry|dependsOn)/.test(fault.path));
  const { timeout: _, ...untimed } = step;
  const { retry: __, ...untried } = step;
  const waits = step.dependsOn ?? [];
  const waitsFor = waits.length === 0 ? "nothing" : waits.map((id) => others.find((one) => one.id === id)?.name ?? id).join(", ");
  return (
    <li className="step-card">
      <div className="step-card-head">
        <strong>{name}</strong>
        <label className="inline"><input type="checkbox" checked={step.isSkipped ?? false} onChange={(event) => change({ ...step, isSkipped: event.target.checked })} /> Skip</label>
        <span className="orders">
          <button type="button" className="button button-quiet" aria-label={`Move ${name} up`} disabled={isFirst} onClick={() => move(-1)}><Icon name="up" /></button>
          <button type="button" className="button button-quiet" aria-label={`Move ${name} down`} disabled={isLast} onClick={() => move(1)}><Icon name="down" /></button>
          <button type="button" className="button button-quiet" aria-label={`Take ${name} out of the flow`} onClick={remove}><Icon name="close" /></button>
        </span>
      </div>
      {own.map((fault) => <p key={`${fault.path} ${fault.message}`} className="fault-line">{fault.message}</p>)}
      <div className="row">
        <Field label={`${name} waits for`} fault={faults.besides((at) => !at.startsWith(`${path}.dependsOn`)).map((fault) => fault.message).join(" ") || undefined}>
          {(props) => (
            <details className="picker">
              {/* No label names a summary. */}
              <summary {...props} aria-label={`${name} waits for ${waitsFor}`}>{waitsFor}</summary>
              <fieldset className="choices">
                <legend className="sr">{name} waits for</legend>
                {others.map((one) => (
                  <label key={one.id}>
                    <input type="checkbox" checked={waits.includes(one.id)} onChange={(event) => change({ ...step, dependsOn: event.target.checked ? [...waits, one.id] : waits.filter((id) => id !== one.id) })} />
                    {one.name}
                  </label>
                ))}
              </fieldset>
            </details>
          )}
        </Field>
        <SelectField label="After a failure" value={strategyOf("failure")} onChange={(strategy) => setStrategy("failure", strategy)} options={[{ value: "stop", word: "stop the flow" }, { value: "continue", word: "go on" }]} />
        <SelectField label="After a partial success" value={strategyOf("partial_success")} onChange={(strategy) => setStrategy("partial_success", strategy)} options={[{ value: "stop", word: "stop the flow" }, { value: "continue", word: "go on" }]} />
        <TextField label="A try takes at most" placeholder="as the integration says" value={step.timeout ?? ""} onChange={(timeout) => change(timeout ? { ...step, timeout } : untimed)} fault={faults.at(`${path}.timeout`)} />
        <TextField
          label="Further tries after a failure"
          placeholder="none"
          value={step.retry ? String(step.retry.count) : ""}
          onChange={(text) => change(text ? { ...step, retry: { ...step.retry, count: numberOrText(text) as number } } : untried)}
          fault={faults.besides((at) => !at.startsWith(`${path}.retry`)).map((fault) => fault.message).join(" ") || undefined}
        />
      </div>
    </li>
  );
}

/** What a run would do, before it is saved. */
function PlanView({ plan }: { plan: Plan }) {
  const critical = new Set(plan.criticalPath.steps.map((step) => step.referrer));
  return (
    <section className="plan" aria-label="The plan">
      <h2>The service takes it. It would run so:</h2>
      <ol className="waves">
        {plan.waves.map((wave, index) => (
          <li key={wave.map((step) => step.referrer).join()}>
            <span className="quiet">{index === 0 ? "First" : "Then"}</span>
            {wave.map((step) => (
              <span key={step.referrer} className={`wave-step${critical.has(step.referrer) ? " wave-critical" : ""}`}>
                {step.name}{step.pastDuration && <span className="quiet"> {isoDurationText(step.pastDuration)}</span>}
              </span>
            ))}
          </li>
        ))}
      </ol>
      <p className="quiet">Critical path, by the last durations: {plan.criticalPath.steps.map((step) => step.name).join(" → ")}, {isoDurationText(plan.criticalPath.duration)} in all.</p>
    </section>
  );
}
