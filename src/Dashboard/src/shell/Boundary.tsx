import { Component, type ReactNode } from "react";
import { Fault, Loading } from "../common/Notices";
import { renewing } from "./reload";

interface Props {
  /** Where the user is: at another place, it is tried anew. */
  readonly place?: string;
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | null;
  readonly place: string | undefined;
  /** The page is about to be loaded again: what failed is of no interest then. */
  readonly isRenewing: boolean;
}

/** A fault of the page itself is said, instead of leaving nothing: the browser's console has its stack. */
export class Boundary extends Component<Props, State> {
  override state: State = { error: null, place: this.props.place, isRenewing: false };

  static getDerivedStateFromError(thrown: unknown): Partial<State> {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)), isRenewing: renewing() !== null };
  }

  static getDerivedStateFromProps({ place }: Props, state: State): State | null {
    return place === state.place ? null : { error: null, place, isRenewing: false };
  }

  override componentDidCatch() {
    void renewing()?.then(() => this.setState({ isRenewing: false }));
  }

  override render() {
    const { error, isRenewing } = this.state;
    if (error === null) {
      return this.props.children;
    }

    return isRenewing ? <Loading what="the new version of the page" /> : <Fault error={error} what="The page has a fault and cannot show this." retry={() => location.reload()} action="Load the page again" />;
  }
}
