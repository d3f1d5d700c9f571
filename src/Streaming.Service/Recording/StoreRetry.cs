using Microsoft.Data.Sqlite;
using Polly;
using Polly.Retry;

namespace Streaming.Service.Recording;

/// <summary>How the line asks a disk that refuses: again every <see cref="RecordingOptions.RetryMilliseconds"/>, without end.</summary>
internal static class StoreRetry
{
    public static ResiliencePipeline Persistent(TimeProvider time, RecordingOptions options) => new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
    {
        MaxRetryAttempts = int.MaxValue,
        Delay = TimeSpan.FromMilliseconds(options.RetryMilliseconds),
        ShouldHandle = new PredicateBuilder().Handle<SqliteException>().Handle<IOException>(),
    }).Build();
}
