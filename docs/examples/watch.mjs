// Prints each stage as it is decided; after a break it goes on where it was.
// Copy it into a folder of your own, there once: npm install @grpc/grpc-js @grpc/proto-loader
// Then: node watch.mjs HOST:PORT PROTO_FOLDER [TOKEN [AUTHORITY.crt [OWN.crt OWN.key]]]    (with AUTHORITY.crt over TLS; '' for no token)
import { readFileSync } from 'node:fs';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const [address, protos, bearer, ...files] = process.argv.slice(2);
const definition = loader.loadSync('streaming/v1/monitor.proto', { includeDirs: [protos], longs: String, enums: String, defaults: true, oneofs: true });
const { SleepMonitor } = grpc.loadPackageDefinition(definition).streaming.v1;
// Whatever a night comes to; the library takes 4 MiB.
const options = { 'grpc.max_receive_message_length': 64 << 20, 'grpc.use_local_subchannel_pool': 1 };
const silenceMs = 6000; // three heartbeats: the connection is dead, whether or not anybody closed it. A brief snapshot gets through a slow line in that time
const [authority, certificate, key] = files.map((file) => readFileSync(file));
const credentials = authority ? grpc.credentials.createSsl(authority, key, certificate) : grpc.credentials.createInsecure();
const metadata = new grpc.Metadata();
if (bearer) metadata.set('authorization', `Bearer ${bearer}`);

const hopeless = ['INVALID_ARGUMENT', 'UNAUTHENTICATED', 'PERMISSION_DENIED', 'UNIMPLEMENTED'].map((name) => grpc.status[name]);
const revisions = ['REVISION_FINAL', 'REVISION_REVISED', 'REVISION_OVERRIDDEN']; // higher replaces lower
const told = new Map(); // of each epoch the latest that was printed
let token; // where the stream stands

const show = (report) => {
  const rank = revisions.indexOf(report.revision);
  if (rank < 0) return; // a rolling window: it has no epoch
  const key = `${report.studyId} ${report.epoch}`;
  const last = told.get(key);
  if (last && (last.rank > rank || (last.rank === rank && BigInt(last.sequence) >= BigInt(report.commitSequence)))) return; // delivery is at least once
  told.set(key, { rank, sequence: report.commitSequence });
  console.log(report.site, report.bed, report.epoch, report.stage, report.revision, report.confidence.toFixed(2));
};

const watch = () => {
  const client = new SleepMonitor(address, credentials, options); // every attempt makes a connection of its own
  const stream = client.watch({ resume: token, briefSnapshot: true }, metadata);
  const silence = setTimeout(() => stream.cancel(), silenceMs);
  stream.on('data', (message) => {
    silence.refresh();
    if (message.snapshotBegin?.reset) told.clear();
    message.snapshotNight?.reports.forEach(show);
    if (message.report) show(message.report);
    if (message.token) token = message.token;
  });
  stream.on('error', () => {}); // the status says it too
  stream.on('status', ({ code, details }) => {
    clearTimeout(silence);
    client.close();
    console.error(grpc.status[code], details);
    if (hopeless.includes(code)) process.exit(1);
    setTimeout(watch, 1000 + 1000 * Math.random());
  });
};
watch();
