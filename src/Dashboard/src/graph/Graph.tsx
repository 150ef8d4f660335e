import "@xyflow/react/dist/base.css";
import "./graph.css";
import { Background, Handle, Position, ReactFlow, useReactFlow, useStore, type Edge, type Node, type NodeProps } from "@xyflow/react";
import { memo, useCallback, useEffect, useMemo, useRef, type KeyboardEvent, type RefObject } from "react";
import { Icon } from "../common/Icon";
import { StateMark } from "../common/StateMark";
import { states } from "../common/words";
import { strategyWords, type DrawnStep } from "./drawn";
import { nodeSize, topologyOf } from "./topology";
import { useLayout } from "./useLayout";

type StepNode = Node<{ step: DrawnStep; isChosen: boolean }, "step">;

const StepBox = memo(({ data: { step, isChosen } }: NodeProps<StepNode>) => (
  <div className={`node tone-${step.state ? states[step.state].tone : "calm"}${step.isSkipped ? " node-skipped" : ""}${isChosen ? " node-chosen" : ""}`}>
    <Handle type="target" position={Position.Left} isConnectable={false} />
    <div className="node-name" title={step.name}>{step.name}</div>
    <div className="node-line">
      {step.state ? <StateMark state={step.state} /> : <span className="quiet">{step.isSkipped ? "Skipped" : step.kind}</span>}
      <span className="node-marks">
        {step.isSkipped && step.state === null && <Icon name="skip" />}
        {step.tries > 1 && <span title={`Up to ${step.tries} tries`}>×{step.tries}</span>}
        {step.goesOnAfterFailure && <span className="node-mark" title="The flow goes on after a failure of this step">fail→</span>}
        {step.stopsAfterPartial && <span className="node-mark" title="The flow stops after a partial success of this step">part⊣</span>}
      </span>
    </div>
    {step.progress !== null && step.state === "running" && <div className="node-progress"><span style={{ width: `${Math.round(step.progress * 100)}%` }} /></div>}
    <Handle type="source" position={Position.Right} isConnectable={false} />
  </div>
));
StepBox.displayName = "StepBox";

const nodeTypes = { step: StepBox };
const whole = { maxZoom: 1, padding: 0.04 } as const;

export default function Graph({ steps, chosen, onChoose, label }: {
  steps: readonly DrawnStep[];
  chosen: string | null;
  onChoose: (referrer: string) => void;
  label: string;
}) {
  const isMoved = useRef(false);
  const topology = useMemo(() => topologyOf(steps), [steps]);
  const places = useLayout(topology);
  const nodes = useMemo<StepNode[]>(
    () => places === null ? [] : steps.map((step) => ({
      id: step.referrer,
      type: "step",
      position: places[step.referrer]!,
      ...nodeSize,
      data: { step, isChosen: step.referrer === chosen },
      ariaLabel: [step.name, step.state ? states[step.state].word : step.kind, step.isSkipped ? "skipped by the flow" : "", ...strategyWords(step)].filter(Boolean).join(", "),
    })),
    [places, steps, chosen],
  );
  const critical = useMemo(() => new Set(steps.filter((step) => step.isCritical).map((step) => step.referrer)), [steps]);
  const edges = useMemo<Edge[]>(
    () => topology.edges.map(([source, target]) => ({
      id: `${source}-${target}`, source, target, focusable: false, className: critical.has(source) && critical.has(target) ? "edge-critical" : "",
    })),
    [topology, critical],
  );
  const choose = useCallback((_: unknown, node: StepNode) => onChoose(node.id), [onChoose]);
  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      const id = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>(".react-flow__node")?.dataset.id : undefined;
      if (id && (event.key === "Enter" || event.key === " ")) {
        event.preventDefault();
        onChoose(id);
      }
    },
    [onChoose],
  );
  const frame = useMemo(() => (places === null ? null : frameOf(Object.values(places))), [places]);
  if (frame === null) {
    return <div className="graph graph-waiting" role="status">Drawing the graph…</div>;
  }

  return (
    <section className="graph" aria-label={label} onKeyDown={onKeyDown} style={{ height: frame }}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        onNodeClick={choose}
        fitView
        fitViewOptions={whole}
        minZoom={0.1}
        maxZoom={1.6}
        nodesDraggable={false}
        nodesConnectable={false}
        elementsSelectable={false}
        edgesFocusable={false}
        nodesFocusable
        zoomOnScroll={false}
        preventScrolling={false}
        deleteKeyCode={null}
        onlyRenderVisibleElements={steps.length > 150}
        attributionPosition="bottom-left"
        onMoveStart={(event) => {
          if (event !== null) {
            isMoved.current = true;
          }
        }}
      >
        <Background gap={22} size={1} />
        <Zoom />
        <Refit isMoved={isMoved} />
      </ReactFlow>
    </section>
  );
}

/** As high as the graph is when it is as wide as the page; not so high that the rows below are out of sight. */
function frameOf(places: readonly { readonly x: number; readonly y: number }[]): number {
  const wide = Math.max(...places.map((place) => place.x)) + nodeSize.width + 16;
  const high = Math.max(...places.map((place) => place.y)) + nodeSize.height + 16;
  return Math.min(Math.max(high * Math.min(1, 1300 / wide) + 56, 150), 440);
}

/** Shows the whole graph again where its room changes, unless somebody has moved it: then it stays where it is. */
function Refit({ isMoved }: { isMoved: RefObject<boolean> }) {
  const { fitView } = useReactFlow();
  const width = useStore((store) => store.width);
  const before = useRef(width);
  useEffect(() => {
    if (before.current !== width && before.current !== 0 && !isMoved.current) {
      void fitView(whole);
    }

    before.current = width;
  }, [width, fitView, isMoved]);
  return null;
}

function Zoom() {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  return (
    <div className="graph-zoom">
      <button type="button" aria-label="Zoom in" onClick={() => void zoomIn()}><Icon name="plus" /></button>
      <button type="button" aria-label="Zoom out" onClick={() => void zoomOut()}><Icon name="minus" /></button>
      <button type="button" aria-label="Show the whole graph" onClick={() => void fitView(whole)}><Icon name="fit" /></button>
    </div>
  );
}
