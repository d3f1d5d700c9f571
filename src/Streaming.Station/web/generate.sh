#!/bin/sh
# The contract in TypeScript: sh generate.sh PROTOC GOOGLE_PROTOS. The build passes Grpc.Tools' compiler and its well-known types.
set -eu
cd "$(dirname "$0")"
rm -rf generated
mkdir generated
"$1" --plugin=protoc-gen-es=node_modules/.bin/protoc-gen-es --es_out=generated --es_opt=target=ts,import_extension=js \
  -I ../../../protos -I "$2" streaming/v1/ingest.proto streaming/v1/monitor.proto
