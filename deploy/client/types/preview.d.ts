/**
 * How many of the newest lines are known already: as many as agree where both are laid over each other, the newest no
 * earlier than they must be. Either may reach further than the other.
 * @param {readonly string[]} known
 * @param {readonly string[]} newest
 */
export function overlap(known: readonly string[], newest: readonly string[]): number;
/**
 * @typedef {'idle'|'starting'|'creating'|'building'|'running'|'stopping'|'stopped'|'error'|'gone'} PreviewStatus
 *   The gateway's words, and three of the client's own: `idle` before anything was started, `starting` until the
 *   gateway has accepted, `gone` once it knows the sandbox no more.
 *
 * @typedef {object} PreviewStep
 * @property {string} name
 * @property {'waiting'|'now'|'done'|'failed'} state
 * @property {number} [startedAt] epoch milliseconds by the server's clock
 * @property {number} [endedAt]
 *
 * @typedef {object} LogLine
 * @property {string} step
 * @property {string} line
 *
 * @typedef {object} PreviewSnapshot
 * @property {string|null} sandboxId
 * @property {string|null} projectId
 * @property {PreviewStatus} status
 * @property {readonly PreviewStep[]} steps
 * @property {{done: number, total: number}} progress
 * @property {readonly LogLine[]} logs the newest lines
 * @property {string|null} previewUrl what a browser opens, authorised by itself
 * @property {string|null} previewToken
 * @property {string|null} error one sentence
 * @property {import('./api.js').Problem|null} problem code, hint and the failing lines that go with it
 * @property {string|null} endedBecause `user`, `replaced`, `idle`, `expired`, `quota`, `orphan`, `operator`, `failed`
 * @property {boolean} reused whether it was there already
 * @property {boolean} loading whether it is on its way
 * @property {number|null} lastHeartbeat epoch milliseconds
 * @property {number|null} nextHeartbeat
 * @property {boolean} isHeartbeatActive whether the last heartbeat arrived
 * @property {boolean} visible whether heartbeats say that the page is in sight
 * @property {'none'|'stream'|'polling'|'offline'} connection how the state is learnt
 */
/** What is done for a preview, in order. */
export const STEPS: readonly string[];
/**
 * @typedef {object} PreviewOptions
 * @property {PreviewApi} [api]
 * @property {Pick<Storage, 'getItem'|'setItem'|'removeItem'>} [storage] where the sandbox's id outlives a reload
 * @property {string} [key] under which it is kept there
 * @property {boolean} [stopOnLeave] whether leaving the page stops the preview; a reload is leaving too
 * @property {Partial<typeof PACE>} [pace] for tests
 */
/**
 * One preview from start to end: starts it, follows it over the event stream (and by polling where there is none), says
 * that somebody is there while it runs, and knows what became of it. Immutable snapshots and `subscribe` make it fit
 * any framework. It never starts anything by itself, and asks for nothing once the sandbox is gone.
 */
export class Preview {
    /** @param {PreviewOptions} [options] */
    constructor({ api, storage, key, stopOnLeave, pace }?: PreviewOptions);
    /** @returns {PreviewSnapshot} the same object until something changes */
    getSnapshot: () => PreviewSnapshot;
    /**
     * @param {() => void} listener called after each change
     * @returns {() => void} ends that
     */
    subscribe: (listener: () => void) => () => void;
    /** Listens to the page: its visibility, its network, its end. To be called once; {@link close} undoes it. */
    open(): void;
    /** Lets go of the page and of the network; the preview lives on until nobody keeps it. */
    close(): void;
    /**
     * Goes on with the sandbox that was started before a reload, or with this one. Answers whether there was any.
     * @param {string|null} [sandboxId]
     */
    resume(sandboxId?: string | null): boolean;
    /**
     * Starts a preview of this project, or joins the one that there is; a second call while one is on its way joins that
     * call. After failures in a row it waits before it asks again, so that a page that starts in a loop does no harm.
     * @param {import('./api.js').Project} project
     * @param {{replace?: boolean, force?: boolean}} [options]
     * @returns {Promise<PreviewSnapshot>} as it stands once the gateway has accepted; rejects with a {@link PreviewError}
     */
    start(project: import("./api.js").Project, options?: {
        replace?: boolean;
        force?: boolean;
    }): Promise<PreviewSnapshot>;
    /** Stops it. What is left goes in the background. */
    stop(): Promise<void>;
    /**
     * Changes files of the preview that runs.
     * @param {readonly import('./api.js').ProjectFile[]} files
     * @param {readonly string[]} [deletedFiles]
     */
    update(files: readonly import("./api.js").ProjectFile[], deletedFiles?: readonly string[]): Promise<import("./api.js").FilesChanged>;
    /** Fetches what the steps have printed, where the stream no longer tells it. */
    loadLogs(): Promise<void>;
    /** Stops what is shown as running on the page that goes away, if that is wanted. */
    leave(): void;
    #private;
}
/**
 * The gateway's words, and three of the client's own: `idle` before anything was started, `starting` until the
 * gateway has accepted, `gone` once it knows the sandbox no more.
 */
export type PreviewStatus = "idle" | "starting" | "creating" | "building" | "running" | "stopping" | "stopped" | "error" | "gone";
export type PreviewStep = {
    name: string;
    state: "waiting" | "now" | "done" | "failed";
    /**
     * epoch milliseconds by the server's clock
     */
    startedAt?: number | undefined;
    endedAt?: number | undefined;
};
export type LogLine = {
    step: string;
    line: string;
};
export type PreviewSnapshot = {
    sandboxId: string | null;
    projectId: string | null;
    status: PreviewStatus;
    steps: readonly PreviewStep[];
    progress: {
        done: number;
        total: number;
    };
    /**
     * the newest lines
     */
    logs: readonly LogLine[];
    /**
     * what a browser opens, authorised by itself
     */
    previewUrl: string | null;
    previewToken: string | null;
    /**
     * one sentence
     */
    error: string | null;
    /**
     * code, hint and the failing lines that go with it
     */
    problem: import("./api.js").Problem | null;
    /**
     * `user`, `replaced`, `idle`, `expired`, `quota`, `orphan`, `operator`, `failed`
     */
    endedBecause: string | null;
    /**
     * whether it was there already
     */
    reused: boolean;
    /**
     * whether it is on its way
     */
    loading: boolean;
    /**
     * epoch milliseconds
     */
    lastHeartbeat: number | null;
    nextHeartbeat: number | null;
    /**
     * whether the last heartbeat arrived
     */
    isHeartbeatActive: boolean;
    /**
     * whether heartbeats say that the page is in sight
     */
    visible: boolean;
    /**
     * how the state is learnt
     */
    connection: "none" | "stream" | "polling" | "offline";
};
export type PreviewOptions = {
    api?: PreviewApi | undefined;
    /**
     * where the sandbox's id outlives a reload
     */
    storage?: Pick<Storage, "getItem" | "removeItem" | "setItem"> | undefined;
    /**
     * under which it is kept there
     */
    key?: string | undefined;
    /**
     * whether leaving the page stops the preview; a reload is leaving too
     */
    stopOnLeave?: boolean | undefined;
    /**
     * for tests
     */
    pace?: Partial<{
        poll: number;
        reopen: number;
        reopenAtMost: number;
        firstByte: number;
        silence: number;
        beatAgain: number;
        pauseAtMost: number;
    }> | undefined;
};
export type Told = {
    known: () => PreviewSnapshot;
    tell: (news: Partial<PreviewSnapshot>) => void;
    ended: (status: "stopped" | "error" | "gone", more: Partial<import("./api.js").Problem>) => void;
};
import { PreviewApi } from './api.js';
