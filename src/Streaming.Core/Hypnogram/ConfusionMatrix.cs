using Streaming.Core.Staging;

namespace Streaming.Core.Hypnogram;

/// <summary>Counts of epochs by the reference's stage and the candidate's, class order W N1 N2 N3 R.</summary>
public sealed class ConfusionMatrix
{
    /// <summary>Stages.</summary>
    public const int Classes = 5;

    private readonly long[] _counts = new long[Classes * Classes];

    /// <summary>Epochs the reference calls <paramref name="reference"/> and the candidate <paramref name="candidate"/>.</summary>
    public long this[Stage reference, Stage candidate] => _counts[(int)reference * Classes + (int)candidate];

    /// <summary>Epochs counted.</summary>
    public long Total => _counts.Sum();

    /// <summary>Epochs the reference scored and the candidate left unscored; they are outside every figure but this.</summary>
    public long Unanswered { get; private set; }

    /// <summary>Epochs of a reference stage.</summary>
    public long ReferenceTotal(Stage stage) => _counts.AsSpan((int)stage * Classes, Classes).ToArray().Sum();

    /// <summary>Epochs of a candidate stage.</summary>
    public long CandidateTotal(Stage stage) => Enumerable.Range(0, Classes).Sum(row => _counts[row * Classes + (int)stage]);

    /// <summary>Counts one epoch. Without a reference stage nothing is counted.</summary>
    public void Add(Stage? reference, Stage? candidate)
    {
        if (!Hypnogram.IsScored(reference)) return;
        if (Hypnogram.IsScored(candidate)) _counts[(int)reference!.Value * Classes + (int)candidate!.Value]++;
        else Unanswered++;
    }

    /// <summary>Counts all epochs of another matrix too.</summary>
    public void Add(ConfusionMatrix other)
    {
        for (var i = 0; i < _counts.Length; i++) _counts[i] += other._counts[i];
        Unanswered += other.Unanswered;
    }
}
