import "./place";
import { describe, expect, it } from "vitest";
import { partsOf } from "../src/shell/ahead";
import * as parts from "../src/shell/parts";

const names = new Map(Object.entries(parts).map(([name, part]) => [part as { readonly load: unknown }, name]));
const of = (path: string) => partsOf(path).map((part) => names.get(part));

describe("what an address is made of", () => {
  it.each([
    ["/flows", []],
    ["/flows/new", ["FlowEditor"]],
    ["/flows/f1/edit", ["FlowEditor"]],
    ["/flows/f1", ["FlowPage", "Graph"]],
    ["/flows/f1/runs", ["FlowPage", "RunsList"]],
    ["/flows/f1/grid", ["FlowPage", "Grid"]],
    ["/flows/f1/durations", ["FlowPage", "DurationsView"]],
    ["/flows/f1/schedule", ["FlowPage", "ScheduleView"]],
    ["/flows/f1/runs/r1", ["RunPage", "Graph"]],
    ["/flows/new/runs/r1", ["RunPage", "Graph"]],
    ["/integrations", ["IntegrationsPage"]],
    ["/integrations/new", ["IntegrationPage", "IntegrationEditor"]],
    ["/integrations/i1/edit", ["IntegrationPage", "IntegrationEditor"]],
    ["/integrations/i1", ["IntegrationPage"]],
    ["/integrations/i1/runs", ["IntegrationPage", "IntegrationRuns"]],
    ["/integrations/i1/schedule", ["IntegrationPage", "ScheduleView"]],
    ["/integrations/i1/runs/r1", ["IntegrationRunPage"]],
    ["/connections/c1", ["ConnectionsPage"]],
    ["/calendar", ["CalendarPage"]],
    ["/nothing", []],
    ["", []],
  ])("%s", (path, made) => {
    expect(of(path)).toEqual(made);
  });

  it("is known of every part but what is drawn within the list of flows", () => {
    const flow = ["/flows/new", "/flows/a", "/flows/a/runs", "/flows/a/grid", "/flows/a/durations", "/flows/a/schedule", "/flows/a/runs/b"];
    const integration = ["/integrations", "/integrations/new", "/integrations/a/runs", "/integrations/a/runs/b"];
    const known = new Set([...flow, ...integration, "/calendar", "/connections", "/notifications", "/health"].flatMap(of));
    expect([...names.values()].filter((name) => !known.has(name))).toEqual(["RunMany"]);
  });
});
