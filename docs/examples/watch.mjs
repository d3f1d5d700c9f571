// Prints each stage as it is decided. Once: npm install @grpc/grpc-js @grpc/proto-loader
// Then: node docs/examples/watch.mjs HOST:PORT PROTO_FOLDER [TOKEN]
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const [address, protos, token] = process.argv.slice(2);
const definition = loader.loadSync('streaming/v1/monitor.proto', { includeDirs: [protos], longs: String, enums: String, defaults: true, oneofs: true });
const { SleepMonitor } = grpc.loadPackageDefinition(definition).streaming.v1;
const client = new SleepMonitor(address, grpc.credentials.createInsecure()); // with TLS: grpc.credentials.createSsl()
const metadata = new grpc.Metadata();
if (token) metadata.set('authorization', `Bearer ${token}`);
client.watch({}, metadata).on('data', ({ report }) => {
  if (report) console.log(report.site, report.bed, report.epoch, report.stage, report.revision, report.confidence.toFixed(2));
}).on('error', (error) => { console.error(error.details); process.exit(1); });
