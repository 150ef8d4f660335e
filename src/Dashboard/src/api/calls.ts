import { client } from "./generated/client.gen";
import {
  cancelFlowRun, cancelIntegrationRun, checkAnaplan, checkConnection, createConnection, createFlow, createIntegration, createSchedule, deleteConnection, deleteFlow, deleteIntegration, deleteSchedule, endSession,
  getCaller, getConnection, getFlow, getFlowDurations, getFlowRun, getHealth, getIntegration, getIntegrationRun, getIntegrationRunError, getNextOccurrences, listConnections, listFlowRuns, listFlows,
  listIntegrationRuns, listIntegrations, listNotifications, listOccurrences, markAllNotificationsRead, markNotificationRead, openSession, patchConnection, previewResumeOfFlowRun, replaceFlow,
  replaceIntegration, replaceSchedule, resumeFlowRun, setScheduleStatus, startFlowRun, startIntegrationRun, validateFlow,
} from "./generated/sdk.gen";
import type {
  Caller, ConnectionUse, Durations, Flow, FlowRun, FlowSummary, Installation, Integration, IntegrationRun, IntegrationSummary, NextOccurrences, Notice, Occurrence, OwnRun, Page, Plan, ResumePreview, Run, RunError,
  RunWithSteps, Standing, StoreConnection,
} from "./model";

type Signal = AbortSignal | undefined;

/** A document with its version, for `If-Match`. */
export interface Versioned<T> {
  readonly value: T;
  readonly tag: string;
}

export interface ListAsk {
  readonly offset: number;
  readonly limit: number;
  readonly q?: string | undefined;
  readonly state?: string | undefined;
  readonly sortBy?: string | undefined;
}

const tagOf = (response: Response) => response.headers.get("ETag") ?? "*";

/** Leaves out what is not asked for. It comes from the address, where anything may stand: what the service does not know, it refuses. */
const queryOf = ({ offset, limit, q, state, sortBy }: ListAsk) => ({ offset, limit, ...(q ? { q } : {}), ...(state ? { state } : {}), ...(sortBy ? { sortBy } : {}) });

interface Listed {
  readonly meta: { readonly paging: { readonly totalSize: number } };
}

const pageOf = <T>(answer: Listed, items: readonly T[]): Page<T> => ({ items, total: answer.meta.paging.totalSize });

/** By which the service knows a request that is sent once more. */
const withKey = (key: string | undefined) => (key === undefined ? {} : { headers: { "Idempotency-Key": key } });

const withSignal = (signal: Signal) => (signal ? { signal } : {});

const occurrencesAtOnce = 500;

/** More than a person looks through, and as much as a page should hold. */
export const mostOccurrences = 5_000;

/** Of the rows that a run's import refused, or one of the actions of its process, in the API. */
export const dumpPath = (runId: string, actionId: string | null) =>
  actionId === null ? `/2/0/integrations/run/${runId}/dump` : `/2/0/integrations/run/${runId}/process/import/${encodeURIComponent(actionId)}/dumps`;

export const calls = {
  async caller(signal?: Signal): Promise<{ caller: Caller; installation: Installation }> {
    const { data } = await getCaller({ ...withSignal(signal), throwOnError: true });
    return data;
  },

  async exchange(code: string): Promise<string> {
    const { data } = await openSession({ body: { code }, throwOnError: true });
    return data.session.token;
  },

  /** Of a session that this page holds no more. */
  async endSession(token: string) {
    await endSession({ headers: { Authorization: `Bearer ${token}` }, throwOnError: true });
  },

  async flows(ask: ListAsk, signal?: Signal): Promise<Page<FlowSummary>> {
    const { data } = await listFlows({ query: queryOf(ask) as never, ...withSignal(signal), throwOnError: true });
    return pageOf(data, data.integrationFlows);
  },

  async flow(id: string, signal?: Signal): Promise<Versioned<Flow>> {
    const { data, response } = await getFlow({ path: { id }, ...withSignal(signal), throwOnError: true });
    return { value: data.integrationFlow, tag: tagOf(response) };
  },

  async createFlow(input: unknown, key?: string): Promise<string> {
    const { data } = await createFlow({ body: input as never, ...withKey(key), throwOnError: true });
    return data.integrationFlow.integrationFlowId;
  },

  async replaceFlow(id: string, input: unknown, tag: string) {
    await replaceFlow({ path: { id }, body: input as never, headers: { "If-Match": tag }, throwOnError: true });
  },

  async deleteFlow(id: string, tag: string) {
    await deleteFlow({ path: { id }, headers: { "If-Match": tag }, throwOnError: true });
  },

  async plan(input: unknown): Promise<Plan> {
    const { data } = await validateFlow({ body: input as never, throwOnError: true });
    return data.plan;
  },

  async runs(flowId: string, offset: number, limit: number, signal?: Signal): Promise<Page<Run>> {
    const { data } = await listFlowRuns({ path: { id: flowId }, query: { offset, limit }, ...withSignal(signal), throwOnError: true });
    return pageOf(data, data.runs);
  },

  async runsWithSteps(flowId: string, limit: number, signal?: Signal): Promise<Page<RunWithSteps>> {
    const { data } = await listFlowRuns({ path: { id: flowId }, query: { steps: true, limit }, ...withSignal(signal), throwOnError: true });
    return pageOf(data, data.runs);
  },

  async run(flowId: string, runId: string, signal?: Signal): Promise<FlowRun> {
    const { data } = await getFlowRun({ path: { id: flowId, runId }, ...withSignal(signal), throwOnError: true });
    return data.run;
  },

  async start(flowId: string, stepsToRun?: readonly string[], key?: string): Promise<string> {
    const { data } = await startFlowRun({ path: { id: flowId }, ...(stepsToRun ? { body: { stepsToRun: [...stepsToRun] } } : {}), ...withKey(key), throwOnError: true });
    return data.run.id;
  },

  async cancel(flowId: string, runId: string) {
    await cancelFlowRun({ path: { id: flowId, runId }, throwOnError: true });
  },

  async resumePreview(flowId: string, runId: string, fromStep: string | null, signal?: Signal): Promise<ResumePreview> {
    const { data } = await previewResumeOfFlowRun({ path: { id: flowId, runId }, ...(fromStep === null ? {} : { query: { fromStep } }), ...withSignal(signal), throwOnError: true });
    return data.resume;
  },

  async resume(flowId: string, runId: string, fromStep?: string, key?: string): Promise<string> {
    const { data } = await resumeFlowRun({
      path: { id: flowId, runId }, ...(fromStep ? { body: { fromStep } } : {}), ...withKey(key), throwOnError: true,
    });
    return data.run.id;
  },

  async runError(runId: string, signal?: Signal): Promise<RunError> {
    const { data } = await getIntegrationRunError({ path: { runId }, ...withSignal(signal), throwOnError: true });
    return data.runs;
  },

  /** The refused rows, as a file. */
  async dump(runId: string, actionId: string | null): Promise<Blob> {
    const { data } = await client.get<{ 200: Blob }, unknown, true>({ url: dumpPath(runId, actionId), parseAs: "blob", throwOnError: true });
    return data as Blob;
  },

  async switchSchedule(id: string, status: "enabled" | "disabled") {
    await setScheduleStatus({ path: { id, status }, throwOnError: true });
  },

  async saveSchedule(id: string, schedule: unknown, isNew: boolean, key?: string) {
    const body = { integrationId: id, schedule } as never;
    await (isNew ? createSchedule({ path: { id }, body, ...withKey(key), throwOnError: true }) : replaceSchedule({ path: { id }, body, throwOnError: true }));
  },

  async deleteSchedule(id: string) {
    await deleteSchedule({ path: { id }, throwOnError: true });
  },

  async next(id: string, count: number, signal?: Signal): Promise<NextOccurrences> {
    const { data } = await getNextOccurrences({ path: { id }, query: { count }, ...withSignal(signal), throwOnError: true });
    return data.next;
  },

  /** All within the window, up to `mostOccurrences` of them, in their order; `total` says how many there are. */
  async occurrences(from: string, to: string, signal?: Signal): Promise<Page<Occurrence>> {
    const items: Occurrence[] = [];
    for (;;) {
      const { data } = await listOccurrences({ query: { from, to, limit: occurrencesAtOnce, offset: items.length }, ...withSignal(signal), throwOnError: true });
      items.push(...(data.occurrences as readonly Occurrence[]));
      const total = data.meta.paging.totalSize;
      if (items.length >= Math.min(total, mostOccurrences) || data.occurrences.length === 0) {
        return { items, total };
      }
    }
  },

  async durations(flowId: string, signal?: Signal): Promise<Durations> {
    const { data } = await getFlowDurations({ path: { id: flowId }, ...withSignal(signal), throwOnError: true });
    return data.durations;
  },

  async integrations(ask: ListAsk, signal?: Signal): Promise<Page<IntegrationSummary>> {
    const { data } = await listIntegrations({ query: queryOf(ask) as never, ...withSignal(signal), throwOnError: true });
    return pageOf(data, data.integrations);
  },

  async integration(id: string, signal?: Signal): Promise<Versioned<Integration>> {
    const { data, response } = await getIntegration({ path: { id }, ...withSignal(signal), throwOnError: true });
    return { value: data.integration, tag: tagOf(response) };
  },

  async integrationRuns(id: string, offset: number, limit: number, signal?: Signal): Promise<Page<IntegrationRun>> {
    const { data } = await listIntegrationRuns({ path: { id }, query: { offset, limit }, ...withSignal(signal), throwOnError: true });
    return pageOf(data, data.history_of_runs.runs);
  },

  async integrationRun(runId: string, signal?: Signal): Promise<OwnRun> {
    const { data } = await getIntegrationRun({ path: { runId }, ...withSignal(signal), throwOnError: true });
    return data.run;
  },

  async cancelIntegrationRun(runId: string) {
    await cancelIntegrationRun({ path: { runId }, throwOnError: true });
  },

  async createIntegration(input: unknown, key?: string): Promise<string> {
    const { data } = await createIntegration({ body: input as never, ...withKey(key), throwOnError: true });
    return data.integration.integrationId;
  },

  async replaceIntegration(id: string, input: unknown, tag: string) {
    await replaceIntegration({ path: { id }, body: input as never, headers: { "If-Match": tag }, throwOnError: true });
  },

  async deleteIntegration(id: string, tag: string) {
    await deleteIntegration({ path: { id }, headers: { "If-Match": tag }, throwOnError: true });
  },

  async startIntegration(id: string, key?: string): Promise<string> {
    const { data } = await startIntegrationRun({ path: { id }, ...withKey(key), throwOnError: true });
    return data.run.id;
  },

  async connections(ask: ListAsk, signal?: Signal): Promise<Page<StoreConnection>> {
    const { data } = await listConnections({ query: queryOf(ask) as never, ...withSignal(signal), throwOnError: true });
    return pageOf(data, data.connections);
  },

  async createConnection(type: string, body: unknown, key?: string): Promise<string> {
    const { data } = await createConnection({ body: { type, body } as never, ...withKey(key), throwOnError: true });
    return data.connections.connectionId;
  },

  async connection(id: string, signal?: Signal): Promise<Versioned<StoreConnection> & { use: ConnectionUse }> {
    const { data, response } = await getConnection({ path: { id }, ...withSignal(signal), throwOnError: true });
    return { value: data.connection as StoreConnection, use: data.use as ConnectionUse, tag: tagOf(response) };
  },

  async patchConnection(id: string, body: unknown, tag: string) {
    await patchConnection({ path: { id }, body: body as never, headers: { "If-Match": tag }, throwOnError: true });
  },

  async deleteConnection(id: string, tag: string) {
    await deleteConnection({ path: { id }, headers: { "If-Match": tag }, throwOnError: true });
  },

  async checkConnection(id: string): Promise<Standing> {
    const { data } = await checkConnection({ path: { id }, throwOnError: true });
    return data.check;
  },

  /** Whether Anaplan takes the user of this installation. */
  async checkAnaplan(): Promise<Standing> {
    const { data } = await checkAnaplan({ throwOnError: true });
    return data.check;
  },

  async notifications(offset: number, limit: number, signal?: Signal): Promise<Page<Notice> & { unread: number }> {
    const { data } = await listNotifications({ query: { offset, limit }, ...withSignal(signal), throwOnError: true });
    return { ...pageOf<Notice>(data, data.notifications), unread: data.unreadCount };
  },

  async markRead(id: string) {
    await markNotificationRead({ path: { id }, throwOnError: true });
  },

  async markAllRead() {
    await markAllNotificationsRead({ throwOnError: true });
  },

  async health(signal?: Signal) {
    const { data } = await getHealth({ ...withSignal(signal), throwOnError: true });
    return data;
  },
};
