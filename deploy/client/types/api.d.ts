/**
 * One file of a project.
 * @typedef {object} ProjectFile
 * @property {string} path relative and normalised, such as `src/App.tsx`
 * @property {string} content text; an empty one makes an empty file
 * @property {string} [type]
 * @property {string} [language]
 */
/**
 * What shall run.
 * @typedef {object} Project
 * @property {string} projectId
 * @property {readonly ProjectFile[]} files
 */
/**
 * A refusal or a failure, as the gateway words it (RFC 9457 and its own members).
 * @typedef {object} Problem
 * @property {string} error one sentence
 * @property {string} code what programs read
 * @property {string} [hint] what the caller can do
 * @property {number} [retryAfter] seconds
 * @property {string} [endedBecause] why the sandbox ended, where that is known
 * @property {string} [sandboxId] the sandbox that it is about
 * @property {string} [log] the last lines of what failed
 */
/**
 * @typedef {object} Created
 * @property {string} sandboxId
 * @property {string} status
 * @property {boolean} reused
 */
/**
 * @typedef {object} StatusAnswer
 * @property {string} sandboxId
 * @property {string} projectId
 * @property {'creating'|'building'|'running'|'stopping'|'stopped'|'error'} status
 * @property {string} [step]
 * @property {{done: number, total: number}} [progress]
 * @property {string} [previewUrl] what a browser opens; authorised by itself
 * @property {string} [previewToken] for programs, with the header `x-daytona-preview-token`
 * @property {string[]} logs the newest lines
 * @property {string} [error]
 * @property {string} [code]
 * @property {string} [hint]
 * @property {string} [log]
 * @property {number} createdAt epoch milliseconds
 * @property {number} lastHeartbeatAt epoch milliseconds
 * @property {string} updatedAt ISO 8601
 * @property {string} [aliveBecause]
 * @property {string} [endedBecause]
 */
/**
 * The caller's day, in seconds but for what says otherwise.
 * @typedef {object} Usage
 * @property {number} usageToday
 * @property {number} maxUsagePerDay
 * @property {number} usagePercent
 * @property {number} remainingSeconds
 * @property {number[]} usageThisWeek oldest first; the last one is today
 * @property {number} totalSandboxesCreated
 * @property {number} currentRunningSandboxes
 * @property {string} [resetAt] ISO 8601
 */
/**
 * @typedef {object} FilesChanged
 * @property {boolean} success
 * @property {number} [updatedFiles]
 * @property {number} totalFiles
 * @property {number} [skippedFiles]
 * @property {string} [rebuildType] `none`, `hmr`, `restart` or `install`
 * @property {string} message
 * @property {string} [status] `updating` where the change outlasted the wait
 */
/**
 * @typedef {object} ApiOptions
 * @property {string} [baseUrl] where the gateway is; the page's own origin by default
 * @property {Record<string, string>|(() => Record<string, string>)} [headers] sent with every call, such as
 *   `Authorization`; a function is asked each time
 * @property {RequestCredentials} [credentials] `same-origin` by default; `include` for a gateway on another origin
 * @property {typeof globalThis.fetch} [fetch]
 */
/** What the gateway refused, or that it could not be reached (`status` 0, code `UNREACHABLE`). */
export class PreviewError extends Error {
    /**
     * @param {number} status of HTTP; 0 where nothing answered
     * @param {Problem} problem
     */
    constructor(status: number, problem: Problem);
    status: number;
    problem: Problem;
    /** What programs read. */
    get code(): string;
    /** What the person can do; may be empty. */
    get hint(): string;
    /** Milliseconds after which trying again makes sense; undefined where it doesn't by itself. */
    get retryAfter(): number | undefined;
    /** The sandbox is unknown, gone, or somebody else's. */
    get isGone(): boolean;
}
/** The calls of the gateway. Each answers what came, or throws a {@link PreviewError}. */
export class PreviewApi {
    /** @param {ApiOptions} [options] */
    constructor({ baseUrl, headers, credentials, fetch }?: ApiOptions);
    /** The server's time in epoch milliseconds, to about a second, as far as its answers told it. */
    now(): number;
    /**
     * Asks for a preview and answers at once; what becomes of it is read from its status or its events.
     * @param {Project} project
     * @param {{replace?: boolean, force?: boolean}} [options] whether another project's preview gives way, and whether
     *   to try although the same files failed a moment ago
     * @returns {Promise<Created>}
     */
    create(project: Project, options?: {
        replace?: boolean;
        force?: boolean;
    }): Promise<Created>;
    /**
     * @param {string} sandboxId
     * @returns {Promise<StatusAnswer>}
     */
    status(sandboxId: string): Promise<StatusAnswer>;
    /**
     * Says that somebody is there.
     * @param {string} sandboxId
     * @param {boolean} visible whether the page is in sight; a hidden one keeps a preview for a while only
     * @returns {Promise<{sandboxId: string, status: string, nextHeartbeatInSeconds: number}>}
     */
    heartbeat(sandboxId: string, visible: boolean): Promise<{
        sandboxId: string;
        status: string;
        nextHeartbeatInSeconds: number;
    }>;
    /**
     * Stops it; repeating that is fine.
     * @param {string} sandboxId
     * @returns {Promise<{success: boolean, status: string}>}
     */
    stop(sandboxId: string): Promise<{
        success: boolean;
        status: string;
    }>;
    /**
     * Stops it while the page goes away: sent by the browser even after the page has gone.
     * @param {string} sandboxId
     */
    stopOnLeaving(sandboxId: string): void;
    /**
     * Changes files of a preview that runs.
     * @param {string} sandboxId
     * @param {readonly ProjectFile[]} files
     * @param {readonly string[]} [deletedFiles]
     * @returns {Promise<FilesChanged>}
     */
    update(sandboxId: string, files: readonly ProjectFile[], deletedFiles?: readonly string[]): Promise<FilesChanged>;
    /**
     * The paths of the files as they are now.
     * @param {string} sandboxId
     * @returns {Promise<{files: string[]}>}
     */
    files(sandboxId: string): Promise<{
        files: string[];
    }>;
    /**
     * One file as it is now.
     * @param {string} sandboxId
     * @param {string} path
     * @returns {Promise<{path: string, content: string}>}
     */
    file(sandboxId: string, path: string): Promise<{
        path: string;
        content: string;
    }>;
    /**
     * Everything that a step has printed.
     * @param {string} sandboxId
     * @param {string} step
     * @returns {Promise<string>}
     */
    log(sandboxId: string, step: string): Promise<string>;
    /** @returns {Promise<Usage>} */
    usage(): Promise<Usage>;
    /**
     * Any other call of the gateway, such as the operators' ones.
     * @param {string} path
     * @param {string} [method]
     * @param {unknown} [body]
     * @returns {Promise<any>}
     */
    call(path: string, method?: string, body?: unknown): Promise<any>;
    /**
     * The stream of what happens. `position` is the id of the last event that was read.
     * @param {string} sandboxId
     * @param {string|undefined} position
     * @param {AbortSignal} signal
     * @returns {Promise<Response>}
     */
    events(sandboxId: string, position: string | undefined, signal: AbortSignal): Promise<Response>;
    #private;
}
/**
 * One file of a project.
 */
export type ProjectFile = {
    /**
     * relative and normalised, such as `src/App.tsx`
     */
    path: string;
    /**
     * text; an empty one makes an empty file
     */
    content: string;
    type?: string | undefined;
    language?: string | undefined;
};
/**
 * What shall run.
 */
export type Project = {
    projectId: string;
    files: readonly ProjectFile[];
};
/**
 * A refusal or a failure, as the gateway words it (RFC 9457 and its own members).
 */
export type Problem = {
    /**
     * one sentence
     */
    error: string;
    /**
     * what programs read
     */
    code: string;
    /**
     * what the caller can do
     */
    hint?: string | undefined;
    /**
     * seconds
     */
    retryAfter?: number | undefined;
    /**
     * why the sandbox ended, where that is known
     */
    endedBecause?: string | undefined;
    /**
     * the sandbox that it is about
     */
    sandboxId?: string | undefined;
    /**
     * the last lines of what failed
     */
    log?: string | undefined;
};
export type Created = {
    sandboxId: string;
    status: string;
    reused: boolean;
};
export type StatusAnswer = {
    sandboxId: string;
    projectId: string;
    status: "creating" | "building" | "running" | "stopping" | "stopped" | "error";
    step?: string | undefined;
    progress?: {
        done: number;
        total: number;
    } | undefined;
    /**
     * what a browser opens; authorised by itself
     */
    previewUrl?: string | undefined;
    /**
     * for programs, with the header `x-daytona-preview-token`
     */
    previewToken?: string | undefined;
    /**
     * the newest lines
     */
    logs: string[];
    error?: string | undefined;
    code?: string | undefined;
    hint?: string | undefined;
    log?: string | undefined;
    /**
     * epoch milliseconds
     */
    createdAt: number;
    /**
     * epoch milliseconds
     */
    lastHeartbeatAt: number;
    /**
     * ISO 8601
     */
    updatedAt: string;
    aliveBecause?: string | undefined;
    endedBecause?: string | undefined;
};
/**
 * The caller's day, in seconds but for what says otherwise.
 */
export type Usage = {
    usageToday: number;
    maxUsagePerDay: number;
    usagePercent: number;
    remainingSeconds: number;
    /**
     * oldest first; the last one is today
     */
    usageThisWeek: number[];
    totalSandboxesCreated: number;
    currentRunningSandboxes: number;
    /**
     * ISO 8601
     */
    resetAt?: string | undefined;
};
export type FilesChanged = {
    success: boolean;
    updatedFiles?: number | undefined;
    totalFiles: number;
    skippedFiles?: number | undefined;
    /**
     * `none`, `hmr`, `restart` or `install`
     */
    rebuildType?: string | undefined;
    message: string;
    /**
     * `updating` where the change outlasted the wait
     */
    status?: string | undefined;
};
export type ApiOptions = {
    /**
     * where the gateway is; the page's own origin by default
     */
    baseUrl?: string | undefined;
    /**
     * sent with every call, such as
     * `Authorization`; a function is asked each time
     */
    headers?: Record<string, string> | (() => Record<string, string>) | undefined;
    /**
     * `same-origin` by default; `include` for a gateway on another origin
     */
    credentials?: RequestCredentials | undefined;
    fetch?: typeof fetch | undefined;
};
