import type { FlowStep, StepDefinition } from "../api/model";
import type { Standing } from "../common/words";

/** A step as the graph draws it: of a flow, or of a run. */
export interface DrawnStep {
  readonly referrer: string;
  readonly name: string;
  readonly dependsOn: readonly string[] | null;
  readonly isSkipped: boolean;
  /** Import, Export or Process. */
  readonly kind: string;
  /** Whose turns it takes; empty for a step that works elsewhere. */
  readonly model: string;
  readonly goesOnAfterFailure: boolean;
  readonly stopsAfterPartial: boolean;
  /** Those of one run, the first one counted. */
  readonly tries: number;
  readonly isCritical: boolean;
  /** Null for a flow that is not looked at in a run. */
  readonly state: Standing | null;
  readonly progress: number | null;
}

/** All that is drawn on a node beside its name and state, in words. */
export function strategyWords(step: Pick<DrawnStep, "goesOnAfterFailure" | "stopsAfterPartial" | "tries">): string[] {
  return [
    ...(step.goesOnAfterFailure ? ["goes on after a failure"] : []),
    ...(step.stopsAfterPartial ? ["stops after a partial success"] : []),
    ...(step.tries > 1 ? [`up to ${step.tries} tries`] : []),
  ];
}

export function drawn(
  step: Pick<FlowStep, "referrer" | "name">, definition: StepDefinition | null, isCritical: boolean, state: Standing | null = null, progress: number | null = null,
): DrawnStep {
  const follows = (type: string, strategy: string) => definition?.exceptionBehavior.some((behavior) => behavior.type === type && behavior.strategy === strategy) ?? false;
  return {
    referrer: step.referrer,
    name: step.name,
    dependsOn: definition?.dependsOn ?? null,
    isSkipped: definition?.isSkipped ?? false,
    kind: definition?.type ?? "Process",
    model: definition?.modelId ?? "",
    goesOnAfterFailure: follows("failure", "continue"),
    stopsAfterPartial: follows("partial_success", "stop"),
    tries: 1 + (definition?.retry?.count ?? 0),
    isCritical,
    state,
    progress,
  };
}

/**
 * The chain of steps that decides how long it takes: the longest way through the graph, each step as long as it is known to be. Empty where no length is known.
 * Steps come in any order; the graph has no cycles, which the service sees to.
 */
export function criticalSteps(steps: readonly { readonly referrer: string; readonly dependsOn: readonly string[] | null }[], lengthOf: (referrer: string) => number): ReadonlySet<string> {
  const byId = new Map(steps.map((step) => [step.referrer, step]));
  const ends = new Map<string, { length: number; after: string | null }>();
  const endOf = (referrer: string): { length: number; after: string | null } => {
    const known = ends.get(referrer);
    if (known) {
      return known;
    }

    let longest = 0;
    let after: string | null = null;
    for (const before of byId.get(referrer)?.dependsOn ?? []) {
      const { length } = byId.has(before) ? endOf(before) : { length: 0 };
      if (length > longest) {
        longest = length;
        after = before;
      }
    }

    const end = { length: longest + lengthOf(referrer), after };
    ends.set(referrer, end);
    return end;
  };

  let last: string | null = null;
  let most = 0;
  for (const { referrer } of steps) {
    const { length } = endOf(referrer);
    if (length > most) {
      most = length;
      last = referrer;
    }
  }

  const chain = new Set<string>();
  for (let at: string | null = last; at !== null; at = ends.get(at)!.after) {
    chain.add(at);
  }

  return chain;
}
