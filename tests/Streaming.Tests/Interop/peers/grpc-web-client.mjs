// The grpc-web transport of Connect against the server under test: node grpc-web-client.mjs BASE_URL DESCRIPTOR_SET LIMIT_BYTES
// Prints one JSON object per scenario.
import { readFileSync } from 'node:fs';
import { createClient } from '@connectrpc/connect';
import { createGrpcWebTransport } from '@connectrpc/connect-web';
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';

const [baseUrl, descriptors, limit] = [process.argv[2], process.argv[3], Number(process.argv[4])];
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(descriptors)));
const client = createClient(registry.getService('streaming.tests.echo.Echo'), createGrpcWebTransport({ baseUrl, useBinaryFormat: true }));
const print = (scenario, result) => console.log(JSON.stringify({ scenario, ...result }));
const Deed = { fail: 1, throw: 2, hang: 3 };

const failed = (error) => ({
  code: error.code, details: error.rawMessage, trailer: error.metadata?.get('why') ?? undefined, binary: error.metadata?.get('why-bin') ?? undefined,
});
const say = async (request, options = {}) => {
  let header;
  let trailer;
  try {
    const reply = await client.say(request, {
      ...options, onHeader: (h) => { header = h.get('echo-text'); }, onTrailer: (t) => { trailer = t.get('trailing-echo-text'); },
    });
    return { code: 0, text: reply.text, bytes: reply.payload.length, header, trailer };
  } catch (error) {
    return failed(error);
  }
};
const repeat = async (request, { cancelAfter = Infinity, ...options } = {}) => {
  let count = 0;
  const abort = new AbortController();
  try {
    for await (const _ of client.repeat(request, { signal: abort.signal, ...options })) {
      if (++count === cancelAfter) abort.abort();
    }
    return { code: 0, count };
  } catch (error) {
    return { ...failed(error), count };
  }
};

print('unary', await say({ text: 'søvn', payload: new Uint8Array([1, 2]) }));
print('stream', await repeat({ count: 500, replyBytes: 900 }));
print('status', await say({ deed: Deed.fail, code: 9, text: 'Bett 4: 100 % Ölverlust 睡眠' }));
print('stream-status', await repeat({ deed: Deed.fail, code: 9, text: 'late', count: 2 }));
print('exception', await say({ deed: Deed.throw, text: 'secret' }));
print('metadata', await say({}, { headers: { 'echo-text': 'two words' } }));
print('deadline', await say({ deed: Deed.hang }, { timeoutMs: 200 }));
print('at-limit', await say({ payload: new Uint8Array(limit - 4) }));
print('beyond-limit', await say({ payload: new Uint8Array(limit - 3) }));
print('cancel', await repeat({ count: 1, deed: Deed.hang }, { cancelAfter: 1 }));
