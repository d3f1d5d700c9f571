// A gateway for one bed: announces a study, sends a block a second of six made-up channels, answers requests to send again, ends the study.
// Copy it into a folder of your own, there once: npm install mqtt protobufjs
// Then: node gateway.mjs HOST:PORT PROTO_FOLDER SITE BED SECONDS [TIMES_REAL_TIME]
// The environment's MQTT_USER and MQTT_PASSWORD where the broker asks; MQTT_CA for TLS, and with it MQTT_CERTIFICATE and MQTT_KEY (PEM files).
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import mqtt from 'mqtt';
import protobuf from 'protobufjs';

const [broker, protos, site, bed, seconds, speed = 1] = process.argv.slice(2);
const root = new protobuf.Root();
root.resolvePath = (_, target) => (target.startsWith('google/') ? target : `${protos}/${target}`);
root.loadSync('streaming/v1/ingest.proto');
const type = (name) => root.lookupType(`streaming.v1.${name}`);
const pack = (name, message) => Buffer.from(type(name).encode(type(name).fromObject(message)).finish());
const topic = (word) => `psg/v1/${site}/${bed}/${word}`;

const rateHz = 200;
const channels = ['F4-M1', 'C4-M1', 'O2-M1', 'E1-M2', 'E2-M2', 'Chin1-Chin2'];
const studyId = randomUUID(); // a fresh one for every recording
const status = (online) => pack('GatewayStatus', { online, software: 'example 1', studyId });
const send = (word, payload, retain = false) => client.publishAsync(topic(word), payload, { qos: 1, retain });

// Sample i of a channel, from an amplifier that spans -3276.8..3276.7 uV in 16 bits: 0.1 uV a step.
const sample = (channel, i) => Math.round(300 * Math.sin((2 * Math.PI * (2 + channel) * i) / rateHz) + 100 * Math.sin(i * i * 0.37 + channel));
const run = (channel, first, last) => {
  const samples = Buffer.alloc(2 * (last - first + 1));
  for (let i = first; i <= last; i++) samples.writeInt16LE(sample(channel, i), 2 * (i - first));
  return { channel, firstIndex: first, samples };
};

const { MQTT_USER: username, MQTT_PASSWORD: password, ...files } = process.env;
const read = (file) => file && readFileSync(file);
const client = await mqtt.connectAsync(`${files.MQTT_CA ? 'mqtts' : 'mqtt'}://${broker}`, {
  username, password, ca: read(files.MQTT_CA), cert: read(files.MQTT_CERTIFICATE), key: read(files.MQTT_KEY),
  protocolVersion: 5, keepalive: 15, clientId: `gateway-${site}-${bed}`, will: { topic: topic('status'), payload: status(false), qos: 1, retain: true },
});

// A real gateway answers from what it has kept, some minutes of it; this one computes its samples anew. What is gone is not answered.
client.on('message', async (_, payload) => {
  const { backfill } = type('GatewayCommand').decode(payload);
  if (backfill?.studyId !== studyId) return; // null where a newer service commands something else
  const spans = backfill.spans.map((span) => run(span.channel, Number(span.firstIndex), Number(span.lastIndex)));
  await send('samples', pack('SampleBlock', { studyId, backfill: true, channels: spans }));
});
await client.subscribeAsync(topic('command'), { qos: 1 });
// The library connects again by itself after a break, and the broker has told meanwhile, by the will, that we are gone: we say that we are back.
let online = true;
client.on('connect', () => send('status', status(online), true));

await send('study', pack('StudyDescriptor', {
  studyId,
  pseudonym: 'P-0001', // never who it is
  start: { seconds: Math.floor(Date.now() / 1000) },
  channels: channels.map((label) => ({
    label, unit: 'uV', sampleBytes: 2, rateHz: { numerator: rateHz, denominator: 1 },
    physicalMin: '-3276.8', physicalMax: '3276.7', digitalMin: -32768, digitalMax: 32767,
  })),
}), true);
await send('status', status(true), true);

const event = (atSeconds, what) => send('event', pack('StudyEvent', { studyId, eventId: randomUUID(), atSeconds: { numerator: atSeconds, denominator: 1 }, ...what }));
await event(0, { lightsOff: {} });
const began = Date.now();
for (let second = 0; second < seconds; second++) {
  await pause(Math.max(0, began + ((second + 1) * 1000) / speed - Date.now())); // a block leaves when its last sample has been taken
  const block = channels.map((_, channel) => run(channel, second * rateHz, (second + 1) * rateHz - 1));
  await send('samples', pack('SampleBlock', { studyId, sequence: second, channels: block }));
}
await event(seconds, { lightsOn: {} });
await event(seconds, { studyEnded: { channels: channels.map((_, channel) => ({ channel, lastIndex: seconds * rateHz - 1 })) } });
await send('status', status(online = false), true);
await client.endAsync();
console.log(`study ${studyId} at ${site}/${bed}: ${seconds} s sent and acknowledged by the broker`);
