import type { ReactNode } from "react";
import { Link } from "wouter";
import { lastOf } from "./address";

/** Leads back to a list as it was left: with its search, filters and order. */
export const ToList = ({ to, children }: { to: string; children: ReactNode }) => <Link href={lastOf(to)}>{children}</Link>;
