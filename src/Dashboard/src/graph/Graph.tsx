import "@xyflow/react/dist/base.css";
import "./graph.css";
import { Background, Handle, Position, ReactFlow, useReactFlow, useStore, type Edge, type Node, type NodeProps, type Viewport } from "@xyflow/react";
import { memo, useCallback, useEffect, useMemo, useRef, type KeyboardEvent, type RefObject } from "react";
import { Icon } from "../common/Icon";
import { isAlike, useKept } from "../common/kept";
import { Fault } from "../common/Notices";
import { StateMark } from "../common/StateMark";
import { states } from "../common/words";
import { strategyWords, type DrawnStep } from "./drawn";
import { frameOf, nodeSize, topologyOf, type Place } from "./topology";
import { useLayout } from "./useLayout";

type StepNode = Node<{ step: DrawnStep; isChosen: boolean }, "step">;

/** Enough of an id to tell it from others of the same flow. */
const shortOf = (id: string) => (id.length > 12 ? `${id.slice(0, 8)}…` : id);

const StepBox = memo(({ data: { step, isChosen } }: NodeProps<StepNode>) => (
  <div className={`node tone-${step.state ? states[step.state].tone : "calm"}${step.isSkipped ? " node-skipped" : ""}${isChosen ? " node-chosen" : ""}`}>
    <Handle type="target" position={Position.Left} isConnectable={false} />
    <div className="node-name" title={step.name}>{step.name}</div>
    <div className="node-line">
      {step.state ? <StateMark state={step.state} /> : <span className="quiet">{step.isSkipped ? "Skipped" : step.kind}</span>}
      <span className="node-marks">
        {step.isSkipped && step.state === null && <Icon name="skip" />}
        {step.tries > 1 && <span title={`Up to ${step.tries} tries`}>×{step.tries}</span>}
        {step.goesOnAfterFailure && <span className="node-mark" title="The flow goes on after a failure of this step">fail: go on</span>}
        {step.stopsAfterPartial && <span className="node-mark" title="The flow stops after a partial success of this step">part: stop</span>}
      </span>
    </div>
    <div className="node-model quiet" title={step.model ? `Model ${step.model}; steps of one model take turns` : undefined}>
      {step.state ? `${step.kind} · ` : ""}{step.model ? <code>{shortOf(step.model)}</code> : "no model"}
    </div>
    {step.progress !== null && step.state === "running" && <div className="node-progress"><span style={{ width: `${Math.round(step.progress * 100)}%` }} /></div>}
    <Handle type="source" position={Position.Right} isConnectable={false} />
  </div>
));
StepBox.displayName = "StepBox";

const nodeTypes = { step: StepBox };
/** What screen readers hear of a node and of the graph: what the keys do here, and no more. */
const spoken = {
  "node.a11yDescription.default": "Enter or Space opens the step.",
  "node.a11yDescription.keyboardDisabled": "Enter or Space opens the step.",
  "node.a11yDescription.ariaLiveMessage": () => "",
  "edge.a11yDescription.default": "The second step waits for the first.",
} as const;
const isSameNode = (one: StepNode, other: StepNode) =>
  one.data.step === other.data.step && one.data.isChosen === other.data.isChosen && one.position === other.position;
const isSameEdge = (one: Edge, other: Edge) => one.id === other.id && one.className === other.className;
const whole = { maxZoom: 1, padding: 0.04 } as const;

export default function Graph({ steps, chosen, onChoose, label }: {
  steps: readonly DrawnStep[];
  chosen: string | null;
  onChoose: (referrer: string) => void;
  label: string;
}) {
  const isMoved = useRef(false);
  const topology = useMemo(() => topologyOf(steps), [steps]);
  const { places, fault, retry } = useLayout(topology);
  const nodes = useKept(useMemo<StepNode[]>(
    () => places === null ? [] : steps.map((step) => ({
      id: step.referrer,
      type: "step",
      position: places[step.referrer]!,
      ...nodeSize,
      // As large as that by its style: told so, a node whose step has changed keeps its handles, and the edges at them are not mounted anew.
      measured: nodeSize,
      data: { step, isChosen: step.referrer === chosen },
      ariaLabel: [step.name, step.state ? states[step.state].word : step.kind, step.model && `model ${step.model}`, step.isSkipped ? "skipped by the flow" : "", ...strategyWords(step)].filter(Boolean).join(", "),
    })),
    [places, steps, chosen],
  ), isSameNode) as StepNode[];
  const critical = useMemo(() => new Set(steps.filter((step) => step.isCritical).map((step) => step.referrer)), [steps]);
  const edges = useKept(useMemo<Edge[]>(
    () => topology.edges.map(([source, target]) => ({
      id: `${source}-${target}`, source, target, focusable: false, className: critical.has(source) && critical.has(target) ? "edge-critical" : "",
    })),
    [topology, critical],
  ), isSameEdge) as Edge[];
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
  const frame = useMemo(() => frameOf(topology), [topology]);
  if (fault !== null) {
    return <Fault error={fault} what="The graph could not be drawn; the table has the same facts." retry={retry} />;
  }

  if (places === null) {
    return <div className="graph graph-waiting" role="status" style={{ height: frame }}>Drawing the graph…</div>;
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
        ariaLabelConfig={spoken}
        onlyRenderVisibleElements={steps.length > 150}
        attributionPosition="bottom-left"
        onMoveStart={(event) => {
          if (event !== null) {
            isMoved.current = true;
          }
        }}
      >
        <Background gap={22} size={1} />
        <Zoom isMoved={isMoved} />
        <Refit isMoved={isMoved} />
        <KeepInSight place={chosen === null ? undefined : places?.[chosen]} />
      </ReactFlow>
    </section>
  );
}

/** Shows the whole graph again where the window gets another size, unless somebody has moved it: then it stays where it is. A panel that opens beside it moves nothing. */
function Refit({ isMoved }: { isMoved: RefObject<boolean> }) {
  const { fitView } = useReactFlow();
  const width = useStore((store) => store.width);
  const before = useRef({ width, window: window.innerWidth });
  useEffect(() => {
    const isResized = before.current.window !== window.innerWidth;
    if (before.current.width !== width && before.current.width !== 0 && isResized && !isMoved.current) {
      void fitView(whole);
    }

    before.current = { width, window: window.innerWidth };
  }, [width, fitView, isMoved]);
  return null;
}

/**
 * Moves the graph sideways by as much as the chosen step is out of sight, as behind a panel that has opened; not at all where it is seen. Once no step is chosen it is where it was before,
 * unless somebody has moved it meanwhile.
 */
function KeepInSight({ place }: { place: Place | undefined }) {
  const { getViewport, setViewport } = useReactFlow();
  const width = useStore((store) => store.width);
  const moved = useRef<{ readonly from: Viewport; readonly to: Viewport }>(null);
  useEffect(() => {
    const now = getViewport();
    if (place === undefined) {
      if (moved.current !== null && isAlike(moved.current.to, now)) {
        void setViewport(moved.current.from);
      }

      moved.current = null;
      return;
    }

    const left = place.x * now.zoom + now.x;
    const over = left + nodeSize.width * now.zoom + 8 - width;
    const by = width === 0 ? 0 : over > 0 ? -Math.min(over, left) : left < 0 ? 8 - left : 0;
    if (by !== 0) {
      const to = { ...now, x: now.x + by };
      moved.current = { from: moved.current !== null && isAlike(moved.current.to, now) ? moved.current.from : now, to };
      void setViewport(to);
    }
  }, [place, width, getViewport, setViewport]);
  return null;
}

function Zoom({ isMoved }: { isMoved: RefObject<boolean> }) {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const zoom = (by: () => unknown, isOwn: boolean) => () => {
    // Whoever has chosen a size keeps it; whoever wants to see all of it wants that of any size.
    isMoved.current = isOwn;
    by();
  };
  return (
    <div className="graph-zoom">
      <button type="button" aria-label="Zoom in" onClick={zoom(zoomIn, true)}><Icon name="plus" /></button>
      <button type="button" aria-label="Zoom out" onClick={zoom(zoomOut, true)}><Icon name="minus" /></button>
      <button type="button" aria-label="Show the whole graph" onClick={zoom(() => fitView(whole), false)}><Icon name="fit" /></button>
    </div>
  );
}
