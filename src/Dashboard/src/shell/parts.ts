import { part } from "./part";

export const FlowPage = part(() => import("../flows/FlowPage"));
export const FlowEditor = part(() => import("../editing/FlowEditor"));
export const RunPage = part(() => import("../runs/RunPage"));
export const CalendarPage = part(() => import("../calendar/CalendarPage"));
export const IntegrationsPage = part(() => import("../integrations/IntegrationsPage"));
export const IntegrationPage = part(() => import("../integrations/IntegrationPage"));
export const IntegrationRunPage = part(() => import("../integrations/IntegrationRunPage"));
export const ConnectionsPage = part(() => import("../connections/ConnectionsPage"));
export const NotificationsPage = part(() => import("../notifications/NotificationsPage"));
export const HealthPage = part(() => import("../health/HealthPage"));

export const Graph = part(() => import("../graph/Graph"));
export const RunMany = part(() => import("../flows/RunMany"));
export const RunsList = part(() => import("../runs/RunsList"));
export const Grid = part(() => import("../history/Grid"));
export const DurationsView = part(() => import("../history/DurationsView"));
export const ScheduleView = part(() => import("../flows/ScheduleView"));
export const IntegrationEditor = part(() => import("../integrations/IntegrationEditor"));
export const IntegrationRuns = part(() => import("../integrations/IntegrationRuns"));
