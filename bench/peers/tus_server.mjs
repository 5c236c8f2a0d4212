// The reference server of tus, keeping files in a folder.
import { FileStore } from '@tus/file-store'
import { Server } from '@tus/server'

const [host, port, directory] = process.argv.slice(2)
const server = new Server({ path: '/files', datastore: new FileStore({ directory }) })
server.listen({ host, port: Number(port) }, () => console.log('ready'))
