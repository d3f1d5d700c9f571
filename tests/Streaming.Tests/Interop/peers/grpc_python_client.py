"""A genuine gRPC client against the server under test: grpc_python_client.py HOST:PORT DESCRIPTOR_SET LIMIT_BYTES

Prints one JSON object per scenario."""
import json
import queue
import sys

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

target, descriptors, limit = sys.argv[1], sys.argv[2], int(sys.argv[3])
pool = descriptor_pool.DescriptorPool()
with open(descriptors, "rb") as file:
    for proto in descriptor_pb2.FileDescriptorSet.FromString(file.read()).file:
        pool.Add(proto)
factory = message_factory.MessageFactory(pool)
service = pool.FindServiceByName("streaming.tests.echo.Echo")
REQUEST = factory.GetPrototype(service.FindMethodByName("Say").input_type)
REPLY = factory.GetPrototype(service.FindMethodByName("Say").output_type)
FAIL, THROW, HANG, DEAFLY_HANG = 1, 2, 3, 4


def out(scenario, **result):
    print(json.dumps({"scenario": scenario, **result}), flush=True)


def failed(error):
    trailers = dict(error.trailing_metadata() or ())
    binary = trailers.get("why-bin")
    return dict(code=error.code().value[0], details=error.details(), trailer=trailers.get("why"), binary=binary.hex() if binary else None)


channel = grpc.insecure_channel(target)


def path(method):
    return dict(method="/streaming.tests.echo.Echo/" + method, request_serializer=REQUEST.SerializeToString, response_deserializer=REPLY.FromString)


def say(request, **options):
    try:
        reply, call = channel.unary_unary(**path("Say")).with_call(request, **options)
        headers = dict(call.initial_metadata())
        binary = headers.get("echo-raw-bin")
        return dict(code=0, text=reply.text, bytes=len(reply.payload), header=headers.get("echo-text"), headerBinary=binary.hex() if binary else None)
    except grpc.RpcError as error:
        return failed(error)


def repeat(request, cancel_after=None, **options):
    count = 0
    call = channel.unary_stream(**path("Repeat"))(request, **options)
    try:
        for _ in call:
            count += 1
            if count == cancel_after:
                call.cancel()
        return dict(code=0, count=count)
    except grpc.RpcError as error:
        return dict(failed(error), count=count)


def gather(*requests):
    try:
        reply = channel.stream_unary(**path("Gather"))(iter(requests))
        return dict(code=0, text=reply.text, count=reply.index)
    except grpc.RpcError as error:
        return failed(error)


def chat(*requests, stay=False):
    """The next is said when the last was answered. stay: our side is not ended; the server ends the call."""
    said = queue.SimpleQueue()
    waiting, heard = list(requests), []
    said.put(waiting.pop(0))
    try:
        for reply in channel.stream_stream(**path("Chat"))(iter(said.get, None)):
            heard.append(f"{reply.text}{reply.index}")
            if waiting:
                said.put(waiting.pop(0))
            elif not stay:
                said.put(None)
        return dict(code=0, text=" ".join(heard))
    except grpc.RpcError as error:
        return failed(error)
    finally:
        said.put(None)


metadata = (("echo-text", "two words"), ("echo-raw-bin", bytes([0, 1, 254, 255])))
out("unary", **say(REQUEST(text="søvn", payload=b"\1\2")))
out("stream", **repeat(REQUEST(count=500, reply_bytes=900)))
out("status", **say(REQUEST(deed=FAIL, code=9, text="Bett 4: 100 % Ölverlust 睡眠")))
out("exception", **say(REQUEST(deed=THROW, text="secret")))
out("metadata", **say(REQUEST(), metadata=metadata))
out("deadline", **say(REQUEST(deed=HANG), timeout=0.2))
out("stream-deadline", **repeat(REQUEST(count=1, deed=DEAFLY_HANG), timeout=0.2))
out("gzip", **say(REQUEST(text="z" * 50_000), compression=grpc.Compression.Gzip))
out("at-limit", **say(REQUEST(payload=bytes(limit - 4))))
out("beyond-limit", **say(REQUEST(payload=bytes(limit - 3))))
out("gather", **gather(*(REQUEST(text=text) for text in "abc")))
out("gather-status", **gather(REQUEST(text="enough", deed=FAIL, code=9)))
out("chat", **chat(*(REQUEST(text=text) for text in "abc")))
out("chat-left", **chat(REQUEST(text="bye", count=-1), stay=True))
out("chat-beyond-limit", **chat(REQUEST(payload=bytes(limit - 3))))
out("cancel", **repeat(REQUEST(count=1, deed=HANG), cancel_after=1))
channel.close()
