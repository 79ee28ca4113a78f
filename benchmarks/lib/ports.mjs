// Ports of the loopback address on which nothing listens; run as a program it prints so many of them.
import net from 'node:net'
import { fileURLToPath } from 'node:url'

export async function freePorts(count) {
  const servers = await Promise.all(
    Array.from({ length: count }, () =>
      new Promise((resolve) => { const server = net.createServer().listen(0, '127.0.0.1', () => resolve(server)) })),
  )
  const ports = servers.map((server) => server.address().port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log((await freePorts(Number(process.argv[2]))).join(' '))
