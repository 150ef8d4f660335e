import "./style.css";
import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { Redirect, Route, Router, Switch } from "wouter";
import { calls } from "./api/calls";
import { queries } from "./api/client";
import { Problem } from "./api/problem";
import { session, useSession } from "./api/session";
import { base } from "./common/address";
import { Empty, Fault, Loading } from "./common/Notices";
import { FlowsPage } from "./flows/FlowsPage";
import { loadAhead } from "./shell/ahead";
import { Boundary } from "./shell/Boundary";
import { SignedIn } from "./shell/caller";
import { CalendarPage, ConnectionsPage, FlowEditor, FlowPage, HealthPage, IntegrationPage, IntegrationRunPage, IntegrationsPage, NotificationsPage, RunPage } from "./shell/parts";
import { Entering, Entrance, enterByLink } from "./shell/Entrance";
import { Shell } from "./shell/Shell";
import { NoRole, SignIn } from "./shell/SignIn";

// Kept as it is now: addresses within the page change, and what is relative must not change with them.
for (const element of document.querySelectorAll("base")) {
  element.href = new URL(".", document.baseURI).href;
}

function App() {
  const number = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ["caller", number],
    queryFn: async ({ signal }) => {
      const caller = await calls.caller(signal);
      session.admit();
      return caller;
    },
    staleTime: 5 * 60_000,
  });

  // Before what was answered earlier: who is not let in any more must not go on as if they were.
  if (error instanceof Problem && (error.status === 401 || error.status === 403)) {
    return error.status === 403 ? <NoRole fault={error.message} retry={refetch} /> : <SignIn />;
  }

  if (data) {
    return (
      <SignedIn value={data}>
        <Router base={base}>
          <Shell>
            <Switch>
              <Route path="/"><Redirect to="/flows" replace /></Route>
              <Route path="/flows"><FlowsPage /></Route>
              <Route path="/flows/new"><FlowEditor id={null} /></Route>
              <Route path="/flows/:id/edit">{({ id }) => <FlowEditor id={id} />}</Route>
              <Route path="/flows/:id/runs/:runId">{({ id, runId }) => <RunPage key={runId} flowId={id} runId={runId} />}</Route>
              <Route path="/flows/:id/:part?">{({ id, part }) => <FlowPage key={id} id={id} part={part ?? "graph"} />}</Route>
              <Route path="/calendar"><CalendarPage /></Route>
              <Route path="/integrations"><IntegrationsPage /></Route>
              <Route path="/integrations/:id/runs/:runId">{({ id, runId }) => <IntegrationRunPage key={runId} id={id} runId={runId} />}</Route>
              <Route path="/integrations/:id/:part?">{({ id, part }) => <IntegrationPage key={id} id={id} part={part ?? "settings"} />}</Route>
              <Route path="/connections/:id?">{({ id }) => <ConnectionsPage id={id ?? null} />}</Route>
              <Route path="/notifications"><NotificationsPage /></Route>
              <Route path="/health"><HealthPage /></Route>
              <Route><Empty title="There is nothing at this address." /></Route>
            </Switch>
          </Shell>
        </Router>
      </SignedIn>
    );
  }

  return error ? <main><Fault error={error} what="The service could not be asked who you are." retry={refetch} /></main> : <main><Loading what="your role" /></main>;
}

loadAhead();
const entry = enterByLink();
createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <Boundary>
        {entry === null ? <App /> : <Suspense fallback={<Entering />}><Entrance entry={entry}><App /></Entrance></Suspense>}
      </Boundary>
    </QueryClientProvider>
  </StrictMode>,
);
