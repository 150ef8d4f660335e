import { Graph, layout } from "@dagrejs/dagre";
import { gaps, nodeSize, type Place, type Topology } from "./topology";

/** Lays a graph out from left to right, beside the page's own thread: a hundred steps take longer than a click may. */
self.onmessage = ({ data }: MessageEvent<{ readonly id: number; readonly topology: Topology }>) => {
  const graph = new Graph();
  graph.setGraph({ rankdir: "LR", nodesep: gaps.nodes, ranksep: gaps.ranks, edgesep: gaps.edges, marginx: gaps.border, marginy: gaps.border, ranker: "network-simplex" });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of data.topology.nodes) {
    graph.setNode(node, { ...nodeSize });
  }

  for (const [from, to] of data.topology.edges) {
    graph.setEdge(from, to);
  }

  layout(graph);
  const places: Record<string, Place> = {};
  for (const node of data.topology.nodes) {
    const { x, y } = graph.node(node) as { x: number; y: number };
    places[node] = { x: x - nodeSize.width / 2, y: y - nodeSize.height / 2 };
  }

  self.postMessage({ id: data.id, places });
};
