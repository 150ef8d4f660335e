import { createContext, useContext } from "react";
import type { Caller, Installation, Role } from "../api/model";

const ranks: Readonly<Record<Role, number>> = { viewer: 0, operator: 1, editor: 2 };

export interface Signed {
  readonly caller: Caller;
  readonly installation: Installation;
}

export const SignedIn = createContext<Signed | null>(null);

export function useSigned(): Signed {
  const signed = useContext(SignedIn);
  if (signed === null) {
    throw new Error("Nobody has signed in.");
  }

  return signed;
}

/** Whether the caller's role allows it; what it does not allow is not offered. */
export const useMay = (role: Role) => ranks[useSigned().caller.role] >= ranks[role];
