using Streaming.Core.Signals.Edf;
using Streaming.Scoring;
using Streaming.Training.Datasets;
using Streaming.Training.Datasets.Cache;
using Streaming.Training.Learning;
using Streaming.Training.Networks.Foreign;

namespace Streaming.Training.Commands;

/// <summary>How a verb that could not do its work ends: one line, and the exit status.</summary>
internal sealed record Failure(string Line, int Status)
{
    /// <summary>Of whatever was stopped by Ctrl-C, as shells count it.</summary>
    public const int Cancelled = 130;

    private const string Stopped = "Stopped";

    /// <summary>Null where it is a defect of ours, whose trace is wanted.</summary>
    /// <param name="exception">Thrown by a verb; of several at once the first counts.</param>
    /// <param name="verb">Decides what is said to be kept.</param>
    public static Failure? Of(Exception exception, string? verb)
    {
        var cause = exception is AggregateException several ? several.Flatten().InnerExceptions.MinBy(inner => inner is OperationCanceledException) : exception;
        return cause switch
        {
            OperationCanceledException => new(
                cause.Message.StartsWith($"{Stopped}. ", StringComparison.Ordinal) ? cause.Message : $"{Stopped}. {Kept(verb)}", Cancelled),
            CommandException or ForeignModelException or DatasetException or CacheWriteException or CheckpointException or ModelBundleException
                or CudaUnavailableException or NotSupportedException or EdfFormatException or IOException or UnauthorizedAccessException => new(cause.Message, 1),
            _ => null,
        };
    }

    private static string Kept(string? verb) => verb switch
    {
        "train" => "Checkpoints saved before are kept; go on with --resume.",
        "simulate" => "Files written before are whole and kept.",
        "export-dataset" => "Nights finished before are kept; run the same command to go on.",
        "evaluate" => "No report was written.",
        "calibrate" => "The bundle is as it was.",
        _ => "Nothing was written.",
    };
}
