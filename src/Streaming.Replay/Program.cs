using Streaming.Replay;

return await new ReplayCommand(TimeProvider.System, Console.Error).InvokeAsync(args);
