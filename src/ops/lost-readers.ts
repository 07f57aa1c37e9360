/** Whoever reads the log may go away (`| head`, a collector that crashed), and the disk that keeps it may be full: the forum goes on. */
export function ignoreLostReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
