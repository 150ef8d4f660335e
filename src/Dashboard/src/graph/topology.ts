/** What a graph is drawn from: who waits for whom. Where steps stand is no part of it, so that a live graph never moves. */
export interface Topology {
  readonly nodes: readonly string[];
  /** From, to. */
  readonly edges: readonly (readonly [string, string])[];
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

export const nodeSize = { width: 184, height: 76 } as const;

export function topologyOf(steps: readonly { readonly referrer: string; readonly dependsOn: readonly string[] | null }[]): Topology {
  const known = new Set(steps.map((step) => step.referrer));
  return {
    nodes: steps.map((step) => step.referrer),
    edges: steps.flatMap((step) => (step.dependsOn ?? []).filter((before) => known.has(before)).map((before) => [before, step.referrer] as const)),
  };
}

export const keyOf = (topology: Topology) => `${topology.nodes.join()}|${topology.edges.map((edge) => edge.join(">")).join()}`;
