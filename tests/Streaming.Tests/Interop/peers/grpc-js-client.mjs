// A genuine gRPC client against the server under test: node grpc-js-client.mjs HOST:PORT ECHO_PROTO LIMIT_BYTES
// Prints one JSON object per scenario.
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const [target, proto, limit] = [process.argv[2], process.argv[3], Number(process.argv[4])];
const { Echo } = grpc.loadPackageDefinition(loader.loadSync(proto)).streaming.tests.echo;
const plain = new Echo(target, grpc.credentials.createInsecure());
const gzip = new Echo(target, grpc.credentials.createInsecure(), { 'grpc.default_compression_algorithm': 2 });
const print = (scenario, result) => console.log(JSON.stringify({ scenario, ...result }));

const say = (client, request, { metadata = new grpc.Metadata(), ...options } = {}) => new Promise((resolve) => {
  let headers;
  const call = client.say(request, metadata, options, (error, reply) => {
    const result = error
      ? { code: error.code, details: error.details, trailer: error.metadata?.get('why')[0], binary: error.metadata?.get('why-bin')[0]?.toString('hex') }
      : { code: 0, text: reply.text, bytes: reply.payload?.length ?? 0 };
    setImmediate(() => resolve({ ...result, header: headers?.get('echo-text')[0], headerBinary: headers?.get('echo-raw-bin')[0]?.toString('hex') }));
  });
  call.on('metadata', (received) => { headers = received; });
});

const repeat = (request, { cancelAfter = Infinity, ...options } = {}) => new Promise((resolve) => {
  const call = plain.repeat(request, options);
  let count = 0;
  call.on('data', () => { if (++count === cancelAfter) call.cancel(); });
  call.on('error', (error) => resolve({ code: error.code, details: error.details, count }));
  call.on('end', () => resolve({ code: 0, count }));
});

const gather = (requests) => new Promise((resolve) => {
  const call = plain.gather((error, reply) => resolve(error ? { code: error.code, details: error.details } : { code: 0, text: reply.text, count: reply.index }));
  call.on('error', () => {});
  for (const request of requests) call.write(request);
  call.end();
});

// The next is said when the last was answered. open: our side is not ended; the server ends the call.
const chat = (requests, { open = false } = {}) => new Promise((resolve) => {
  const call = plain.chat();
  const heard = [];
  let next = 0;
  const say = () => { if (next < requests.length) call.write(requests[next++]); else if (!open) call.end(); };
  call.on('data', (reply) => { heard.push(reply.text + (reply.index ?? 0)); say(); });
  call.on('error', (error) => resolve({ code: error.code, details: error.details }));
  call.on('end', () => setImmediate(() => resolve({ code: 0, text: heard.join(' ') })));
  say();
});

// A field of tag 2 with n bytes costs n + 4 on the wire for these sizes.
const payloadOf = (messageBytes) => Buffer.alloc(messageBytes - 4, 7);
const metadata = new grpc.Metadata();
metadata.set('echo-text', 'two words');
metadata.set('echo-raw-bin', Buffer.from([0, 1, 254, 255]));

print('unary', await say(plain, { text: 'søvn', payload: Buffer.from([1, 2]) }));
print('stream', await repeat({ count: 500, replyBytes: 900 }));
print('status', await say(plain, { deed: 'DEED_FAIL', code: 9, text: 'Bett 4: 100 % Ölverlust 睡眠' }));
print('exception', await say(plain, { deed: 'DEED_THROW', text: 'secret' }));
print('metadata', await say(plain, {}, { metadata }));
print('deadline', await say(plain, { deed: 'DEED_HANG' }, { deadline: Date.now() + 200 }));
print('stream-deadline', await repeat({ count: 1, deed: 'DEED_DEAFLY_HANG' }, { deadline: Date.now() + 200 }));
print('gzip', await say(gzip, { text: 'z'.repeat(50_000) }));
print('at-limit', await say(plain, { payload: payloadOf(limit) }));
print('beyond-limit', await say(plain, { payload: payloadOf(limit + 1) }));
print('gather', await gather(['a', 'b', 'c'].map((text) => ({ text }))));
print('gather-status', await gather([{ text: 'enough', deed: 'DEED_FAIL', code: 9 }]));
print('chat', await chat(['a', 'b', 'c'].map((text) => ({ text }))));
print('chat-left', await chat([{ text: 'bye', count: -1 }], { open: true }));
print('chat-beyond-limit', await chat([{ payload: payloadOf(limit + 1) }]));
print('cancel', await repeat({ count: 1, deed: 'DEED_HANG' }, { cancelAfter: 1 }));
plain.close();
gzip.close();
