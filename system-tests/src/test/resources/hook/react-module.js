// React 18 comes as a script; this is the module that the client imports.
export const { useEffect, useMemo, useRef, useState, useSyncExternalStore } = globalThis.React
