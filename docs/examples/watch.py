"""Prints each stage as it is decided; after a break it goes on where it was. Copy it into a folder of your own, there once:
  apt-get install python3-grpcio python3-protobuf protobuf-compiler libprotobuf-dev    (or, in a virtual environment: pip install grpcio-tools)
  protoc -I PROTOS --python_out=. streaming/v1/ingest.proto streaming/v1/monitor.proto    (or: python -m grpc_tools.protoc ...)
Then: /usr/bin/python3 watch.py HOST:PORT [TOKEN [AUTHORITY.crt [OWN.crt OWN.key]]]    (with AUTHORITY.crt over TLS; '' for no token)"""
import random
import sys
import threading
import time

import grpc
from streaming.v1 import monitor_pb2 as pb

HOPELESS = {grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.UNIMPLEMENTED}
OPTIONS = [
    ("grpc.max_receive_message_length", 64 << 20),  # whatever a night comes to; the library takes 4 MiB
    ("grpc.use_local_subchannel_pool", 1),  # every attempt makes a connection of its own
]
SILENCE_SECONDS = 6  # three heartbeats: the connection is dead, whether or not anybody closed it. A brief snapshot gets through a slow line in that time
metadata = [("authorization", "Bearer " + token) for token in sys.argv[2:3] if token]
call, heard = None, time.monotonic()
token, told = None, {}  # where the stream stands; of each epoch the latest that was printed


def connect():
    if len(sys.argv) < 4:
        return grpc.insecure_channel(sys.argv[1], OPTIONS)
    authority, *own = [open(file, "rb").read() for file in sys.argv[3:6]]
    return grpc.secure_channel(sys.argv[1], grpc.ssl_channel_credentials(authority, *reversed(own)), OPTIONS)  # the key comes first


def show(report):
    if report.revision < pb.REVISION_FINAL:
        return  # a rolling window: it has no epoch
    key, rank = (report.study_id, report.epoch), (report.revision, report.commit_sequence)
    if rank > told.get(key, (0, 0)):  # delivery is at least once
        told[key] = rank
        print(report.site, report.bed, report.epoch, pb.Stage.Name(report.stage), pb.Revision.Name(report.revision), round(report.confidence, 2), flush=True)


def listen(channel):
    global call, heard, token
    watch = channel.unary_stream("/streaming.v1.SleepMonitor/Watch", pb.WatchRequest.SerializeToString, pb.WatchResponse.FromString)
    call, heard = watch(pb.WatchRequest(resume=token, brief_snapshot=True), metadata=metadata), time.monotonic()
    for message in call:
        heard = time.monotonic()
        item = message.WhichOneof("item")  # None: of a newer service, not known here; its token counts all the same
        if item == "snapshot_begin" and message.snapshot_begin.reset:
            told.clear()
        for report in message.snapshot_night.reports if item == "snapshot_night" else []:
            show(report)
        if item == "report":
            show(message.report)
        if message.HasField("token"):
            token = message.token


def guard():
    while True:
        time.sleep(1)
        if call and time.monotonic() - heard > SILENCE_SECONDS:
            call.cancel()


threading.Thread(target=guard, daemon=True).start()
while True:
    try:
        with connect() as channel:
            listen(channel)
    except grpc.RpcError as error:
        print(error.code().name, error.details(), file=sys.stderr)
        if error.code() in HOPELESS:
            sys.exit(1)
    time.sleep(1 + random.random())
