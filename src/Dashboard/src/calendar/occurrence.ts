import type { Occurrence } from "../api/model";
import { states, type State } from "../common/words";

/** Where an occurrence of a schedule stands: as its run does, where it has one. */
export const stateOf = ({ outcome, state }: Pick<Occurrence, "outcome" | "state">): State =>
  outcome !== null ? states[outcome]
    : state === "coming" ? { word: "Coming", tone: "calm", icon: "waiting" }
      : state === "starting" ? { word: "Starting", tone: "busy", icon: "running" }
        : state === "skipped" ? states.skipped
          : state === "started" ? states.running
            : { word: "Not on record", tone: "calm", icon: "none" };

/** Where one leads: to what it started, or to the entry that says why it did not; else to what it will start. */
export const addressOf = ({ ownerType, ownerId, runId }: Pick<Occurrence, "ownerType" | "ownerId" | "runId">) =>
  `/${ownerType === "flow" ? "flows" : "integrations"}/${ownerId}${runId === null ? "" : `/runs/${runId}`}`;
