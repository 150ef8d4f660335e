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

/** What a layout leaves between nodes above each other, between ranks, for an edge that passes a rank, and at each border. */
export const gaps = { nodes: 18, ranks: 34, edges: 20, border: 8 } as const;

export function topologyOf(steps: readonly { readonly referrer: string; readonly dependsOn: readonly string[] | null }[]): Topology {
  const known = new Set(steps.map((step) => step.referrer));
  return {
    nodes: steps.map((step) => step.referrer),
    edges: steps.flatMap((step) => (step.dependsOn ?? []).filter((before) => known.has(before)).map((before) => [before, step.referrer] as const)),
  };
}

export const keyOf = (topology: Topology) => `${topology.nodes.join()}|${topology.edges.map((edge) => edge.join(">")).join()}`;

/** On which rank each node stands: behind all that it waits for, and one that waits for nothing just before the first that waits for it. */
function ranksOf({ nodes, edges }: Topology): ReadonlyMap<string, number> {
  const before = new Map(nodes.map((node) => [node, [] as string[]]));
  for (const [from, to] of edges) {
    before.get(to)!.push(from);
  }

  const ranks = new Map<string, number>();
  const rankOf = (node: string): number => {
    const known = ranks.get(node);
    if (known !== undefined) {
      return known;
    }

    // Steps that wait for each other, which no document may say, have an end here too.
    ranks.set(node, 0);
    const rank = before.get(node)!.reduce((rank, from) => Math.max(rank, rankOf(from) + 1), 0);
    ranks.set(node, rank);
    return rank;
  };
  nodes.forEach(rankOf);
  for (const node of nodes) {
    const after = edges.filter(([from]) => from === node).map(([, to]) => ranks.get(to)!);
    if (before.get(node)!.length === 0 && after.length > 0) {
      ranks.set(node, Math.min(...after) - 1);
    }
  }

  return ranks;
}

/**
 * The height of a graph's frame, in CSS pixels: as high as the graph is when it is as wide as the page, and not so high that the rows below are out of sight. It is known before the graph
 * is laid out, so that what stands below does not move when it comes.
 */
export function frameOf(topology: Topology): number {
  const ranks = ranksOf(topology);
  const high = Array.from({ length: Math.max(...ranks.values(), 0) + 1 }, () => -gaps.nodes);
  for (const rank of ranks.values()) {
    high[rank]! += nodeSize.height + gaps.nodes;
  }

  for (const [from, to] of topology.edges) {
    for (let rank = ranks.get(from)! + 1; rank < ranks.get(to)!; rank++) {
      high[rank]! += gaps.edges;
    }
  }

  const wide = high.length * (nodeSize.width + gaps.ranks) - gaps.ranks + 3 * gaps.border;
  return Math.min(Math.max((Math.max(...high) + 3 * gaps.border) * Math.min(1, 1300 / wide) + 56, 150), 440);
}
