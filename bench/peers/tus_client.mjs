// tus-js-client as it comes; where it gives up, it is started again and goes on where the server stands.
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Upload } from 'tus-js-client'

const [endpoint, file, pieces] = process.argv.slice(2)
const content = readFileSync(file)
let restarts = 0
console.log('ready')
createInterface({ input: process.stdin }).once('line', () => {
  const began = performance.now()
  const upload = new Upload(content, {
    endpoint,
    chunkSize: Number(pieces) || Number.POSITIVE_INFINITY,
    onError: () => {
      restarts += 1
      setTimeout(() => upload.start(), 1000)
    },
    onSuccess: () => {
      const note = restarts ? `started again ${restarts} times` : null
      console.log(JSON.stringify({ seconds: (performance.now() - began) / 1000, note }))
    },
  })
  upload.start()
})
