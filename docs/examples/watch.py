"""Prints each stage as it is decided. Once: protoc -I protos --python_out=docs/examples streaming/v1/ingest.proto streaming/v1/monitor.proto
Then: python3 docs/examples/watch.py HOST:PORT [TOKEN]"""
import sys
import grpc
from streaming.v1 import monitor_pb2 as pb

channel = grpc.insecure_channel(sys.argv[1])  # with TLS: grpc.secure_channel(sys.argv[1], grpc.ssl_channel_credentials())
watch = channel.unary_stream("/streaming.v1.SleepMonitor/Watch", pb.WatchRequest.SerializeToString, pb.WatchResponse.FromString)
for message in watch(pb.WatchRequest(), metadata=[("authorization", "Bearer " + token) for token in sys.argv[2:]]):
    if message.HasField("report"):
        report = message.report
        print(report.site, report.bed, report.epoch, pb.Stage.Name(report.stage), pb.Revision.Name(report.revision), round(report.confidence, 2), flush=True)
