/**
 * One event of a stream.
 * @typedef {object} StreamEvent
 * @property {string|undefined} id where to go on from
 * @property {string} name
 * @property {any} data
 */
/**
 * Reads an event stream (https://html.spec.whatwg.org/multipage/server-sent-events.html) that `fetch` opened. The
 * browser's own EventSource tells neither why a stream was refused nor that it has gone silent, sends no headers, and
 * Node has none.
 *
 * @param {ReadableStream<Uint8Array>} body
 * @param {() => void} [onSign] called with every byte that arrives, comments included
 * @returns {AsyncGenerator<StreamEvent>}
 */
export function readEvents(body: ReadableStream<Uint8Array>, onSign?: () => void): AsyncGenerator<StreamEvent>;
/**
 * One event of a stream.
 */
export type StreamEvent = {
    /**
     * where to go on from
     */
    id: string | undefined;
    name: string;
    data: any;
};
export type Fields = {
    id?: string;
    event?: string;
    data?: string;
};
