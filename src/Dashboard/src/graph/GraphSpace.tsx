import { frameOf, topologyOf } from "./topology";

/** Where a graph will be, as high as it will be: what stands below does not move when it comes. */
export const GraphSpace = ({ steps }: { steps: Parameters<typeof topologyOf>[0] }) => <div className="graph-space" style={{ height: frameOf(topologyOf(steps)) }} />;
