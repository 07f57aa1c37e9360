import { BlockList, isIP, isIPv4 } from 'node:net';

/**
 * IPv4 that is not the public internet (IANA, "IPv4 Special-Purpose Address Registry"; multicast and the reserved end with it), and
 * the one address outside of it that answers for a machine's own host (Azure's, Microsoft Learn "What is IP address 168.63.129.16?").
 */
const IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];
/** Of IPv6 only what is given out as global unicast is public: so IPv4-mapped, NAT64, link-local and unique local are not. */
const IPV6_GLOBAL = '2000::/3';
/** And of that not what has another purpose, or leads to an IPv4 address: Teredo, ORCHID, documentation, 6to4, AS112. */
const IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'];

function listOf(ranges: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits = ''] = range.split('/');
    list.addSubnet(address, Number(bits), family);
  }
  return list;
}

const special4 = listOf(IPV4, 'ipv4');
const global6 = listOf([IPV6_GLOBAL], 'ipv6');
const special6 = listOf(IPV6, 'ipv6');
const loopback4 = listOf(['127.0.0.0/8'], 'ipv4');

/** True for an address of the public internet. What is no address is none. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0 || address.includes('%')) return false;
  if (isIPv4(address)) return !special4.check(address, 'ipv4');
  return global6.check(address, 'ipv6') && !special6.check(address, 'ipv6');
}

export const isLoopbackAddress = (address: string): boolean =>
  address === '::1' || (isIPv4(address) && loopback4.check(address, 'ipv4'));
