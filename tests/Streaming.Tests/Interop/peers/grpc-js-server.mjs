// A genuine gRPC server for the client under test: node grpc-js-server.mjs ECHO_PROTO LIMIT_BYTES
// Prints "port N", and "cancelled" whenever a hanging call is cancelled. Ends with its standard input.
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const { Echo } = grpc.loadPackageDefinition(loader.loadSync(process.argv[2], { enums: String })).streaming.tests.echo;

const failure = (request) => {
  const metadata = new grpc.Metadata();
  metadata.set('why', 'asked');
  metadata.set('why-bin', Buffer.from([0, 255]));
  return { code: request.code, details: request.text, metadata };
};
// Fields that are set are sent, also when they hold the default; sizes are counted to the byte, so only what says something is set.
const reply = (request, index) => ({
  ...(request.text && { text: request.text }),
  ...(index && { index }),
  payload: request.replyBytes > 0 ? Buffer.alloc(request.replyBytes, 7) : request.payload,
});
const announce = (call) => call.on('cancelled', () => console.log('cancelled'));

const say = (call, respond) => {
  announce(call);
  if (call.request.deed === 'DEED_FAIL') return respond(failure(call.request));
  if (call.request.deed === 'DEED_HANG') return undefined;
  const [headers, trailers] = [new grpc.Metadata(), new grpc.Metadata()];
  for (const [key, value] of Object.entries(call.metadata.getMap())) {
    if (!key.startsWith('echo-')) continue;
    headers.set(key, value);
    trailers.set(`trailing-${key}`, value);
  }
  call.sendMetadata(headers);
  return respond(null, reply(call.request, 0), trailers);
};
const repeat = async (call) => {
  announce(call);
  for (let i = 0; i < call.request.count; i++) {
    if (!call.write(reply(call.request, i))) await new Promise((resume) => call.once('drain', resume));
  }
  if (call.request.deed === 'DEED_FAIL') call.emit('error', failure(call.request));
  else if (call.request.deed !== 'DEED_HANG') call.end();
};

const server = new grpc.Server({ 'grpc.max_receive_message_length': Number(process.argv[3]), 'grpc.default_compression_algorithm': 2 });
server.addService(Echo.service, { say, repeat });
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => console.log(error ? `failed ${error}` : `port ${port}`));
process.stdin.resume().on('end', () => server.forceShutdown());
