/** Hosts of Graph in all clouds: what a client may name as the resource, besides this server itself. */
const GRAPH_HOSTS = [
  'graph.microsoft.com',
  'graph.microsoft.us',
  'dod-graph.microsoft.us',
  'microsoftgraph.chinacloudapi.cn',
  'graph.microsoft.de',
];

/** Whether an address is that of Graph in one of the clouds. */
export function isGraphHost(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && GRAPH_HOSTS.includes(url.hostname);
}
