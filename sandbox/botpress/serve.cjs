// Runs a built bundle in a process of its own: `node serve.cjs <bundle>`, told by IPC where it listens.
const { default: integration } = require(process.argv[2])

async function main() {
  const server = await integration.start(0)
  if (!server.listening) await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject))
  // Node's 5 seconds would now and then cut a kept-alive connection that a caller is about to use again.
  server.keepAliveTimeout = 60_000
  process.on('message', () => {
    globalThis.gc?.()
    const { rss, heapUsed } = process.memoryUsage()
    process.send({ rss, heapUsed })
  })
  // Never outlive whoever started it.
  process.on('disconnect', () => process.exit())
  process.send({ port: server.address().port })
}

main().catch((thrown) => {
  console.error(thrown)
  process.exit(1)
})
