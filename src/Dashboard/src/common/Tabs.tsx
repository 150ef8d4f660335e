import { Link } from "wouter";

/** Parts of a page that have addresses of their own. */
export const Tabs = ({ label, chosen, tabs }: { label: string; chosen: string; tabs: readonly { readonly id: string; readonly word: string; readonly to: string }[] }) => (
  <nav className="tabs" aria-label={label}>
    {tabs.map(({ id, word, to }) => <Link key={id} href={to} aria-current={id === chosen ? "page" : undefined}>{word}</Link>)}
  </nav>
);
