import { createHmac } from 'node:crypto';
import { blocksAround } from '../../auth/address.js';

/** What one open report counts, in per cent, and the block of addresses that it came from; '' where that is not known. */
export type WeighedReport = { readonly weight: number; readonly addressHash: string };

/**
 * How many reports these are worth: of those from one block of addresses the weightiest counts whole, and each further one so
 * many per cent of its weight.
 * @param furtherPercent REPORT_WEIGHT_SAME_ADDRESS
 */
export function worthOf(reports: readonly WeighedReport[], furtherPercent: number): number {
  const heaviest = new Map<string, number>();
  let percent = 0;
  for (const { weight, addressHash } of reports.toSorted((a, b) => b.weight - a.weight)) {
    const isFurther = addressHash !== '' && heaviest.has(addressHash);
    percent += isFurther ? (weight * furtherPercent) / 100 : weight;
    heaviest.set(addressHash, weight);
  }
  return percent / 100;
}

/** The block that an address of `Actor` lies in, so that nobody can read it from the hash or find it on another message. */
export function addressHash(secret: string, messageId: string, address: string): string {
  const blocks = blocksAround(address);
  const block = '48' in blocks ? blocks['48'] : address;
  return createHmac('sha256', secret).update(`${messageId} ${block}`).digest('hex');
}
