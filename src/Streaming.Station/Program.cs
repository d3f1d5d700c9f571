using Streaming.Station;

return await CommandLine.RunAsync(args, TimeProvider.System);
