using System.Threading.Channels;

namespace Streaming.Service.Recording;

/// <summary>A thread for what waits for the disk: the pool has as many threads as the machine has processors, and two that wait for a flush would be all of
/// them on a small one.</summary>
internal static class WriterThread
{
    /// <summary>Calls for as long as the channel is open or has something left, whenever it has.</summary>
    /// <returns>Completes when the thread has ended.</returns>
    public static Task Start<T>(ChannelReader<T> reader, Action write)
    {
        return Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        void Run()
        {
            while (HasMore()) write();
        }

        bool HasMore()
        {
            var waiting = reader.WaitToReadAsync();
            return waiting.IsCompletedSuccessfully ? waiting.Result : waiting.AsTask().GetAwaiter().GetResult();
        }
    }
}
