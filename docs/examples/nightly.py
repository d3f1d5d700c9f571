"""Fetches every night that has ended, once, and again when somebody has edited it since: for cron, once a night. Preparation as in watch.py. Then:
  /usr/bin/python3 nightly.py HOST:PORT FOLDER [TOKEN [AUTHORITY.crt [OWN.crt OWN.key]]]    (a technologist's token: a viewer may not export)
FOLDER gets a folder a night, named SITE-BED-STUDY. token.json in it is where the reading stands; without that file everything is fetched anew."""
import itertools
import os
import sys
from pathlib import Path

import grpc
from google.protobuf import json_format
from streaming.v1 import monitor_pb2 as pb

FORMATS = ["REPORT_HTML", "EDF", "CSV", "JSON", "NSRR_XML"]
REFUSED = {grpc.StatusCode.NOT_FOUND, grpc.StatusCode.FAILED_PRECONDITION}  # of this night there is no such file, however often one asks
folder = Path(sys.argv[2])
place = folder / "token.json"
metadata = [("authorization", "Bearer " + token) for token in sys.argv[3:4] if token]


def connect():
    if len(sys.argv) < 5:
        return grpc.insecure_channel(sys.argv[1])
    authority, *own = [open(file, "rb").read() for file in sys.argv[4:7]]
    return grpc.secure_channel(sys.argv[1], grpc.ssl_channel_credentials(authority, *reversed(own)))  # the key comes first


def write(path, chunks):
    """Whole or not at all: beside its place, then moved there."""
    part = path.with_name(path.name + ".part")
    with open(part, "wb") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def fetch(channel, night):
    export = channel.unary_stream("/streaming.v1.SleepMonitor/ExportNight", pb.ExportNightRequest.SerializeToString, pb.ExportNightResponse.FromString)
    target = folder / f"{night.site}-{night.bed}-{night.study_id}"
    target.mkdir(parents=True, exist_ok=True)
    for name in FORMATS:
        request = pb.ExportNightRequest(night=pb.NightRef(study_id=night.study_id), format=pb.ExportFormat.Value("EXPORT_FORMAT_" + name))
        try:
            pieces = export(request, metadata=metadata, timeout=600)
            first = next(pieces)  # it has the name
            write(target / first.file_name, (piece.chunk for piece in itertools.chain([first], pieces)))
        except grpc.RpcError as error:
            if error.code() not in REFUSED:
                raise
            print(target.name, name, error.details(), file=sys.stderr)
    signature = pb.SignatureState.Name(night.signature.state)[16:] if night.HasField("signature") else "unsigned"
    print(night.site, night.bed, night.study_id, night.end_reason, signature, flush=True)


folder.mkdir(parents=True, exist_ok=True)
since = json_format.Parse(place.read_text(), pb.ResumeToken()) if place.exists() else pb.ResumeToken()
with connect() as channel:
    ask = channel.unary_unary("/streaming.v1.SleepMonitor/ListNights", pb.ListNightsRequest.SerializeToString, pb.ListNightsResponse.FromString)
    more = True
    while more:
        answer = ask(pb.ListNightsRequest(since=since, limit=100), metadata=metadata, timeout=60)
        for night in answer.nights:
            fetch(channel, night)
        since, more = answer.token, answer.more
        write(place, [json_format.MessageToJson(since).encode()])  # only now: what was broken off is fetched again
