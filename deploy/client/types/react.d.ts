/**
 * @typedef {object} UseMidoriPreviewOptions
 * @property {string} projectId
 * @property {readonly import('./api.js').ProjectFile[]} files
 * @property {boolean} [autoStart] whether it starts by itself, once for each project; false by default
 * @property {boolean} [stopOnLeave] whether leaving the page or the component stops it; true by default
 * @property {string} [baseUrl] where the gateway is; the page's own origin by default
 * @property {import('./api.js').ApiOptions['headers']} [headers]
 * @property {RequestCredentials} [credentials]
 *
 * @typedef {object} MidoriPreview
 * @property {string|null} sandboxId
 * @property {import('./preview.js').PreviewStatus} status
 * @property {string|null} previewUrl
 * @property {string|null} previewToken
 * @property {string|null} previewUrlWithToken what a frame shows: the preview's link, which is authorised by itself
 * @property {string|null} error one sentence
 * @property {import('./api.js').Problem|null} problem code, hint and the failing lines that go with it
 * @property {string|null} endedBecause
 * @property {boolean} loading
 * @property {() => Promise<void>} startPreview never rejects: what goes wrong is in `error`
 * @property {() => Promise<void>} stopPreview
 * @property {(files: readonly import('./api.js').ProjectFile[], deletedFiles?: readonly string[]) =>
 *   Promise<import('./api.js').FilesChanged>} updateFiles
 * @property {Date|null} lastHeartbeat
 * @property {boolean} isHeartbeatActive
 * @property {readonly import('./preview.js').PreviewStep[]} steps
 * @property {{done: number, total: number}} progress
 * @property {readonly string[]} logs
 * @property {import('./preview.js').PreviewSnapshot['connection']} connection
 */
/**
 * A preview of a project, in the shape of Midori's `useDaytonaPreview`. Nothing starts again by itself, whatever
 * changes between renders: call `startPreview`.
 *
 * @param {UseMidoriPreviewOptions} options
 * @returns {MidoriPreview}
 */
export function useMidoriPreview({ projectId, files, autoStart, stopOnLeave, baseUrl, headers, credentials }: UseMidoriPreviewOptions): MidoriPreview;
export type UseMidoriPreviewOptions = {
    projectId: string;
    files: readonly import("./api.js").ProjectFile[];
    /**
     * whether it starts by itself, once for each project; false by default
     */
    autoStart?: boolean | undefined;
    /**
     * whether leaving the page or the component stops it; true by default
     */
    stopOnLeave?: boolean | undefined;
    /**
     * where the gateway is; the page's own origin by default
     */
    baseUrl?: string | undefined;
    headers?: import("./api.js").ApiOptions["headers"];
    credentials?: RequestCredentials | undefined;
};
export type MidoriPreview = {
    sandboxId: string | null;
    status: import("./preview.js").PreviewStatus;
    previewUrl: string | null;
    previewToken: string | null;
    /**
     * what a frame shows: the preview's link, which is authorised by itself
     */
    previewUrlWithToken: string | null;
    /**
     * one sentence
     */
    error: string | null;
    /**
     * code, hint and the failing lines that go with it
     */
    problem: import("./api.js").Problem | null;
    endedBecause: string | null;
    loading: boolean;
    /**
     * never rejects: what goes wrong is in `error`
     */
    startPreview: () => Promise<void>;
    stopPreview: () => Promise<void>;
    updateFiles: (files: readonly import("./api.js").ProjectFile[], deletedFiles?: readonly string[]) => Promise<import("./api.js").FilesChanged>;
    lastHeartbeat: Date | null;
    isHeartbeatActive: boolean;
    steps: readonly import("./preview.js").PreviewStep[];
    progress: {
        done: number;
        total: number;
    };
    logs: readonly string[];
    connection: import("./preview.js").PreviewSnapshot["connection"];
};
