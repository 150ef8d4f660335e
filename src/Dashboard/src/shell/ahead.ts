import { base } from "../common/address";
import type { Part } from "./part";
import * as parts from "./parts";

type Loaded = Pick<Part<never>, "load">;

/** What each address is made of, the parts within others, too; the first that matches. */
const made: readonly (readonly [RegExp, readonly Loaded[]])[] = [
  [/^\/flows\/new$/, [parts.FlowEditor]],
  [/^\/flows\/[^/]+\/edit$/, [parts.FlowEditor]],
  [/^\/flows\/[^/]+\/runs\/[^/]+$/, [parts.RunPage, parts.Graph]],
  [/^\/flows\/[^/]+\/runs$/, [parts.FlowPage, parts.RunsList]],
  [/^\/flows\/[^/]+\/grid$/, [parts.FlowPage, parts.Grid]],
  [/^\/flows\/[^/]+\/durations$/, [parts.FlowPage, parts.DurationsView]],
  [/^\/flows\/[^/]+\/schedule$/, [parts.FlowPage, parts.ScheduleView]],
  [/^\/flows\/[^/]+(\/[^/]+)?$/, [parts.FlowPage, parts.Graph]],
  [/^\/calendar$/, [parts.CalendarPage]],
  [/^\/integrations$/, [parts.IntegrationsPage]],
  [/^\/integrations\/[^/]+\/runs\/[^/]+$/, [parts.IntegrationRunPage]],
  [/^\/integrations\/[^/]+\/runs$/, [parts.IntegrationPage, parts.IntegrationRuns]],
  [/^\/integrations\/[^/]+\/schedule$/, [parts.IntegrationPage, parts.ScheduleView]],
  [/^\/integrations\/(new|[^/]+\/edit)$/, [parts.IntegrationPage, parts.IntegrationEditor]],
  [/^\/integrations\/[^/]+(\/[^/]+)?$/, [parts.IntegrationPage]],
  [/^\/connections(\/[^/]+)?$/, [parts.ConnectionsPage]],
  [/^\/notifications$/, [parts.NotificationsPage]],
  [/^\/health$/, [parts.HealthPage]],
];

/** @param path Within the page, without its prefix. */
export const partsOf = (path: string): readonly Loaded[] => made.find(([address]) => address.test(path))?.[1] ?? [];

/**
 * Asks for all of them at once. One that does not come is asked for again where it is drawn, which says so; a browser that keeps in mind that a module did not come has the page loaded again there,
 * as for any part that is missing.
 */
const ask = (path: string) => Promise.allSettled(partsOf(path).map(({ load }) => load()));

/**
 * Parts are asked for before they are drawn: those of the first address while the service is still asked who the caller is, those of a link once it is pointed at or has the keyboard.
 * Each would otherwise be asked for only when the one around it is there.
 */
export function loadAhead() {
  void ask(location.pathname.slice(base.length));
  const look = ({ target }: Event) => {
    const link = target instanceof Element ? target.closest("a") : null;
    if (link?.origin === location.origin && link.pathname.startsWith(`${base}/`)) {
      void ask(link.pathname.slice(base.length));
    }
  };
  document.addEventListener("pointerover", look, { passive: true });
  document.addEventListener("focusin", look, { passive: true });
}
