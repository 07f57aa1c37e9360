export function unpackChromium(): Promise<{ readonly path: string; readonly libraries: string | null }>;
