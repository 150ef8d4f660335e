import { useQuery } from "@tanstack/react-query";
import { Suspense, useEffect, useRef, useState, type ReactNode } from "react";
import { Button, Menu, MenuItem, MenuSection, MenuTrigger, Header, Popover } from "react-aria-components";
import { Link, useLocation } from "wouter";
import { calls } from "../api/calls";
import { Icon } from "../common/Icon";
import { drafts } from "../editing/drafts";
import { isAnythingEdited, mayDrop } from "../editing/guard";
import { pauseAfter } from "../common/live";
import { Loading } from "../common/Notices";
import { chooseZone, ownZone, useZone } from "../common/zone";
import { Boundary } from "./Boundary";
import { useSigned } from "./caller";
import { leave } from "./leave";
import { logoutAddress } from "./platform";
import { SessionEnd } from "./SessionEnd";
import { StaleBar } from "./StaleBar";
import { chooseTheme, theme, type Theme } from "./theme";

const places = [
  { to: "/flows", word: "Flows" },
  { to: "/calendar", word: "Calendar" },
  { to: "/integrations", word: "Integrations" },
  { to: "/connections", word: "Connections" },
  { to: "/notifications", word: "Notifications" },
  { to: "/health", word: "Health" },
] as const;

/** Production must look like it wherever one is. */
function environmentTone(environment: string) {
  return /^prod/i.test(environment) ? "prod" : /^(dev|test|local)/i.test(environment) ? "dev" : "other";
}

export function Shell({ children }: { children: ReactNode }) {
  const { installation } = useSigned();
  const [location] = useLocation();
  const main = useRef<HTMLElement>(null);
  const zone = useZone();
  const isFirst = useRef(true);
  const isBack = useRef(false);
  useEffect(() => {
    const note = () => {
      isBack.current = true;
      setTimeout(() => {
        isBack.current = false;
      });
    };
    // Captured, so that it is known before the new address is drawn.
    window.addEventListener("popstate", note, { capture: true });
    return () => window.removeEventListener("popstate", note, { capture: true });
  }, []);

  // A new page is told to who does not see it, and the keyboard starts there. Who goes back comes to where they were: the browser knows the place.
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
    } else {
      main.current?.focus({ preventScroll: true });
      if (!isBack.current) {
        window.scrollTo(0, 0);
      }
    }
  }, [location]);

  return (
    <>
      <button type="button" className="skip-link" onClick={() => main.current?.focus()}>Skip to the content</button>
      <header className="bar">
        <Link href="/flows" className="bar-mark">Flow Functions</Link>
        {installation.name && <span className="bar-name">{installation.name}</span>}
        {installation.environment && <span className={`environment environment-${environmentTone(installation.environment)}`}>{installation.environment}</span>}
        <nav aria-label="Main">
          {places.map(({ to, word }) => (
            <Link key={to} href={to} aria-current={location === to ? "page" : location.startsWith(`${to}/`) ? "true" : undefined}>
              {word}
              {to === "/notifications" && <Unread />}
            </Link>
          ))}
        </nav>
        <span className="bar-zone" title="Every time on this page is in this zone; the settings beside change it">{zone}</span>
        <Settings />
      </header>
      <StaleBar />
      <SessionEnd />
      <main ref={main} tabIndex={-1} id="main">
        <Boundary place={location}>
          <Suspense fallback={<Loading what="the page" />}>{children}</Suspense>
        </Boundary>
      </main>
    </>
  );
}

function Unread() {
  const { data } = useQuery({
    queryKey: ["notifications", "unread"],
    queryFn: ({ signal }) => calls.notifications(0, 1, signal),
    refetchInterval: (query) => pauseAfter(query, false, "/2/0/notifications", 60_000),
    meta: { beside: "The count of notifications" },
  });
  return data && data.unread > 0 ? <span className="count">{data.unread}<span className="sr"> not read</span></span> : null;
}

function Settings() {
  const { caller, installation } = useSigned();
  const zone = useZone();
  const [chosen, setChosen] = useState<Theme>(theme);
  const signOut = () => {
    if (!mayDrop(isAnythingEdited(), "Sign out? What you have changed here is not saved.")) {
      return;
    }

    drafts.dropAll();
    leave(caller.signIn);
    if (caller.signIn === "entra_id") {
      location.assign(logoutAddress());
    }
  };
  return (
    <MenuTrigger>
      <Button className="button button-quiet bar-user" aria-label={`${caller.name}, ${caller.role}: settings and sign out`}>
        <Icon name="user" />
        <span className="bar-user-name">{caller.name}</span>
        <Icon name="down" />
      </Button>
      <Popover className="menu" placement="bottom end">
        <Menu
          aria-label="Settings"
          onAction={(action) => {
            if (action === "sign-out") {
              signOut();
            } else if (action === "own" || action === "utc") {
              chooseZone(action);
            } else {
              chooseTheme(action as Theme);
              setChosen(action as Theme);
            }
          }}
        >
          <MenuSection selectionMode="single" selectedKeys={[chosen]}>
            <Header className="menu-header">Theme</Header>
            <MenuItem id="system" className="menu-item">As the system</MenuItem>
            <MenuItem id="light" className="menu-item">Light</MenuItem>
            <MenuItem id="dark" className="menu-item">Dark</MenuItem>
          </MenuSection>
          <MenuSection selectionMode="single" selectedKeys={[zone === "UTC" && ownZone !== "UTC" ? "utc" : "own"]}>
            <Header className="menu-header">Times in</Header>
            <MenuItem id="own" className="menu-item">{ownZone}</MenuItem>
            {ownZone === "UTC" ? null : <MenuItem id="utc" className="menu-item">UTC</MenuItem>}
          </MenuSection>
          <MenuSection>
            <Header className="menu-header">{caller.name} · {caller.role} · version {installation.version.product}</Header>
            <MenuItem id="sign-out" className="menu-item">Sign out</MenuItem>
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
